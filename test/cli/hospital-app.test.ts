import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { openSqlite } from "../../src/db/sqlite/open.ts";
import { hmsync } from "../support/cli.ts";
import { openReception } from "../support/reception.ts";
import { query } from "../support/sql.ts";
import { workspace } from "../support/workspace.ts";

const SAMPLE = resolve("fixtures/sample");
const CONFIG = resolve("targets/hospital-app/hmsync.config.ts");
const TABLES = ["users", "patients", "doctors", "patient_visits", "patient_payments"];

function application(cwd: string): string {
  const path = join(cwd, "app.db");
  const db = openSqlite(path, { ifMissing: "create" });
  db.exec(readFileSync("fixtures/hospital-app/application.sql", "utf8"));
  db.close();
  return path;
}

function edit(path: string, sql: string): void {
  const db = openSqlite(path, { ifMissing: "refuse" });
  db.exec(sql);
  db.close();
}

const cellsOf = (db: string) =>
  TABLES.map((table) => query(db, `select * from ${table} order by id`));

test("the published application gets patients, doctors, visits and their payments, and keeps its own rows", async () => {
  const cwd = workspace();
  const db = application(cwd);
  const fresh = cellsOf(db);
  const of = ["--config", CONFIG, "--db", db];
  const run = async (...argv: string[]) => {
    const { exitCode } = await hmsync([...argv, ...of], { cwd });
    return exitCode;
  };
  const last = () => String(query(db, "select name from ledger_runs order by id desc")[0]?.[0]);

  expect(await run("import", "--source", SAMPLE)).toBe(0);
  const first = last();
  expect(
    query(db, "select patient_id, name, gender, created_at from patients order by 1 limit 2"),
  ).toEqual([
    ["PT-2022-00001", "John Doe", "male", "2022-01-15 12:00:00"],
    ["PT-2022-00002", "Asha Rao", "female", "2022-02-03 12:00:00"],
  ]);
  expect(query(db, "select count(*), max(visit_id) from patient_visits")).toEqual([
    [10, "VIS-2022-000010"],
  ]);
  const owed = `select count(*) from patient_visits v where consultation_fee > 0 and not exists (
    select 1 from patient_payments p where p.reason = 'OPD Visit - ' || v.visit_id
      and p.amount = v.consultation_fee and p.processed_by = 'u2')`;
  expect(query(db, owed)).toEqual([[0]]);
  expect(query(db, "select count(*), sum(amount) from patient_payments")).toEqual([[9, 3550.5]]);
  expect(query(db, "select payment_id from patient_payments order by 1 limit 3")).toEqual([
    ["PAY-2201-00001"],
    ["PAY-2202-00001"],
    ["PAY-2202-00002"],
  ]);
  const imported = cellsOf(db);
  expect(openReception(db, "2022-02-03")).toEqual({
    next: ["PT-2022-00009", "VIS-2022-000011", "PAY-2202-00003"],
    debtors: 0,
    onTheList: 2,
    doctorsToChoose: [
      "Dr. Ines Duarte",
      "Dr. Jane Smith",
      "Dr. Vikram Patel",
      "Dr. Aiko Tanaka",
    ].sort(),
    takenInTheYear: 4050.5,
  });

  expect(await run("import", "--source", SAMPLE)).toBe(0);
  expect(cellsOf(db)).toEqual(imported);

  // A fee that falls away, one that rises, and a visit more; a phone that was edited in the application.
  const later = join(cwd, "later");
  cpSync(SAMPLE, later, { recursive: true });
  const visits = join(later, "visits.csv");
  const changed = readFileSync(visits, "utf8")
    .replace("2022-01-15, 500.00", "2022-01-15, 0")
    .replace("2022-02-03, 350.00", "2022-02-03, 650.00");
  writeFileSync(visits, `${changed.trimEnd()}\nV9001, 1002, D02, 2022-02-03, 120.00, Check,\n`);
  edit(db, "update patients set phone = '9000000000' where patient_id = 'PT-2022-00003'");
  const edited = cellsOf(db);
  expect(await run("import", "--source", later)).toBe(0);
  const second = last();
  expect(query(db, owed)).toEqual([[0]]);
  expect(openReception(db, "2022-02-28")).toMatchObject({
    next: ["PT-2022-00009", "VIS-2022-000012", "PAY-2202-00004"],
    debtors: 0,
  });
  expect(
    query(db, "select payment_id, amount from patient_payments where payment_id < 'PAY-2203'"),
  ).toEqual([
    ["PAY-2202-00001", 650],
    ["PAY-2202-00002", 500],
    ["PAY-2202-00003", 120],
  ]);
  expect(query(db, "select phone from patients where patient_id = 'PT-2022-00003'")).toEqual([
    ["9000000000"],
  ]);
  const after = cellsOf(db);

  expect(await run("import:undo", second, "--yes")).toBe(0);
  expect(cellsOf(db)).toEqual(edited);
  expect(await run("import:undo", last(), "--yes")).toBe(0);
  expect(cellsOf(db)).toEqual(after);
  expect(await run("import:undo", second, "--yes")).toBe(0);
  const phone = imported[1]?.find((row) => row.includes("PT-2022-00003"))?.[5];
  edit(db, `update patients set phone = '${phone}' where patient_id = 'PT-2022-00003'`);
  expect(await run("import:undo", first, "--yes")).toBe(0);
  expect(cellsOf(db)).toEqual(fresh);
  expect(await run("import", "--source", SAMPLE)).toBe(0);
  expect(query(db, "select id, patient_id from patients order by 1")).toEqual(
    imported[1]?.map(([id, number]) => [id, number]),
  );
});
