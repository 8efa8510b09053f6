import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { expect, inject, test } from "vitest";
import { SqliteDriver } from "../../src/db/sqlite/driver.ts";
import { hmsync } from "../support/cli.ts";
import { SMALL } from "../support/small-exports.ts";
import { change, query, targetCounts } from "../support/sql.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

/** A folder with a database that holds SMALL, and the name of the run that brought it. */
async function imported(): Promise<{ cwd: string; path: string; run: string }> {
  const cwd = workspace();
  writeFiles(join(cwd, "legacy"), SMALL);
  const { stdout } = await hmsync(["import", "--source", "legacy", "--json"], { cwd });
  return { cwd, path: join(cwd, "hmsync.db"), run: JSON.parse(stdout).run };
}

const GONE = [0, 0, 0];
const THERE = [2, 1, 2];

test("with --yes the run is taken back, and import:status and import:report tell it", async () => {
  const { cwd, path, run } = await imported();
  const { exitCode, stdout } = await hmsync(["import:undo", run, "--yes"], { cwd });
  expect(exitCode).toBe(0);
  expect(stdout).toContain(`5 rows of ${run} were taken back.`);
  expect(stdout).toMatch(/visits +2 +0 +0 +0 +2 -> 0 +balanced/);
  expect(targetCounts(path)).toEqual(GONE);
  const status = await hmsync(["import:status", "--json"], { cwd });
  expect(JSON.parse(status.stdout).runs).toMatchObject([
    { kind: "undo", status: "committed", committed: true, exitCode: 0 },
    { name: run, kind: "import", status: "undone", committed: false },
  ]);
  expect((await hmsync(["import:report"], { cwd })).stdout).toBe(stdout);
  expect((await hmsync(["import:report", run], { cwd })).stdout).toContain("has been undone");
});

test("where nobody can be asked, it shows what it would do and names the flag", async () => {
  const { cwd, path, run } = await imported();
  const { exitCode, stdout, stderr } = await hmsync(["import:undo", run, "--quiet"], { cwd });
  expect(exitCode).toBe(4);
  expect(stdout).toContain(`5 rows of ${run} would be taken back.`);
  expect(stderr).toContain("--yes");
  expect(targetCounts(path)).toEqual(THERE);
  const json = await hmsync(["import:undo", run, "--json"], { cwd });
  expect(json.exitCode).toBe(4);
  expect(JSON.parse(json.stdout)).toMatchObject({ status: "dry-run", exitCode: 4 });
});

test("--dry-run changes nothing", async () => {
  const { cwd, path, run } = await imported();
  const { exitCode, stdout } = await hmsync(["import:undo", run, "--dry-run", "--json"], { cwd });
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    kind: "undo",
    ofRun: run,
    status: "dry-run",
    committed: false,
    exitCode: 0,
    entities: { patients: { undone: 2, updated: 0, targetBefore: 2, targetAfter: 2 } },
  });
  expect(targetCounts(path)).toEqual(THERE);
  expect(query(path, "select count(*) from ledger_runs")).toEqual([[1]]);
});

test("a row that was edited since: exit 4 with its place, and --partial takes back the rest", async () => {
  const { cwd, path, run } = await imported();
  change(path, "update patients set phone = '1' where legacy_id = '2'");
  const refused = await hmsync(["import:undo", run, "--yes"], { cwd });
  expect(refused.exitCode).toBe(4);
  expect(refused.stdout).toMatch(/patients\.undo\.edited +1 +patients\.csv line 3/);
  expect(refused.stdout).toContain("--partial");
  expect(targetCounts(path)).toEqual(THERE);
  const partial = await hmsync(["import:undo", run, "--yes", "--partial"], { cwd });
  expect(partial.exitCode).toBe(0);
  expect(targetCounts(path)).toEqual([1, 0, 0]);
});

test("undone twice, it says that nothing is left; the undo's name puts everything back", async () => {
  const { cwd, path, run } = await imported();
  const first = JSON.parse((await hmsync(["import:undo", run, "--yes", "--json"], { cwd })).stdout);
  const again = await hmsync(["import:undo", run, "--yes"], { cwd });
  expect(again.exitCode).toBe(0);
  expect(again.stdout).toContain("is left to undo");
  const json = await hmsync(["import:undo", run, "--json"], { cwd });
  expect(JSON.parse(json.stdout)).toMatchObject({ run: null, ofRun: run, status: "undone" });
  const redone = await hmsync(["import:undo", first.run, "--yes"], { cwd });
  expect(redone.exitCode).toBe(0);
  expect(targetCounts(path)).toEqual(THERE);
  expect((await hmsync(["import:validate"], { cwd })).exitCode).toBe(0);
  const third = await hmsync(["import", "--source", "legacy", "--json"], { cwd });
  expect(JSON.parse(third.stdout).entities.visits).toMatchObject({ unchanged: 2, inserted: 0 });
});

test("after an undo the same export is imported as if it had never been", async () => {
  const { cwd, path, run } = await imported();
  await hmsync(["import:undo", run, "--yes"], { cwd });
  const { stdout } = await hmsync(["import", "--source", "legacy", "--json"], { cwd });
  expect(JSON.parse(stdout).entities.visits).toMatchObject({ inserted: 2, unchanged: 0 });
  expect(targetCounts(path)).toEqual(THERE);
});

test.each([[[]], [["2020-01-01-1"]]])(
  "without a run that the ledger knows, it is a mistake: %j",
  async (named) => {
    const { cwd } = await imported();
    const { exitCode, stderr } = await hmsync(["import:undo", ...named, "--yes"], { cwd });
    expect(exitCode).toBe(2);
    expect(stderr).toContain("import:status");
  },
);

test("while a run holds the lock, the undo is refused and names the holder", async () => {
  const { cwd, path, run } = await imported();
  const lock = new SqliteDriver(`${path}.hmsync-lock`);
  lock.exec("create table if not exists holder (pid, host, since, command)");
  lock.exec("delete from holder; insert into holder values (7, 'ward', 'noon', 'import')");
  lock.exec("begin immediate");
  const { exitCode, stderr } = await hmsync(["import:undo", run, "--yes"], { cwd });
  lock.close();
  expect(exitCode).toBe(1);
  expect(stderr).toContain("process 7 on ward");
  expect(targetCounts(path)).toEqual(THERE);
});

test("an undo that is killed has changed nothing, and is run again", async () => {
  const { cwd, path, run } = await imported();
  // A trigger that works for long: the undo is in the middle of its deletions when it is killed; the
  // journal shows when that is.
  change(
    path,
    `pragma journal_mode = delete; create table slow (n); create trigger slowly after delete on patients begin
       insert into slow with recursive c(n) as (select 1 union all select n + 1 from c where n < 30000000)
       select max(n) from c; end`,
  );
  const child = spawn(process.execPath, [inject("hmsync"), "import:undo", run, "--yes"], { cwd });
  while (!existsSync(`${path}-journal`)) await setTimeout(20);
  child.kill("SIGKILL");
  await new Promise((resolve) => child.once("close", resolve));
  expect(targetCounts(path)).toEqual(THERE);
  change(path, "drop trigger slowly; drop table slow");
  expect((await hmsync(["import:undo", run, "--yes"], { cwd })).exitCode).toBe(0);
  expect(targetCounts(path)).toEqual(GONE);
});

test("no patient's value is seen, whatever an undo comes to", async () => {
  const cwd = workspace();
  const patient = (first: string) => `CANARY-1,${first},CanaryLast,0449137731\n`;
  const head = "patientId,firstName,lastName,phoneNumber\n";
  const path = join(cwd, "hmsync.db");
  const seen: string[] = [];
  const all = async (...argv: string[]) => {
    const finished = await hmsync(argv, { cwd });
    seen.push(finished.stdout, finished.stderr);
    return finished;
  };
  const runs = [];
  for (const first of ["CanaryFirst", "CanarySecond"]) {
    writeFiles(join(cwd, "legacy"), { "patients.csv": head + patient(first) });
    const { stdout } = await all("import", "--source", "legacy", "--json");
    runs.push(JSON.parse(stdout).run);
  }
  await all("import:undo", runs[0], "--yes", "--verbose");
  await all("import:undo", runs[1], "--dry-run", "--verbose");
  await all("import:undo", runs[1], "--yes", "--json", "--verbose");
  change(path, "update patients set last_name = 'CanaryEdited'");
  await all("import:undo", runs[0], "--yes", "--json");
  change(path, "create trigger no before delete on patients begin select raise(abort, 'no'); end");
  change(path, "update patients set last_name = 'CanaryLast'");
  expect((await all("import:undo", runs[0], "--yes", "--verbose")).exitCode).toBe(1);
  expect(seen.join("\n")).not.toMatch(/canary|44913773/i);
  expect(JSON.stringify(query(path, "select summary from ledger_runs"))).not.toMatch(/canary/i);
});
