import { beforeAll, describe, expect, test } from "vitest";
import type { Assessment } from "../../src/assess/assess-export.ts";
import { assessPage } from "../../src/report/assess-page.ts";
import { assessText } from "../../src/report/assess-text.ts";
import { assess, numbered, shown } from "../support/assess.ts";

const plain = (text: string): string => text;
const PAINT = { bad: plain, warn: plain, good: plain, strong: plain, faint: plain };
const two = (n: number) => String(n).padStart(2, "0");

/** What stands in columns that identify a person, however often; and what stands there seldom. */
const CANARIES =
  /canary|0449137731|1931-07-11|1931-07-12|rarefinding|(?<![\da-f])7313(?![\da-f])|890515/i;

let assessment: Assessment;

beforeAll(async () => {
  assessment = await assess({
    "patients.csv": [
      "patientId,firstName,lastName,phone,email,dateOfBirth,gender,address,nationalId,visitNotes,ward",
      ...numbered(60, (n) => {
        const born = n < 8 ? "1931-07-11" : `1931-07-12`;
        const gender = n === 3 ? "canary" : n % 2 ? "M" : "F";
        const ward = n === 4 ? "CanaryWard" : n % 2 ? "East" : "West";
        return `CANARY-${n},CanaryFirst,CanaryLast,0449137731,canary@example.org,${born},${gender},1 Canary Street,890515-${n},Canary note,${ward}`;
      }),
    ],
    "visits.csv": [
      "visitId,patientId,visitDate,diagnosis,fee",
      ...numbered(60, (n) => {
        const diagnosis = n === 5 ? "Rarefinding" : n % 2 ? "Asthma" : "Migraine";
        const fee = n === 6 ? "7313.50" : n % 2 ? "100.00" : "250.00";
        return `CANARY-V${n},CANARY-${n},2024-0${(n % 6) + 1}-${two((n % 9) + 1)},${diagnosis},${fee}`;
      }),
    ],
  });
});

describe("unless it is revealed", () => {
  test("no value that identifies a person, or is rare, is in the JSON, the page or the text", () => {
    const document = shown(assessment);
    expect(JSON.stringify(document)).not.toMatch(CANARIES);
    expect(assessPage(document)).not.toMatch(CANARIES);
    expect(assessText(document, PAINT)).not.toMatch(CANARIES);
  });

  test("frequent values of other columns are shown, with their counts", () => {
    const columns = shown(assessment).files.flatMap(({ columns: all }) => all);
    const frequent = (header: string) => columns.find((one) => one.header === header)?.frequent;
    expect(frequent("diagnosis")).toEqual([
      { value: "Migraine", count: 30 },
      { value: "Asthma", count: 29 },
    ]);
    expect(frequent("ward")).toEqual([
      { value: "East", count: 30 },
      { value: "West", count: 29 },
    ]);
  });

  test("bars of fewer than five records are joined or left out, and no record is lost from the count", () => {
    const [, visits] = shown(assessment).files;
    const days = visits?.columns.find(({ header }) => header === "visitDate");
    const sum = days?.distribution.reduce((all, { count }) => all + count, 0) ?? 0;
    expect(sum + (days?.apart ?? 0)).toBe(60);
    expect(days?.distribution.every(({ count }) => count === 0 || count >= 5)).toBe(true);
  });
});

test("what a code of fewer than five records means is not told, where it is decided nor where it is open", async () => {
  const found = await assess({
    "patients.csv": [
      "patientId,fullName,phone,gender",
      ...numbered(
        40,
        (n) =>
          `P${n},Ann ${n},02012345${two(n)},${n === 7 ? "other" : n === 8 ? "zz" : n % 2 ? "male" : "female"}`,
      ),
    ],
  });
  const [file] = shown(found).files;
  const gender = file?.columns.find(({ header }) => header === "gender");
  expect(gender?.decisions[0]?.readings.map(({ reading }) => reading).sort()).toEqual(["F", "M"]);
  expect(file?.open).toHaveLength(1);
  for (const says of [gender?.decisions[0]?.evidence, file?.open[0]?.says]) {
    expect(says).toContain("fewer than five mean something else");
    expect(says).not.toContain("mean O");
  }
  expect(shown(found, "revealed").files[0]?.open[0]?.says).toContain("1 mean O");
});

test("with --reveal the values are there, and the page says so", () => {
  const document = shown(assessment, "revealed");
  expect(document.revealed).toBe(true);
  expect(JSON.stringify(document)).toContain("CanaryFirst");
  expect(assessPage(document)).toContain("Rarefinding");
});

test("a record that was taken for the header is not shown as one", async () => {
  const document = shown(
    await assess({
      "a.csv": ["0449137731,canary@example.org,name", "0449137732,canary2@example.org,x"],
    }),
  );
  expect(assessPage(document)).not.toMatch(CANARIES);
  expect(JSON.stringify(document)).not.toMatch(CANARIES);
});

test("names and numbers of citizens are hidden in other languages too, where they have no field", async () => {
  const found = await assess({
    "pasien.csv": [
      "no_rm,nama,kelamin,nama_ibu,baba_adi,Отчество,nik,pekerjaan",
      ...numbered(200, (n) => `${n},Budi Ono,F,Canaryibu,Canarybaba,Canaryovich,7313,Guru`),
    ],
  });
  const document = shown(found);
  expect(JSON.stringify(document)).not.toMatch(CANARIES);
  expect(JSON.stringify(document)).toContain("Guru");
  expect(assessPage(document)).not.toMatch(CANARIES);
});
