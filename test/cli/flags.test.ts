import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { hmsync } from "../support/cli.ts";
import { newDatabase } from "../support/import.ts";
import { FLAWED, SAMPLE, SMALL } from "../support/small-exports.ts";
import { query, targetCounts } from "../support/sql.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

type Files = Readonly<Record<string, string>>;

/** Imports files into an empty database with `--json`, and says what came of it. */
async function imported(files: Files, ...flags: string[]) {
  const cwd = workspace();
  const path = join(cwd, "hmsync.db");
  await newDatabase(path);
  writeFiles(join(cwd, "legacy"), files);
  const argv = ["import", "--source", "legacy", "--json", ...flags];
  const { exitCode, stdout } = await hmsync(argv, { cwd });
  return { cwd, path, exitCode, counts: targetCounts(path), summary: JSON.parse(stdout) };
}

test("--db names the database", async () => {
  const cwd = workspace();
  const argv = ["import", "--source", SAMPLE, "--db", "other.db"];
  expect((await hmsync(argv, { cwd })).exitCode).toBe(0);
  expect(targetCounts(join(cwd, "other.db"))).toEqual([8, 3, 10]);
  expect(existsSync(join(cwd, "hmsync.db"))).toBe(false);
});

test("DATABASE_URL names it as a path, a file: path or a file:// URL; --db goes before", async () => {
  const cwd = workspace();
  for (const [name, url] of [
    ["a.db", "a.db"],
    ["b.db", "file:b.db"],
    ["c d.db", pathToFileURL(join(cwd, "c d.db")).href],
  ] as const) {
    const env = { DATABASE_URL: url };
    expect((await hmsync(["db:push", "--init"], { cwd, env })).exitCode).toBe(0);
    expect(existsSync(join(cwd, name))).toBe(true);
  }
  const env = { DATABASE_URL: "unused.db" };
  await hmsync(["db:push", "--init", "--db", "d.db"], { cwd, env });
  const databases = readdirSync(cwd).filter((name) => name.endsWith(".db"));
  expect(databases.sort()).toEqual(["a.db", "b.db", "c d.db", "d.db"]);
});

test.each([
  ["mysql://user:secret@host/db", 2],
  ["file://host/hmsync.db", 2],
  ["postgres://user:secret@127.0.0.1:1/db", 1],
  ["postgres://user:secret#@host/db", 2],
])("DATABASE_URL=%s is refused without a word of its secret", async (url, code) => {
  const cwd = workspace();
  const { exitCode, stdout, stderr } = await hmsync(["import:status"], {
    cwd,
    env: { DATABASE_URL: url },
  });
  expect(exitCode).toBe(code);
  expect(stdout + stderr).not.toContain("secret");
  expect(readdirSync(cwd)).toEqual([]);
});

test("--dry-run counts like the real run and writes nothing", async () => {
  const { exitCode, counts, summary, path } = await imported(SMALL, "--dry-run");
  expect(exitCode).toBe(0);
  expect(summary).toMatchObject({ status: "dry-run", committed: false });
  expect(summary.entities.patients).toMatchObject({ inserted: 2, targetAfter: 0, balanced: true });
  expect(counts).toEqual([0, 0, 0]);
  expect(query(path, "select count(*) from ledger_runs")).toEqual([[0]]);
});

test("--dry-run without a database makes none", async () => {
  const cwd = workspace();
  const { exitCode } = await hmsync(["import", "--source", SAMPLE, "--dry-run"], { cwd });
  expect(exitCode).toBe(0);
  expect(readdirSync(cwd)).toEqual(["reports"]);
});

test("--only imports the entities that it names", async () => {
  const { exitCode, counts } = await imported(SMALL, "--only", "patients,doctors");
  expect(exitCode).toBe(0);
  expect(counts).toEqual([2, 1, 0]);
});

test("--limit takes the first patients and what belongs to them; the rest is skipped", async () => {
  const { exitCode, counts, summary } = await imported(SMALL, "--limit", "1");
  expect(exitCode).toBe(0);
  expect(counts).toEqual([1, 1, 1]);
  expect(summary.entities.visits).toMatchObject({ records: 2, inserted: 1, skipped: 1 });
});

test("--max-errors stops a run with more rejections, and keeps one with as many", async () => {
  const none = await imported(FLAWED, "--continue-on-error", "--max-errors", "1");
  expect(none).toMatchObject({ exitCode: 3, summary: { status: "stopped" } });
  const two = await imported(FLAWED, "--continue-on-error", "--max-errors", "2");
  expect(two).toMatchObject({ exitCode: 3, counts: [1, 1, 1], summary: { status: "committed" } });
  const half = await imported(FLAWED, "--continue-on-error", "--max-errors", "50%");
  expect(half).toMatchObject({ exitCode: 3, summary: { status: "committed" } });
});

test("--batch-size, --as-of, --legacy-system and --no-archive are in the settings of the run", async () => {
  const flags = ["--batch-size", "7", "--as-of", "2022-01-15", "--legacy-system", "old-hms"];
  const { exitCode, cwd, path, summary } = await imported(
    { ...SMALL, "visits.csv": SMALL["visits.csv"].replace("2022-01-16", "2022-01-15") },
    ...flags,
    "--no-archive",
  );
  expect(exitCode).toBe(0);
  expect(summary).toMatchObject({
    asOf: "2022-01-15",
    legacySystem: "old-hms",
    settings: { batchSize: 7, archive: false },
  });
  expect(query(path, "select distinct legacy_system from ledger_crosswalk")).toEqual([["old-hms"]]);
  expect(readdirSync(join(cwd, "reports", summary.run))).not.toContain("source");
});

test("--as-of decides what is in the future", async () => {
  const { exitCode, summary } = await imported(SMALL, "--as-of", "2022-01-15");
  expect(exitCode).toBe(3);
  expect(summary.entities.visits.issues).toEqual({ "visits.visitDate.future": 1 });
});

test("--report names the folder; one that holds a report already is refused", async () => {
  const cwd = workspace();
  const argv = ["import", "--source", SAMPLE, "--report", "here"];
  expect((await hmsync(argv, { cwd })).exitCode).toBe(0);
  expect(readdirSync(join(cwd, "here"))).toEqual(
    expect.arrayContaining(["issues.csv", "reconciliation.json", "source"]),
  );
  const again = await hmsync(argv, { cwd });
  expect(again.exitCode).toBe(2);
  expect(again.stderr).toContain("here");
});

test("--quiet narrates nothing, --verbose more; the result is printed either way", async () => {
  const run = (...flags: string[]) =>
    hmsync(["import", "--source", SAMPLE, "--yes", ...flags], { cwd: workspace() });
  const quiet = await run("--quiet");
  const verbose = await run("--verbose");
  expect(quiet.stderr).toBe("");
  expect(verbose.stderr).toContain("dateOfBirth");
  for (const { stdout } of [quiet, verbose]) expect(stdout).toMatch(/visits +10 +10 .*balanced/);
});
