import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { hmsync } from "../support/cli.ts";
import { change, query } from "../support/sql.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

// Three tables of patients, whose numbers all begin with 1: a space each.

const person = (file: string) => ({
  as: "patients",
  file,
  fields: { legacyId: "id", fullName: "name", phone: "phone" },
});

const visitsOf = (to: string, file: string) => ({
  as: "visits",
  file,
  fields: {
    legacyId: "no",
    patientId: { column: "patient", to },
    doctorId: "doctor",
    visitDate: { column: "day", format: "YYYY-MM-DD" },
  },
});

const MAPPING = {
  mappingVersion: 1,
  legacySystem: "three-wards",
  currency: "INR",
  timeZone: "UTC",
  entities: {
    doctors: { file: "doctors.csv", fields: { legacyId: "id", fullName: "name" } },
    inpatients: person("inpatients.csv"),
    outpatients: person("outpatients.csv"),
    maternity: person("maternity.csv"),
    wardVisits: visitsOf("inpatients", "ward_visits.csv"),
    clinicVisits: visitsOf("outpatients", "clinic_visits.csv"),
    bills: {
      file: "bills.csv",
      fields: {
        legacyId: "no",
        patientId: { column: "patient", to: "maternity" },
        visitId: { column: "visit", to: "wardVisits" },
        billDate: { column: "day", format: "YYYY-MM-DD" },
        total: "total",
      },
    },
  },
};

const FILES = {
  "doctors.csv": "id,name\n1,Ode\n",
  "inpatients.csv": "id,name,phone\n1,In One,0001\n2,In Two,0002\n",
  "outpatients.csv": "id,name,phone\n1,Out One,0003\n2,Out Two,0004\n",
  "maternity.csv": "id,name,phone\n1,Birth One,0005\n",
  "ward_visits.csv": "no,patient,doctor,day\n1,1,1,2024-01-02\n2,2,1,2024-01-03\n",
  "clinic_visits.csv": "no,patient,doctor,day\n1,2,1,2024-01-04\n",
  "bills.csv": "no,patient,visit,day,total\n1,1,2,2024-01-05,10\n",
};

const IMPORT = ["import", "--source", "legacy", "--mapping", "mapping.json"];

function hospital(files: Readonly<Record<string, string>> = {}): string {
  const cwd = workspace();
  writeFiles(join(cwd, "legacy"), { ...FILES, ...files });
  return writeFiles(cwd, { "mapping.json": JSON.stringify(MAPPING) });
}

const rowsOf = (cwd: string, sql: string) => query(join(cwd, "hmsync.db"), sql);

const patients = (cwd: string) =>
  rowsOf(cwd, "select full_name from patients order by phone").flat();

const whose = (cwd: string, table: string) =>
  rowsOf(
    cwd,
    `select p.full_name from ${table} t join patients p on p.id = t.patient_id order by p.phone`,
  ).flat();

const counts = async (cwd: string, argv: readonly string[] = IMPORT) => {
  const { exitCode, stdout } = await hmsync([...argv, "--json"], { cwd });
  const { entities } = JSON.parse(stdout) as {
    entities: Record<string, { inserted: number; unchanged: number; updated: number }>;
  };
  return { exitCode, entities };
};

test("one id is another patient in each table, and what names it hangs on the right one", async () => {
  const cwd = hospital();
  const first = await counts(cwd);
  expect(first.exitCode).toBe(0);
  expect(first.entities["outpatients"]).toMatchObject({ inserted: 2 });
  expect(patients(cwd)).toEqual(["In One", "In Two", "Out One", "Out Two", "Birth One"]);
  expect(whose(cwd, "visits")).toEqual(["In One", "In Two", "Out Two"]);
  expect(whose(cwd, "bills")).toEqual(["Birth One"]);
  const visit = "select v.visit_date from bills b join visits v on v.id = b.visit_id";
  expect(rowsOf(cwd, visit)).toEqual([["2024-01-03"]]);
  expect(rowsOf(cwd, "select count(distinct public_id) from patients")).toEqual([[5]]);
});

test("a rerun changes nothing, a change updates its own row, an undo takes all of it back", async () => {
  const cwd = hospital();
  await hmsync(IMPORT, { cwd });
  expect((await counts(cwd)).entities["maternity"]).toMatchObject({ unchanged: 1, inserted: 0 });
  writeFiles(join(cwd, "legacy"), {
    "outpatients.csv": "id,name,phone\n1,Out 1,0003\n2,Out Two,0004\n",
  });
  expect((await counts(cwd)).entities["outpatients"]).toMatchObject({ updated: 1, unchanged: 1 });
  expect(patients(cwd)).toEqual(["In One", "In Two", "Out 1", "Out Two", "Birth One"]);
  expect((await hmsync(["import:validate"], { cwd })).exitCode).toBe(0);
  const [[run] = []] = rowsOf(cwd, "select name from ledger_runs order by id desc limit 1");
  const { exitCode } = await hmsync(["import:undo", String(run), "--yes"], { cwd });
  expect([exitCode, patients(cwd)[2]]).toEqual([0, "Out One"]);
});

test("a rejected record of a space is corrected and retried, and traced by the space's name", async () => {
  const cwd = hospital({ "outpatients.csv": "id,name,phone\n1,Out One,\n2,Out Two,0004\n" });
  expect(
    (await hmsync([...IMPORT, "--report", "r", "--continue-on-error"], { cwd })).exitCode,
  ).toBe(3);
  const path = join(cwd, "r/rejected/outpatients.csv");
  writeFileSync(path, readFileSync(path, "utf8").replace("Out One,", "Out One,0003"));
  expect((await hmsync(["import:retry"], { cwd })).exitCode).toBe(0);
  expect(patients(cwd)).toEqual(["In One", "In Two", "Out One", "Out Two", "Birth One"]);
  const traced = await hmsync(["import:trace", "outpatients", "1", "--json"], { cwd });
  expect(traced.exitCode).toBe(0);
  expect(traced.stdout).toContain("outpatients.csv");
  expect((await hmsync(["import:trace", "inpatientz", "1"], { cwd })).exitCode).toBe(2);
});

test("records of a space that no mapping merges are looked through, and said to be of one person", async () => {
  const cwd = hospital({
    "inpatients.csv": "id,name,phone\n1,Asha Rao,044123456\n2,Asha Rao,044123456\n",
  });
  await hmsync(IMPORT, { cwd });
  const { stdout } = await hmsync(["import:persons", "--json"], { cwd });
  expect(JSON.parse(stdout).merges).toContainEqual(
    expect.objectContaining({ merge: "inpatients", records: 2 }),
  );
  const same = ["import:persons", "--same", "inpatients/1", "inpatients/2", "--by", "Dr. Rao"];
  expect((await hmsync(same, { cwd })).exitCode).toBe(0);
  expect((await hmsync(["import:persons", "--take-in", "--yes"], { cwd })).exitCode).toBe(0);
  expect(patients(cwd)).toEqual(["Out One", "Out Two", "Birth One", "Asha Rao"]);
});

test("spaces may be named by --only; a word that is none is not known", async () => {
  const cwd = hospital();
  const only = await counts(cwd, [...IMPORT, "--only", "inpatients,maternity"]);
  expect(only.exitCode).toBe(0);
  expect(patients(cwd)).toEqual(["In One", "In Two", "Birth One"]);
  expect((await hmsync([...IMPORT, "--only", "inpatient"], { cwd })).exitCode).toBe(2);
});

test("a table that goes by another name in the mapping is asked about, not inserted a second time", async () => {
  const cwd = hospital();
  await hmsync(IMPORT, { cwd });
  const renamed = JSON.stringify(MAPPING).replaceAll('"inpatients"', '"wardPatients"');
  writeFiles(cwd, { "mapping.json": renamed });
  expect((await hmsync(IMPORT, { cwd })).exitCode).toBe(4);
  expect(patients(cwd)).toHaveLength(5);
  writeFiles(cwd, { "mapping.json": JSON.stringify(MAPPING) });
  expect((await counts(cwd)).entities["inpatients"]).toMatchObject({ unchanged: 2 });
});

// A name that a mapping had for one table, and another has for another.

const asPersons = {
  ...MAPPING,
  entities: { patients: { ...person("inpatients.csv"), as: "persons" } },
};
const asPatients = {
  ...MAPPING,
  entities: { patients: { file: "inpatients.csv", fields: person("").fields } },
};

test.each([
  ["as persons after patients", asPatients, asPersons],
  ["as patients after persons", asPersons, asPatients],
])("patients %s is for a person to decide, and nothing is written", async (_, first, second) => {
  const cwd = workspace();
  writeFiles(join(cwd, "legacy"), { "inpatients.csv": FILES["inpatients.csv"] });
  const write = (mapping: object) =>
    writeFileSync(join(cwd, "mapping.json"), JSON.stringify(mapping));
  write(first);
  expect((await hmsync(IMPORT, { cwd })).exitCode).toBe(0);
  const state = () =>
    ["patients", "persons", "ledger_runs", "ledger_crosswalk"].map((table) =>
      rowsOf(cwd, `select count(*) from ${table}`),
    );
  const before = state();
  write(second);
  expect((await hmsync([...IMPORT, "--dry-run"], { cwd })).exitCode).toBe(4);
  expect((await hmsync(IMPORT, { cwd })).exitCode).toBe(4);
  expect(state()).toEqual(before);
  // An undo may be undone.
  const undone = "update ledger_runs set status = 'undone'; delete from ledger_crosswalk";
  change(join(cwd, "hmsync.db"), undone);
  expect((await hmsync(IMPORT, { cwd })).exitCode).toBe(4);
});

test("what a run that wrote nothing had patients as is no matter once another has written them", async () => {
  const cwd = workspace();
  const write = (mapping: object, inpatients: string) => {
    writeFiles(join(cwd, "legacy"), { "inpatients.csv": inpatients });
    writeFiles(cwd, { "mapping.json": JSON.stringify(mapping) });
  };
  write(asPersons, "id,name,phone\n1,In One,0001\n,In Two,0002\n");
  expect((await hmsync(IMPORT, { cwd })).exitCode).toBe(3);
  write(asPatients, FILES["inpatients.csv"]);
  expect((await hmsync(IMPORT, { cwd })).exitCode).toBe(0);
  const { stdout } = await hmsync(["import:trace", "patients", "2", "--json"], { cwd });
  expect(JSON.parse(stdout)).toMatchObject({ row: { table: "patients", exists: true } });
  const [[run] = []] = rowsOf(cwd, "select name from ledger_runs order by id desc limit 1");
  expect((await hmsync(["import:undo", String(run), "--yes"], { cwd })).exitCode).toBe(0);
  expect(rowsOf(cwd, "select count(*) from patients")).toEqual([[0]]);
});
