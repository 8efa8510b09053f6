import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { runsOf } from "../../support/at-night.ts";
import { hmsync } from "../../support/cli.ts";
import { type DirtyExport, dirtyExport, writeExport } from "../../support/dirty-export.ts";
import { describePostgresql, testDatabase } from "../../support/postgresql.ts";
import { query } from "../../support/sql.ts";
import { workspace } from "../../support/workspace.ts";

// The same exports into a file and into a server: what is told of them, and what is there afterwards, is the same.

const WAYS = [
  [],
  ["--dry-run"],
  ["--continue-on-error", "--batch-size", "3"],
  ["--continue-on-error", "--max-errors", "2"],
];

const COUNTED = ["patients", "doctors", "visits", "ledger_crosswalk", "ledger_exceptions"].map(
  (table) => `select '${table}', count(*) from ${table}`,
);
const COUNTS = `${[...COUNTED, "select 'waiting', count(*) from ledger_waiting"].join(" union all ")} order by 1`;
const IDS = "select id, full_name from patients order by id";

/** Without what tells one run from another. */
function told(stdout: string): unknown {
  const { entities, differences, status, exitCode, committed } = JSON.parse(stdout);
  return { entities, differences, status, exitCode, committed };
}

describePostgresql("a server is written to as a file is", () => {
  const db = testDatabase();
  const values = async (sql: string) =>
    (await db.query(sql)).map((row) => Object.values(row).map(String));

  const holds = async (dirty: DirtyExport, way: readonly string[]) => {
    const source = writeExport(dirty, 2);
    const cwd = workspace();
    const argv = ["import", "--source", source, "--as-of", "2026-01-14", "--json", ...way];
    const onFile = await hmsync([...argv, "--db", "file.db"], { cwd });
    const onServer = await hmsync([...argv, "--db", db.url], { cwd });
    expect(told(onServer.stdout)).toEqual(told(onFile.stdout));
    expect(onServer.exitCode).toBe(onFile.exitCode);
    if (way.includes("--dry-run")) return;
    for (const sql of [COUNTS, IDS]) {
      const there = query(join(cwd, "file.db"), sql).map((row) => row.map(String));
      expect(await values(sql)).toEqual(there);
    }
    const tables = await values("select tablename from pg_tables where schemaname = 'public'");
    await db.query(`truncate ${tables.join(", ")} restart identity cascade`);
  };

  test("whatever stands in the export, and in whatever way it is imported", async () => {
    const ways = fc.constantFrom(...WAYS);
    await fc.assert(fc.asyncProperty(dirtyExport, ways, holds), runsOf(24, 6));
  });
});
