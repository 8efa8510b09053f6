import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { patients as importer } from "../../importers/patients.ts";
import type { Database } from "../../src/db/database.ts";
import { readResumption } from "../../src/import/request/resume.ts";
import { validateLedger } from "../../src/ledger/validate-ledger.ts";
import { outcomes } from "../support/export.ts";
import { type ImportOptions, importFolder, newDatabase } from "../support/import.ts";
import { keptVersions } from "../support/kept-cells.ts";
import { mappingWith } from "../support/mapping.ts";
import { blocked, runNamed, stateOf, undo } from "../support/undo.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

const KEEPING: ImportOptions = { settings: { keepUnmapped: true } };
const on = (day: number, settings: ImportOptions["settings"] = {}): ImportOptions => ({
  startedAt: new Date(Date.UTC(2026, 0, day)),
  settings: { keepUnmapped: true, ...settings },
});

/** Patients with columns that the mapping does not know, one of them without a name. */
const patientsOf = (...lines: readonly string[]): string =>
  writeFiles(workspace(), {
    "patients.csv": ["patientId,BLOOD,firstName,lastName,phoneNumber,", ...lines]
      .map((line) => `${line}\n`)
      .join(""),
  });

const ASHA = "1,O+,Asha,Rao,0441234567,ward  3";
const TOM = "2,,Tom,Novak,0209461234,";

const kept = (db: Database) =>
  keptVersions(db).map(({ legacy_id, cells }) => [legacy_id, JSON.parse(String(cells))]);
const compared = (db: Database) => {
  const { unmapped } = validateLedger(db, importer);
  return [unmapped.kept, unmapped.changed, unmapped.lost];
};
const everything = (db: Database) => [...stateOf(db), keptVersions(db)];

async function imported(): Promise<Database> {
  const db = await newDatabase();
  await importFolder(db, patientsOf(ASHA, TOM), KEEPING);
  return db;
}

test("cells without a place in HMSync are kept as they stand, by column", async () => {
  const db = await newDatabase();
  const summary = await importFolder(db, patientsOf(ASHA, TOM), KEEPING);
  expect(kept(db)).toEqual([["1", { BLOOD: "O+", "column 6": "ward  3" }]]);
  expect(summary.entities["patients"]).toMatchObject({ inserted: 2, unmapped: 1 });
  expect(summary.files[0]?.columnsKept).toEqual(["BLOOD", "column 6"]);
  expect(summary).toMatchObject({ exitCode: 0, differences: [] });
  expect(compared(db)).toEqual([1, 0, 0]);
});

test("cells without a place in HMSync are kept unless a person said otherwise", async () => {
  const source = patientsOf(ASHA);
  const asked = async (options: ImportOptions) => {
    const db = await newDatabase();
    const { entities, files } = await importFolder(db, source, options);
    const { columnsAside = [] } = files[0] ?? {};
    const fates = columnsAside.map(({ column, fate, cells, by }) => [column, fate, cells, by]);
    return [entities["patients"]?.unmapped, kept(db).length, ...fates];
  };
  const [blood, sixth] = [
    ["BLOOD", "kept", 1, null],
    ["column 6", "kept", 1, null],
  ];
  expect(await asked({})).toEqual([1, 1, blood, sixth]);
  const ignore = [{ column: "BLOOD", by: "Dr. Rao", why: "kept in the lab system" }];
  const ignoring = mappingWith({ entities: { patients: { ignore } } });
  const leftOut = ["BLOOD", "left out", 1, "Dr. Rao"];
  expect(await asked({ mapping: ignoring })).toEqual([1, 1, leftOut, sixth]);
  // The flag keeps them all.
  expect(await asked({ ...KEEPING, mapping: ignoring })).toEqual([1, 1, blood, sixth]);
  const none = [0, 0, ["BLOOD", "left out", 1, null], ["column 6", "left out", 1, null]];
  expect(await asked({ settings: { keepUnmapped: false } })).toEqual(none);
  const dropping = mappingWith({ entities: { patients: { unmapped: "drop" } } });
  expect(await asked({ mapping: dropping })).toEqual(none);
});

test("a rerun adds nothing; changed cells are a new version, emptied ones too", async () => {
  const db = await imported();
  expect(
    (await importFolder(db, patientsOf(ASHA, TOM), on(15))).entities["patients"],
  ).toMatchObject({ unchanged: 2, unmapped: 0 });
  const later = patientsOf("1,,Asha,Rao,0441234567,", "2,AB-,Tom,Novak,0209461234,");
  const summary = await importFolder(db, later, on(16));
  expect(summary.entities["patients"]).toMatchObject({ unchanged: 2, unmapped: 2 });
  expect(summary.backup).not.toBeNull();
  expect(kept(db).slice(1)).toEqual([
    ["1", {}],
    ["2", { BLOOD: "AB-" }],
  ]);
  expect(compared(db)).toEqual([2, 0, 0]);
});

test("a dry run counts, and keeps nothing", async () => {
  const db = await newDatabase();
  const summary = await importFolder(db, patientsOf(ASHA), on(15, { dryRun: true }));
  expect(summary.entities["patients"]).toMatchObject({ inserted: 1, unmapped: 1 });
  expect(keptVersions(db)).toEqual([]);
});

test("the same id with other unmapped cells is a contradiction, not a duplicate", async () => {
  const db = await newDatabase();
  const twice = patientsOf(ASHA, ASHA.replace("O+", "A+"), TOM, TOM);
  const summary = await importFolder(db, twice, on(15, { mode: "lenient" }));
  expect(outcomes(summary, "patients")).toEqual({
    records: 4,
    inserted: 1,
    duplicate: 1,
    rejected: 2,
  });
  expect(summary.entities["patients"]).toMatchObject({ unmapped: 0 });
  expect(keptVersions(db)).toEqual([]);
  expect(summary.differences).toEqual([]);
});

test("a contradiction in a later run leaves what the earlier one kept", async () => {
  const db = await imported();
  const before = everything(db);
  const twice = patientsOf(ASHA.replace("O+", "A+"), ASHA.replace("O+", "B+"), TOM);
  const summary = await importFolder(db, twice, on(15, { mode: "lenient" }));
  expect(summary.entities["patients"]).toMatchObject({ rejected: 2, unmapped: 0 });
  expect(summary.differences).toEqual([]);
  expect(everything(db)).toEqual(before);
});

/** One by one, as an earlier version of the program wrote them, and many in one row. */
const ONE_BY_ONE: ImportOptions = { ...KEEPING, way: { firstImport: "never" } };

test.each([
  [
    "by itself",
    ONE_BY_ONE,
    `update ledger_unmapped set cells = '{"BLOOD":"A+"}' where legacy_id = '2';
     delete from ledger_unmapped where legacy_id = '1'`,
  ],
  [
    "in a pack",
    KEEPING,
    `update ledger_unmapped_packs
     set cells = json_set(json_remove(cells, '$[0]'), '$[0].cells.BLOOD', 'A+')`,
  ],
])("a lost or a changed one is named, %s", async (_, options, change) => {
  const db = await newDatabase();
  await importFolder(db, patientsOf(ASHA, TOM.replace("2,,", "2,A-,")), options);
  expect(compared(db)).toEqual([2, 0, 0]);
  db.exec(change);
  expect(compared(db)).toEqual([2, 1, 1]);
  const { deviations } = validateLedger(db, importer).unmapped;
  expect(deviations.map(({ what, file, record, line }) => [what, file, record, line])).toEqual([
    ["unmapped cells lost", "patients.csv", 1, 2],
    ["unmapped cells changed", "patients.csv", 2, 3],
  ]);
});

test("what is no list of cells any more is lost, not skipped", async () => {
  const db = await imported();
  db.exec("update ledger_unmapped_packs set cells = substr(cells, 2)");
  expect(compared(db)).toEqual([1, 0, 1]);
});

test("cells stand as they were read, whatever signs they hold", async () => {
  const cells = ["quote ''", "back\\slash", "tab\there", "\u{1F600}", "null", "{}", "1e5", "[1"];
  const lines = cells.map((cell, at) => `${at + 1},"${cell}",Asha,Rao,0441234567,`);
  const db = await newDatabase();
  await importFolder(db, patientsOf(...lines), KEEPING);
  expect(kept(db).map(([, { BLOOD }]) => BLOOD)).toEqual(cells);
  expect(compared(db)).toEqual([cells.length, 0, 0]);
});

test.each([
  ["ledger_unmapped", "{}", ONE_BY_ONE],
  ["ledger_unmapped_packs", "[]", KEEPING],
])("cells that do not arrive in %s are a mismatch", async (table, cells, options) => {
  const db = await newDatabase();
  db.exec(`create trigger thief after insert on ${table} begin
    update ${table} set cells = '${cells}' where id = new.id; end`);
  const summary = await importFolder(db, patientsOf(ASHA), options);
  expect(summary).toMatchObject({
    exitCode: 5,
    committed: false,
    differences: [{ measure: "records with unmapped cells", source: 1, target: 0 }],
  });
});

test("cells that an earlier version of the program kept are compared and followed by later ones", async () => {
  const db = await newDatabase();
  await importFolder(db, patientsOf(ASHA, TOM), ONE_BY_ONE);
  const again = await importFolder(db, patientsOf(ASHA, TOM), on(15));
  expect(again.entities["patients"]).toMatchObject({ unchanged: 2, unmapped: 0 });
  await importFolder(db, patientsOf(ASHA.replace("O+", "A-"), TOM), on(16));
  expect(kept(db).map(([, { BLOOD }]) => BLOOD)).toEqual(["O+", "A-"]);
  expect(compared(db)).toEqual([1, 0, 0]);
});

test("an undo of later cells leaves those of the first import, which hold again", async () => {
  const db = await imported();
  const { run } = await importFolder(db, patientsOf(ASHA.replace("O+", "A-"), TOM), on(15));
  await undo(db, run);
  expect(compared(db)).toEqual([1, 0, 0]);
  const again = await importFolder(db, patientsOf(ASHA, TOM), on(16));
  expect(again.entities["patients"]).toMatchObject({ unchanged: 2, unmapped: 0 });
});

test("an undo takes them back, and its undo puts them back", async () => {
  const db = await newDatabase();
  const { run } = await importFolder(db, patientsOf(ASHA, TOM), KEEPING);
  const whole = everything(db);
  const undone = await undo(db, run);
  expect(undone).toMatchObject({ exitCode: 0, differences: [] });
  expect(undone?.entities["patients"]).toMatchObject({ undone: 2, unmapped: 1 });
  expect(everything(db)).toEqual([[], [], [], [], [], []]);
  expect((await undo(db, undone?.run ?? ""))?.exitCode).toBe(0);
  expect(everything(db)).toEqual(whole);
  expect(compared(db)).toEqual([1, 0, 0]);
});

test("a run that changed nothing else can be taken back, and put back", async () => {
  const db = await imported();
  const before = everything(db);
  const { run } = await importFolder(db, patientsOf(ASHA.replace("O+", "A-"), TOM), on(15));
  const after = everything(db);
  const undone = await undo(db, run);
  expect(undone?.entities["patients"]).toMatchObject({ undone: 0, unmapped: 1 });
  expect(everything(db)).toEqual(before);
  await undo(db, undone?.run ?? "");
  expect(everything(db)).toEqual(after);
});

test("where a later run has written the row, its unmapped cells stay too", async () => {
  const db = await imported();
  const { run } = await importFolder(db, patientsOf(ASHA.replace("O+", "A-"), TOM), on(15));
  const moved = ASHA.replace("O+", "A-").replace("0441234567", "0441234568");
  await importFolder(db, patientsOf(moved, TOM), on(16));
  const before = everything(db);
  const refused = await undo(db, run);
  expect(refused).toMatchObject({ exitCode: 4 });
  expect(blocked(refused)).toEqual({ "patients.undo.later-run": 1 });
  expect(everything(db)).toEqual(before);
});

test("a resumed run ends as one that was never stopped", async () => {
  const ids = Array.from({ length: 40 }, (_, at) => String(at + 1));
  const source = patientsOf(...ids.map((id) => `${id},B${id},Asha,Rao,0441234567,`));
  const lenient = on(15, { mode: "lenient", batchSize: 10 });
  const whole = await newDatabase();
  const { entities } = await importFolder(whole, source, lenient);
  const db = await newDatabase();
  const stop = new AbortController();
  let groups = 0;
  const stopped = await importFolder(db, source, {
    ...lenient,
    signal: stop.signal,
    onProgress: () => {
      groups++;
      if (groups === 2) stop.abort();
    },
  });
  expect(stopped.status).toBe("interrupted");
  const resume = readResumption(db, runNamed(db, stopped.run));
  const resumed = await importFolder(db, source, { ...lenient, resume });
  expect(resumed).toMatchObject({ exitCode: 0, differences: [] });
  expect(resumed.entities["patients"]?.unmapped).toBe(entities["patients"]?.unmapped);
  expect(kept(db)).toEqual(kept(whole));
});

test("a visit that waited for its patient has its cells when it is let in", async () => {
  const visits = "visitId,patientId,doctorId,visitDate,BED\nV1,1,D1,2022-01-15,7\n";
  const doctors = "doctorId,fullName\nD1,Dr. Jane Smith\n";
  const db = await newDatabase();
  const early = writeFiles(workspace(), { "visits.csv": visits, "doctors.csv": doctors });
  await importFolder(db, early, on(15, { mode: "lenient" }));
  expect(keptVersions(db)).toEqual([]);
  const { entities } = await importFolder(db, patientsOf(ASHA), { settings: { mode: "lenient" } });
  expect(entities["visits"]).toMatchObject({ released: 1, unmapped: 1 });
  expect(kept(db)).toContainEqual(["V1", { BED: "7" }]);
});

test("columns of one name are told apart", async () => {
  const source = writeFiles(workspace(), {
    "patients.csv":
      "patientId,firstName,lastName,phoneNumber,X,X,X (column 6)\n1,Asha,Rao,0441234567,a,b,c\n",
  });
  const db = await newDatabase();
  await importFolder(db, source, KEEPING);
  expect(kept(db)).toEqual([
    ["1", { X: "a", "X (column 6) (column 6)": "b", "X (column 6)": "c" }],
  ]);
});

test("what the page on unmapped columns says reads them back", async () => {
  const db = await imported();
  const page = readFileSync("docs/unmapped.md", "utf8");
  const queries = [...page.matchAll(/```sql\n([^`]+)```/g)].map(([, query = ""]) => query);
  const [ofOne, ofAll] = queries.map((query) => db.prepare(query).all([]));
  expect(ofOne).toEqual([
    ["BLOOD", "O+"],
    ["column 6", "ward  3"],
  ]);
  expect(ofAll?.map(([, ...cells]) => cells)).toEqual([["1", "O+"]]);
});
