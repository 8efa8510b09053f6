import { beforeAll, expect, test } from "vitest";
import type { Assessment } from "../../src/assess/assess-export.ts";
import { assess, numbered } from "../support/assess.ts";

const two = (n: number) => String(n).padStart(2, "0");

/** Thirty patients: what smells is in the first few. */
function patient(n: number): string {
  const odd: Readonly<Record<number, string>> = {
    1: "P1,Ann,Aho,0201234501,1980-02-30,41,2020-01-05",
    2: "P2,Bo,Berg,201234502,1981-03-04,44,2020-01-05",
    3: "P3,Cy,Cole,-9247,1982-03-04,4,2020-01-05",
    4: "P4,Di,Dahl,9.87654E+09,1983-03-04,42,1979-01-05",
    5: "P5,Ed?ard,Ek,NULL,1900-01-01,,2020-01-05",
    6: "P6,Flo,Fox,0201234506,2031-03-04,,2032-01-05",
    7: "P7,Gus,Gil,0201234507,1986-03-04,140,2020-01-05",
    8: "P2,Hal,Hahn,0201234508,1987-03-04,38,2020-01-05",
  };
  const year = 1970 + (n % 30);
  const fine = `P${n},First${n},Last${n},02012345${two(n)},${year}-05-${two(n)},${2025 - year},2020-02-01`;
  return odd[n] ?? fine;
}

let found: Assessment;

beforeAll(async () => {
  found = await assess({
    "patients.csv": [
      "patientId,firstName,lastName,phone,birthDate,age,registrationDate",
      ...numbered(30, patient),
    ],
    "visits.csv": [
      "visitId,patientId,visitDate,dischargeDate,password",
      ...numbered(30, (n) => {
        const day = n === 9 ? "1960-01-01" : "2021-06-10";
        const end = n === 10 ? "2021-06-09" : "2021-06-12";
        return `V${n},${n === 11 ? "P404" : `P${n}`},${day},${end},x`;
      }),
    ],
  });
});

const smelled = (file: string, code: string) =>
  found.profile.smells
    .filter((smell) => smell.file === file && smell.code === code)
    .map(({ column, count, lines }) => ({ column, count, lines }));

test("what a spreadsheet does to phones is found, each with its lines", () => {
  const at = (code: string) => smelled("patients.csv", code);
  expect(at("phone.lost-zero")).toEqual([{ column: "phone", count: 1, lines: [3] }]);
  expect(at("phone.computed")).toEqual([{ column: "phone", count: 1, lines: [4] }]);
  expect(at("number.scientific")).toEqual([{ column: "phone", count: 1, lines: [5] }]);
  expect(at("null.as-text")).toEqual([{ column: "phone", count: 1, lines: [6] }]);
});

test("days that cannot be, and days that stand for an unknown one, are found", () => {
  const at = (code: string) => smelled("patients.csv", code);
  expect(at("date.impossible")).toEqual([{ column: "birthDate", count: 1, lines: [2] }]);
  expect(at("date.placeholder")).toEqual([{ column: "birthDate", count: 1, lines: [6] }]);
  expect(at("birth.future")).toEqual([{ column: "birthDate", count: 1, lines: [7] }]);
  expect(at("registration.before-birth")).toMatchObject([{ count: 1, lines: [5] }]);
});

test("ages that contradict the birth date are told from those that were true in one year", () => {
  expect(smelled("patients.csv", "age.contradicts-birth")).toEqual([
    { column: "age", count: 2, lines: [4, 8] },
  ]);
  expect(smelled("patients.csv", "age.out-of-range")).toMatchObject([{ count: 1, lines: [8] }]);
});

test("a visit before its patient's birth is found across files, an end before its beginning too", () => {
  expect(smelled("visits.csv", "visit.before-birth")).toMatchObject([{ lines: [7, 10] }]);
  expect(smelled("visits.csv", "discharge.before-admission")).toMatchObject([{ lines: [11] }]);
});

test("an id that stands for different persons is no mere repetition", () => {
  expect(smelled("patients.csv", "id.several-persons")).toMatchObject([{ count: 1, lines: [9] }]);
  expect(smelled("patients.csv", "id.duplicate")).toMatchObject([{ count: 2, lines: [9] }]);
});

test("what points nowhere, lost letters and passwords are found", () => {
  expect(smelled("visits.csv", "reference.dangling")).toMatchObject([
    { column: "patientId", count: 2, lines: [9, 12] },
  ]);
  expect(smelled("patients.csv", "text.lost-letters")).toMatchObject([{ lines: [6] }]);
  expect(smelled("visits.csv", "column.secret")).toMatchObject([{ column: "password", count: 30 }]);
});

test("a sound export smells of nothing", async () => {
  const { profile } = await assess({
    "doctors.csv": [
      "doctorId,fullName,specialty,joinDate",
      ...numbered(
        40,
        (n) =>
          `D${n},Dr. Name${n},${n % 2 ? "Cardiology" : "Surgery"},2010-01-${two((n % 28) + 1)}`,
      ),
    ],
  });
  expect(profile.smells).toEqual([]);
});

test("the first and the last days that programs know stand for an unknown one, in any order", async () => {
  const unknown = [
    ...["1900-01-01", "1900-1-1", "1/1/1900", "01.01.1753", "30/12/1899", "12/30/1899"],
    ...["12/31/9999", "31/12/9999", "9999-12-31 00:00:00", "1970-01-01", "00/00/0000"],
  ];
  const real = ["1900-05-01", "11/12/1999", "31/01/2020", "02/12/1900", "1970-01-02"];
  const { profile } = await assess({
    "people.csv": ["id,day", ...[...unknown, ...real].map((day, at) => `${at},${day}`)],
  });
  const found = profile.smells.filter(({ code }) => code === "date.placeholder");
  expect(found).toMatchObject([
    { column: "day", count: unknown.length, lines: [2, 3, 4, 5, 6, 7, 8, 9, 10, 11] },
  ]);
});

test("headers that are missing, repeated or empty are found, and columns that say nothing", async () => {
  const { profile } = await assess({
    "a.csv": ["id,ward,ward,,blank,same", ...numbered(30, (n) => `${n},East,West,x${n},,1`)],
    "none.csv": ["id,name"],
  });
  const codes = profile.smells.map(({ file, code, column }) =>
    `${file} ${code} ${column ?? ""}`.trim(),
  );
  // Of two columns that no field takes nothing is lost: an import keeps both.
  const twice = profile.smells.filter(({ code }) => code === "header.twice");
  expect(twice.map(({ severity }) => severity)).toEqual(["warning"]);
  expect(codes).toEqual(
    expect.arrayContaining([
      "a.csv header.twice ward (column 3)",
      "a.csv header.unnamed",
      "a.csv column.empty blank",
      "a.csv column.constant same",
      "none.csv file.empty",
    ]),
  );
});
