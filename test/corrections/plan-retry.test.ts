import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import iconv from "iconv-lite";
import { expect, test } from "vitest";
import { readOriginals } from "../../src/corrections/originals.ts";
import { planRetry, type RetryPlan } from "../../src/corrections/plan-retry.ts";
import { DecisionNeeded, UsageError } from "../../src/plain/errors.ts";
import { importFolder, newDatabase } from "../support/import.ts";
import { IMPORTERS, namedMapping } from "../support/target.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

const HEAD = "patientId,firstName,lastName,phoneNumber,dateOfBirth,gender";
const FILES = {
  "patients.csv": [
    HEAD,
    "00101,Zoë,Rao,,1980-03-05,F",
    "00102,Tom,Novak,0209461234,1975-12-01,M",
    "00103,Łuk,Wei,,1990-01-02,F",
    "00104,Li,Wei,0441234568,no day,F",
    "",
  ].join("\n"),
  "doctors.csv": "doctorId,fullName\nD1,Dr. Jane Smith\n",
  "visits.csv":
    "visitId,patientId,doctorId,visitDate\n7,00102,D1,2022-01-15\n8,00999,D1,2022-03-04\n9,00102,D1,no day\n",
};

let written: Record<string, Buffer> | undefined;

/** The files of the report: each test has a copy of them. */
async function reportFiles(): Promise<Record<string, Buffer>> {
  const folder = await reportOf(FILES);
  return Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path.slice(folder.length + 1), readFileSync(path)]),
  );
}

async function reportOf(files: Readonly<Record<string, string>>): Promise<string> {
  const reportFolder = join(workspace(), "report");
  const source = writeFiles(workspace(), files);
  await importFolder(await newDatabase(), source, { reportFolder, settings: { mode: "lenient" } });
  return reportFolder;
}

/** The report, with what a person made of its rejected patients. */
async function edited(
  edit: (text: string) => string | Buffer,
  name = "rejected/patients.csv",
): Promise<string> {
  written ??= await reportFiles();
  const folder = writeFiles(workspace(), written);
  writeFileSync(join(folder, name), edit(readFileSync(join(folder, name), "utf8")));
  return folder;
}

async function planOf(report: string | Promise<string>): Promise<RetryPlan> {
  const folder = await report;
  const kept = await readOriginals(folder);
  if (kept === undefined) throw new UsageError("none", { cure: "" });
  const mapping = namedMapping("generic-csv");
  return planRetry({ ...kept, folder, importers: IMPORTERS, mapping });
}

const cellsOf = (plan: RetryPlan, entity = "patients") =>
  [...plan.records(entity)].map(({ amended }) => amended.cells);

const ORIGINAL = [
  ["00101", "Zoë", "Rao", "", "1980-03-05", "F"],
  ["00103", "Łuk", "Wei", "", "1990-01-02", "F"],
  ["00104", "Li", "Wei", "0441234568", "no day", "F"],
];

/** As a spreadsheet program of some country saves it, after it took numbers and days for such. */
const respelled = (text: string): string =>
  text
    .replace(/,00(\d+),/g, ",$1,")
    .replace(/(\d{4})-(\d\d)-(\d\d)/g, (day) => day.replace(/(.+)-0?(.+)-0?(.+)/, "$2/$3/$1"))
    .replace("Rao,,", "Rao,0441234567,");

const german = (text: string): string =>
  respelled(text)
    .replaceAll(",", ";")
    .replace(/(\d+)\/(\d+)\/(\d+)/g, "$2.$1.$3");

test.each([
  ["UTF-8 with commas", (text: string) => Buffer.from(respelled(text))],
  [
    "windows-1252 with semicolons",
    (text: string) => iconv.encode(german(text.slice(1)), "win1252"),
  ],
  ["windows-1250", (text: string) => iconv.encode(german(text.slice(1)), "win1250")],
  [
    "Unicode text with tabs",
    (text: string) => iconv.encode(respelled(text).replaceAll(",", "\t"), "utf-16le"),
  ],
  [
    "UTF-16 without a mark, the first cell in quotes",
    (text: string) =>
      iconv.encode(respelled(text.slice(1)).replace("_record", '"_record"'), "utf-16be"),
  ],
  ["Macintosh", (text: string) => iconv.encode(respelled(text.slice(1)), "macroman")],
  [
    "a line that names the separator",
    (text: string) => Buffer.from(`sep=;\r\n${german(text.slice(1))}`),
  ],
])("saved as %s, cells are put back and the correction is taken", async (_, save) => {
  const plan = await planOf(edited(save));
  const [first = [], ...others] = ORIGINAL;
  expect(cellsOf(plan)).toEqual([first.with(3, "0441234567"), ...others]);
  expect(plan.counts).toMatchObject({ records: 5, corrected: 1, missing: 0, cellsCorrected: 1 });
  expect(plan.counts.cellsPutBack).toBeGreaterThanOrEqual(5);
});

test("a row that is no longer there is counted, and its record stays rejected", async () => {
  const plan = await planOf(edited((text) => text.replace(/^3,.*\r\n/m, "")));
  expect(plan.counts).toMatchObject({ missing: 1, unchanged: 4, corrected: 0 });
  const [, missing] = [...plan.records("patients")];
  expect([missing?.state, missing?.amended.flaws]).toEqual(["missing", ["left-out"]]);
});

test("columns in another order are found by their names, blank rows and blanks are nothing", async () => {
  const turned = (text: string) =>
    text.replace(/^(.*?),(.*),(.*?)\r$/gm, "$3 ,$2, $1\r").concat(",,,,,,,,,,,\r\n");
  const plan = await planOf(edited(turned));
  expect(cellsOf(plan)).toEqual(ORIGINAL);
  expect(plan.counts).toMatchObject({ unchanged: 5, cellsCorrected: 0 });
  expect(plan.told.some((line) => line.includes("another order"))).toBe(true);
});

test("a cell that was not wrong is taken and told; one that was wrong by its look is not put back", async () => {
  const plan = await planOf(edited((text) => text.replace("Łuk,Wei,", "Łuk,Wey,'0441")));
  expect(cellsOf(plan)[1]).toEqual(["00103", "Łuk", "Wey", "0441", "1990-01-02", "F"]);
  expect(plan.counts).toMatchObject({ cellsCorrected: 2, cellsChangedUnasked: 1 });
});

test.each([
  ["another legacy id", (text: string) => text.replace(",00103,", ",00113,"), DecisionNeeded],
  ["no _record", (text: string) => text.replace(/^3,/m, ","), UsageError],
  ["a _record twice", (text: string) => text.replace(/^3,/m, "1,"), UsageError],
  ["a _record of no rejected record", (text: string) => text.replace(/^3,/m, "2,"), UsageError],
  ["a renamed column", (text: string) => text.replace("lastName", "surname"), UsageError],
  ["a removed column", (text: string) => text.replace(/,[^,\r]*\r$/gm, "\r"), UsageError],
  ["an empty file", () => "", UsageError],
  ["a decision that is none", (text: string) => text.replace(".,,", ".,maybe,"), UsageError],
  [
    "a withdrawal without a reason",
    (text: string) => text.replace(".,,", ".,withdraw,"),
    UsageError,
  ],
  ["quotes that do not match", (text: string) => text.replace("Rao", '"Rao'), UsageError],
])("%s stops the retry", async (_, edit, Stop) => {
  await expect(planOf(edited(edit))).rejects.toBeInstanceOf(Stop);
});

test("a new id is taken where the row says so, and a spreadsheet's is put back all the same", async () => {
  const plan = await planOf(
    edited((text) => text.replace(".,,00103,", ".,New ID,00113,").replace(",00101,", ",101,")),
  );
  expect(cellsOf(plan).map(([id]) => id)).toEqual(["00101", "00113", "00104"]);
});

test("a reference is corrected where it was wrong, and asked about where it was not", async () => {
  const visits = (edit: (text: string) => string) => planOf(edited(edit, "rejected/visits.csv"));
  const plan = await visits((text) => text.replace("00999", "00102"));
  expect(cellsOf(plan, "visits")[0]).toEqual(["8", "00102", "D1", "2022-03-04"]);
  const other = visits((text) => text.replace("00102", "00101"));
  await expect(other).rejects.toBeInstanceOf(DecisionNeeded);
  const put = await visits((text) => text.replace("00999", "999").replace("00102", "102"));
  expect(put.counts).toMatchObject({ cellsPutBack: 2, cellsCorrected: 0 });
});

test("a record that is withdrawn is the one of the export, whatever its cells say", async () => {
  const plan = await planOf(
    edited((text) => text.replace(".,,00103,Łuk", ".,withdraw: twice,9,X")),
  );
  expect(plan.counts).toMatchObject({ withdrawn: 1, corrected: 0 });
  const [, record] = [...plan.records("patients")];
  expect([record?.amended.withdrawn, record?.amended.cells]).toEqual(["twice", ORIGINAL[1]]);
});

test.each(["patients (1).csv", "patients_fixed.csv", "Copy of patients.csv", "patients.ods"])(
  "a file %s is not passed over",
  async (name) => {
    const folder = await edited((text) => text);
    writeFileSync(join(folder, "rejected", name), "x");
    await expect(planOf(folder)).rejects.toThrow(name);
  },
);

test("a file that was moved away leaves its records rejected, and is told", async () => {
  const folder = await edited((text) => text);
  rmSync(join(folder, "rejected/patients.csv"));
  const plan = await planOf(folder);
  expect(plan.counts).toMatchObject({ missing: 3, unchanged: 2 });
  expect(plan.told.join()).toContain("patients.csv is no longer there");
});

test("an added column is told and not taken", async () => {
  const plan = await planOf(edited((text) => text.replace(/\r$/gm, ",seen\r")));
  expect(plan.counts).toMatchObject({ unchanged: 5, cellsCorrected: 0 });
  expect(plan.told.join()).toContain('"seen"');
});

test("what the run wrote is told from what was done to the copy of it", async () => {
  const folder = await edited((text) => text);
  writeFileSync(join(folder, "originals/patients.csv"), "x");
  await expect(planOf(folder)).rejects.toThrow("originals/patients.csv");
  renameSync(join(folder, "originals"), join(folder, "other"));
  expect(await readOriginals(folder)).toBeUndefined();
});

test("files of one entity whose columns differ share a file, each record with its own cells", async () => {
  const folder = await reportOf({
    ...FILES,
    "patients_b.csv": "lastName,patientId,firstName,phoneNumber\nKhan,00201,Mia,\n",
  });
  const text = readFileSync(join(folder, "rejected/patients.csv"), "utf8");
  expect(text.split("\r\n")[4]).toContain(",00201,Mia,Khan,,,");
  writeFileSync(join(folder, "rejected/patients.csv"), text.replace("Khan,,", "Khan,0441,"));
  const plan = await planOf(folder);
  expect(cellsOf(plan).at(-1)).toEqual(["Khan", "00201", "Mia", "0441"]);
});

test("cells beyond the header that a person emptied or moved to the left are no longer there", async () => {
  const patients = [
    HEAD,
    "1,Ann,Rao,Lane,5,1980-03-05,F",
    "2,Bo,Wei,,1990-01-02,F,",
    "3,Cy,Lee,,1991-01-02",
    "4,Di,Ray,,1992-01-02,F,x",
    "",
  ].join("\n");
  const folder = await reportOf({ "patients.csv": patients });
  const path = join(folder, "rejected/patients.csv");
  const rows = readFileSync(path, "utf8").trimEnd().split(/\r?\n/);
  const [header = "", ...records] = rows;
  const [moved, kept, asWritten, untouched] = records;
  const saved = [
    `${header},`,
    `${moved?.replace("Lane,5,1980-03-05,F", "Lane 5,1980-03-05,F,")}`,
    `${kept}`,
    `${asWritten?.replace(/,,3,/, ",as written,3,")},,`,
    `${untouched}`,
  ];
  writeFileSync(path, saved.join("\n"));
  expect(cellsOf(await planOf(folder))).toEqual([
    ["1", "Ann", "Rao", "Lane 5", "1980-03-05", "F"],
    ["2", "Bo", "Wei", "", "1990-01-02", "F", ""],
    ["3", "Cy", "Lee", "", "1991-01-02", ""],
    ["4", "Di", "Ray", "", "1992-01-02", "F", "x"],
  ]);
});
