import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { SqliteDriver } from "../../src/db/sqlite/driver.ts";
import { hmsync } from "../support/cli.ts";
import { newDatabase } from "../support/import.ts";
import { SMALL } from "../support/small-exports.ts";
import { change, makeReadOnly, query, targetCounts } from "../support/sql.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

/** A folder with a small export and an empty database of the schema. */
async function folder(): Promise<{ cwd: string; path: string }> {
  const cwd = workspace();
  writeFiles(join(cwd, "legacy"), SMALL);
  await newDatabase(join(cwd, "hmsync.db"));
  return { cwd, path: join(cwd, "hmsync.db") };
}

const IMPORT = ["import", "--source", "legacy"];

test("a database that another program writes: exit 1 after the wait, and nothing lost", async () => {
  const { cwd, path } = await folder();
  change(path, "drop index visits_visit_date_idx");
  const other = new SqliteDriver(path);
  onTestFinished(() => void other.close());
  other.exec("begin immediate");
  const [status, push, run] = await Promise.all(
    [["import:status"], ["db:push"], IMPORT].map((argv) => hmsync(argv, { cwd })),
  );
  expect([status?.exitCode, push?.exitCode, run?.exitCode]).toEqual([0, 1, 1]);
  expect(run?.stderr).toContain("SQLITE_BUSY");
  other.exec("rollback");
  expect(targetCounts(path)).toEqual([0, 0, 0]);
  expect((await hmsync(IMPORT, { cwd })).exitCode).toBe(0);
});

test("a database that cannot be written: exit 1, its name, and reading goes on", async () => {
  const { cwd, path } = await folder();
  makeReadOnly(path);
  const { exitCode, stderr } = await hmsync(IMPORT, { cwd });
  expect(exitCode).toBe(1);
  expect(stderr).toContain("hmsync.db cannot be written");
  expect((await hmsync(["import:status"], { cwd })).exitCode).toBe(0);
});

test("--json of an import that cannot write is one document with its failure", async () => {
  const { cwd, path } = await folder();
  makeReadOnly(path);
  const { exitCode, stdout } = await hmsync([...IMPORT, "--json"], { cwd });
  expect(exitCode).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    schemaVersion: 1,
    status: "failed",
    committed: false,
    exitCode: 1,
    entities: { patients: { inserted: 0, targetBefore: 0, targetAfter: 0 } },
    failure: { what: expect.stringContaining("hmsync.db") },
  });
});

test.each([
  ["a file that is no database", 1, (path: string) => writeFileSync(path, "Dear diary, ...")],
  ["a folder", 2, (path: string) => mkdirSync(path)],
])("%s in place of the database is refused, and left as it is", async (_, code, make) => {
  const cwd = workspace();
  writeFiles(join(cwd, "legacy"), SMALL);
  make(join(cwd, "hmsync.db"));
  for (const argv of [IMPORT, ["db:push", "--init"], ["import:status"]]) {
    const { exitCode, stderr } = await hmsync(argv, { cwd });
    expect(exitCode).toBe(code);
    expect(stderr).toContain("hmsync.db");
  }
});

test("a database in a folder that does not exist: exit 2, and the folder's name", async () => {
  const { cwd } = await folder();
  const { exitCode, stderr } = await hmsync([...IMPORT, "--db", "nowhere/hmsync.db"], { cwd });
  expect(exitCode).toBe(2);
  expect(stderr).toContain("nowhere");
});

test("an archive that cannot be written, for a link in its place: exit 1, said so, and nothing written", async () => {
  const { cwd, path } = await folder();
  mkdirSync(join(cwd, "report/source"), { recursive: true });
  // The mark of a folder of ours.
  writeFileSync(join(cwd, "report/log.jsonl"), "");
  symlinkSync("/dev/full", join(cwd, "report/source/visits.csv.gz"));
  const { exitCode, stdout } = await hmsync([...IMPORT, "--report", "report"], { cwd });
  expect(exitCode).toBe(1);
  expect(stdout).toContain("visits.csv.gz cannot be written (ELOOP)");
  expect(targetCounts(path)).toEqual([0, 0, 0]);
});

test("a report folder that cannot be made: exit 1, and nothing written", async () => {
  const { cwd, path } = await folder();
  writeFileSync(join(cwd, "reports"), "a file in its place");
  const { exitCode, stderr } = await hmsync(IMPORT, { cwd });
  expect(exitCode).toBe(1);
  expect(stderr).toContain("reports");
  expect(targetCounts(path)).toEqual([0, 0, 0]);
});

test.each([
  ["import", "--source", "legacy"],
  ["import:status"],
  ["import:report"],
  ["import:validate"],
  ["import:preflight", "--source", "legacy"],
  ["import:retry"],
  ["import:undo", "2026-01-14-1", "--yes"],
  ["import:diff", "--source", "legacy"],
  ["db:backfill-public-ids"],
  ["db:plan"],
  ["db:push"],
  ["db:validate"],
])(
  "%s never advises a push for another program's database, and leaves it as it is",
  async (...argv) => {
    const cwd = workspace();
    writeFiles(join(cwd, "legacy"), SMALL);
    change(join(cwd, "hmsync.db"), "create table users (id text, role text)");
    const { exitCode, stdout, stderr } = await hmsync(argv, { cwd });
    expect(exitCode).not.toBe(0);
    expect(stdout + stderr).not.toContain("db:push");
    expect(query(join(cwd, "hmsync.db"), "select name from sqlite_schema")).toEqual([["users"]]);
  },
);
