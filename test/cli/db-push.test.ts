import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { hmsync } from "../support/cli.ts";
import { newDatabase } from "../support/import.ts";
import { SMALL } from "../support/small-exports.ts";
import { change, query, targetCounts } from "../support/sql.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

const catalog = (path: string) =>
  query(path, "select type, name, sql from sqlite_schema where sql is not null order by name");

/** A folder with an empty database of the schema, changed by SQL since. */
async function changedSchema(...statements: string[]): Promise<{ cwd: string; path: string }> {
  const cwd = workspace();
  const path = join(cwd, "hmsync.db");
  await newDatabase(path);
  for (const statement of statements) change(path, statement);
  return { cwd, path };
}

async function push(cwd: string) {
  const finished = await hmsync(["db:push", "--json"], { cwd });
  return { ...finished, document: JSON.parse(finished.stdout) };
}

test("db:push refuses a path where no database is, and makes none", async () => {
  const cwd = workspace();
  const { exitCode, stderr } = await hmsync(["db:push", "--db", "mistyped.db"], { cwd });
  expect(exitCode).toBe(2);
  expect(stderr).toContain("mistyped.db");
  expect(stderr).toContain("--init");
  expect(existsSync(join(cwd, "mistyped.db"))).toBe(false);
});

test("db:push --init makes a database that an import then fills", async () => {
  const cwd = workspace();
  writeFiles(join(cwd, "legacy"), SMALL);
  expect((await hmsync(["db:push", "--init"], { cwd })).exitCode).toBe(0);
  const tables = query(join(cwd, "hmsync.db"), "select name from sqlite_schema where type='table'");
  expect(tables.flat()).toEqual(
    expect.arrayContaining([
      ...["patients", "doctors", "visits"],
      ...["ledger_runs", "ledger_files", "ledger_crosswalk", "ledger_exceptions"],
    ]),
  );
  expect((await hmsync(["import", "--source", "legacy"], { cwd })).exitCode).toBe(0);
  expect(targetCounts(join(cwd, "hmsync.db"))).toEqual([2, 1, 2]);
});

test("db:push on a database that is as the schema says changes nothing", async () => {
  const { cwd, path } = await changedSchema();
  const before = readFileSync(path);
  const { exitCode, document } = await push(cwd);
  expect(exitCode).toBe(0);
  expect(document.report.inSync).toBe(true);
  expect(readFileSync(path)).toEqual(before);
});

test("db:push adds a column that is missing, and keeps every row", async () => {
  const { cwd, path } = await changedSchema(
    "alter table doctors drop column email",
    "insert into doctors (id, full_name) values ('a', 'Dr. A'), ('b', 'Dr. B')",
  );
  const { exitCode } = await push(cwd);
  expect(exitCode).toBe(0);
  expect(query(path, "select id, full_name, email from doctors order by id")).toEqual([
    ["a", "Dr. A", null],
    ["b", "Dr. B", null],
  ]);
});

test("db:push adds an index that is missing", async () => {
  const { cwd, path } = await changedSchema("drop index visits_visit_date_idx");
  expect((await push(cwd)).exitCode).toBe(0);
  expect(catalog(path).filter(([, name]) => name === "visits_visit_date_idx")).toHaveLength(1);
});

test("db:push adds a table that is missing, and leaves a table that is not ours alone", async () => {
  const { cwd, path } = await changedSchema("drop table visits", "create table wards (beds int)");
  expect((await push(cwd)).exitCode).toBe(0);
  const names = catalog(path).map(([, name]) => name);
  expect(names).toEqual(expect.arrayContaining(["visits", "visits_patient_id_idx", "wards"]));
});

test("db:push keeps a backup before it changes a database that holds rows", async () => {
  const { cwd } = await changedSchema(
    "insert into doctors (id, full_name) values ('a', 'Dr. A')",
    "drop index doctors_department_idx",
  );
  const { document } = await push(cwd);
  const kept = query(join(cwd, document.backup), "select full_name from doctors");
  expect(kept).toEqual([["Dr. A"]]);
});

test("db:push exits 4 on what cannot be added, names it, and changes nothing", async () => {
  const { cwd, path } = await changedSchema(
    "alter table patients add column nickname text",
    "drop index visits_visit_date_idx",
  );
  const before = catalog(path);
  const { exitCode, stderr } = await hmsync(["db:push"], { cwd });
  expect(exitCode).toBe(4);
  expect(stderr).toContain("nickname");
  expect(catalog(path)).toEqual(before);
});

test("an import into a database that lacks a column exits 4 and names it and db:push", async () => {
  const { cwd, path } = await changedSchema("alter table doctors drop column email");
  writeFiles(join(cwd, "legacy"), SMALL);
  const { exitCode, stderr } = await hmsync(["import", "--source", "legacy"], { cwd });
  expect(exitCode).toBe(4);
  expect(stderr).toContain("doctors.email");
  expect(stderr).toContain("hmsync db:push --db hmsync.db");
  expect(query(path, "select count(*) from ledger_runs")).toEqual([[0]]);
});
