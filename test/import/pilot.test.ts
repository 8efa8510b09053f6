import { expect, test } from "vitest";
import { checkSelection } from "../../src/import/selection/check-selection.ts";
import type { RunSettings } from "../../src/ledger/run-summary.ts";
import type { Fit } from "../../src/mapping/fit.ts";
import { Fixes } from "../../src/mapping/fixes.ts";
import { UsageError } from "../../src/plain/errors.ts";
import { outcomes } from "../support/export.ts";
import { importFolder, newDatabase } from "../support/import.ts";
import { mappingWith } from "../support/mapping.ts";
import { column } from "../support/rows.ts";
import { IMPORTERS } from "../support/target.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

const FILES = {
  "patients.csv": `patientId,firstName,lastName,phoneNumber,gender,address
1,Asha,Rao,0441234567,male,Pune
2,Tom,Novak,0209461234,F,Madrid
3,Noor,Khan,0331234567,F,pune
4,Li,Wei,0331234568,M,
`,
  "doctors.csv": `doctorId,fullName,department
D1,Dr. Jane Smith,Cardiology
D2,Dr. Vikram Patel,
D3,Dr. Mary Jones,CARDIOLOGY
`,
  "visits.csv": `visitId,patientId,doctorId,visitDate,visitType
V1,1,D1,2022-01-15,opd
V2,2,D2,2022-01-16,opd
V3,3,D3,2022-01-17,ipd
V4,3,D2,2022-01-18,ipd
V5,4,,2022-01-19,ipd
`,
};

type Pilot = NonNullable<RunSettings["pilot"]>;
const pilotOf = (entity: string, field: string, value: string): Pilot => ({ entity, field, value });

async function taken(pilot: Pilot, files: Readonly<Record<string, string>> = FILES) {
  const db = await newDatabase();
  const source = writeFiles(workspace(), files);
  const summary = await importFolder(db, source, { settings: { pilot } });
  expect(summary).toMatchObject({ exitCode: 0, differences: [], failure: null });
  const of = (table: string) => column(db, `select legacy_id from ${table} order by 1`).join(" ");
  return { summary, taken: [of("patients"), of("doctors"), of("visits")] };
}

test("the doctors of one department, their visits, and those visits' patients", async () => {
  const { summary, taken: rows } = await taken(pilotOf("doctors", "department", "Cardiology"));
  expect(rows).toEqual(["1 3", "D1 D3", "V1 V3"]);
  expect(outcomes(summary, "patients")).toEqual({ records: 4, inserted: 2, skipped: 2 });
  expect(outcomes(summary, "doctors")).toEqual({ records: 3, inserted: 2, skipped: 1 });
  expect(outcomes(summary, "visits")).toEqual({ records: 5, inserted: 2, skipped: 3 });
});

test("the patients of one place, their visits, all doctors; letter case does not count", async () => {
  const { taken: rows } = await taken(pilotOf("patients", "address", " PUNE "));
  expect(rows).toEqual(["1 3", "D1 D2 D3", "V1 V3 V4"]);
});

test("a code is found by the legacy word and by HMSync's; an empty cell by what it became", async () => {
  for (const value of ["M", "male"]) {
    const files = { ...FILES, "visits.csv": FILES["visits.csv"].replace("V5,4,,", "V5,4,D1,") };
    const { taken: rows } = await taken(pilotOf("patients", "gender", value), files);
    expect(rows).toEqual(["1 4", "D1 D2 D3", "V1 V5"]);
  }
  const { taken: general } = await taken(pilotOf("doctors", "department", "general"));
  expect(general).toEqual(["2 3", "D2", "V2 V4"]);
});

test("visits of one kind, and their patients; visits of one doctor", async () => {
  expect((await taken(pilotOf("visits", "visitType", "opd"))).taken).toEqual([
    ...["1 2", "D1 D2 D3", "V1 V2"],
  ]);
  expect((await taken(pilotOf("visits", "doctorId", "D2"))).taken).toEqual([
    ...["2 3", "D1 D2 D3", "V2 V4"],
  ]);
});

test("a fix counts once, and decides who is in the pilot", async () => {
  const db = await newDatabase();
  const fixes = Fixes.parse(
    "fixes.csv",
    "file,legacy id,column,old value,new value\ndoctors.csv,D2,department,,Cardiology\n",
  );
  const settings = { pilot: pilotOf("doctors", "department", "Cardiology") };
  const source = writeFiles(workspace(), {
    ...FILES,
    "visits.csv": FILES["visits.csv"].replace("V5,4,,2022-01-19,ipd\n", ""),
  });
  const summary = await importFolder(db, source, { settings, fixes });
  expect(outcomes(summary, "doctors")).toEqual({ records: 3, inserted: 3 });
  expect(summary.fixes).toMatchObject({ applied: 1, unused: [] });
  expect(column(db, "select count(*) from ledger_actions where kind = 'fixed'")).toEqual([1]);
});

test("the whole export afterwards leaves the pilot unchanged and inserts the rest", async () => {
  const db = await newDatabase();
  const source = writeFiles(workspace(), {
    ...FILES,
    "visits.csv": FILES["visits.csv"].replace("V5,4,,", "V5,4,D1,"),
  });
  await importFolder(db, source, {
    settings: { pilot: pilotOf("doctors", "department", "Cardiology") },
  });
  const whole = await importFolder(db, source, { startedAt: new Date("2026-01-15T00:00:00Z") });
  expect(outcomes(whole, "patients")).toEqual({ records: 4, unchanged: 3, inserted: 1 });
  expect(outcomes(whole, "visits")).toEqual({ records: 5, unchanged: 3, inserted: 2 });
});

test("a sample of a pilot is of its patients", async () => {
  const db = await newDatabase();
  const settings = { pilot: pilotOf("patients", "address", "pune"), sample: { count: 1 } };
  const summary = await importFolder(db, writeFiles(workspace(), FILES), { settings });
  expect(outcomes(summary, "patients")).toEqual({ records: 4, inserted: 1, skipped: 3 });
});

test("where nothing has the value, nothing is begun, and the value is not said", async () => {
  const db = await newDatabase();
  const settings = { pilot: pilotOf("patients", "address", "Nowhere 7") };
  const summary = await importFolder(db, writeFiles(workspace(), FILES), { settings });
  expect(summary).toMatchObject({ exitCode: 4, committed: false });
  expect(JSON.stringify(summary.failure)).not.toContain("Nowhere");
  expect(column(db, "select count(*) from ledger_runs")).toEqual([0]);
});

const fitOf = (...entities: readonly string[]): Fit => ({
  mapping: mappingWith({}),
  files: IMPORTERS.filter(({ entity }) => entities.includes(entity)).map((importer) => ({
    importer,
    header: [],
    unmapped: [],
    absent: [],
    mapping: { file: undefined, fields: {}, ignore: [], nullTokens: [], rules: {} },
    file: { path: "", name: `${importer.entity}.csv`, size: 0, modified: 0 },
  })),
  ignored: [],
});

test.each([
  ["an unknown entity", pilotOf("doktors", "department", "x"), ["patients", "doctors", "visits"]],
  ["an unknown field", pilotOf("doctors", "dept", "x"), ["patients", "doctors", "visits"]],
  ["an entity that the run has not", pilotOf("doctors", "department", "x"), ["patients"]],
  [
    "nothing that says whose patients",
    pilotOf("doctors", "department", "x"),
    ["patients", "doctors"],
  ],
])("%s is refused", (_, pilot, entities) => {
  const settings = { pilot } as RunSettings;
  expect(() => checkSelection(settings, fitOf(...entities), IMPORTERS)).toThrow(UsageError);
});

test("what can be selected by is let through", () => {
  const every = fitOf("patients", "doctors", "visits");
  const settings = { pilot: pilotOf("patients", "fullName", "x") } as RunSettings;
  expect(() => checkSelection(settings, every, IMPORTERS)).not.toThrow();
  expect(() =>
    checkSelection({ sample: { count: 3 } } as RunSettings, fitOf("doctors"), IMPORTERS),
  ).toThrow(UsageError);
});

test("records of the file that are not meant are in no pilot", async () => {
  const { name: _, ...written } = mappingWith({});
  const base = written.entities["doctors"];
  if (base === undefined) throw new TypeError("no doctors");
  const where = { column: "role", is: ["doctor"] };
  const mapping = { name: "test", ...written };
  const staff = { ...mapping, entities: { ...mapping.entities, doctors: { ...base, where } } };
  const source = writeFiles(workspace(), {
    ...FILES,
    "doctors.csv":
      "doctorId,fullName,department,role\nD1,Ann,Wards,nurse\nD2,Dr. May,Cardiology,doctor\n",
  });
  const asked = (value: string) =>
    newDatabase().then((db) =>
      importFolder(db, source, {
        mapping: staff,
        settings: { pilot: pilotOf("doctors", "department", value) },
      }),
    );
  expect((await asked("Wards")).exitCode).toBe(4);
  expect(outcomes(await asked("Cardiology"), "doctors")).toEqual({
    records: 2,
    inserted: 1,
    skipped: 1,
  });
});
