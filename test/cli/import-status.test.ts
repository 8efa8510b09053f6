import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { SqliteDriver } from "../../src/db/sqlite/driver.ts";
import { takeRunLock } from "../../src/db/sqlite/run-lock.ts";
import { RunLogFile } from "../../src/jobs/run/run-log-file.ts";
import { hmsync, hmsyncProcess } from "../support/cli.ts";
import { newDatabase } from "../support/import.ts";
import { runWatchedBy } from "../support/running.ts";
import { SMALL } from "../support/small-exports.ts";
import { change } from "../support/sql.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

/** A folder with a database that one import filled, changed by SQL since. */
async function imported(sql = "select 1"): Promise<{ cwd: string; path: string }> {
  const cwd = workspace();
  writeFiles(join(cwd, "legacy"), SMALL);
  await hmsyncProcess(["import", "--source", "legacy", "--continue-on-error"], { cwd });
  change(join(cwd, "hmsync.db"), sql);
  return { cwd, path: join(cwd, "hmsync.db") };
}

/** SQL that lets the last run have died in the middle. */
const DIED = "update ledger_runs set status = 'running', exit_code = null, finished_at = null";

const runsIn = async (cwd: string) =>
  JSON.parse((await hmsync(["import:status", "--json"], { cwd })).stdout).runs;

test("a run at work is shown with what its log says, and goes on undisturbed", async () => {
  const seen: { runs: { state: string; records: number; rejected: number }[] }[] = [];
  const cwd = await runWatchedBy((take, batch) => {
    if (batch === 3) seen.push(JSON.parse(take("import:status", "--json")));
  });
  expect(seen).toMatchObject([
    { complete: true, runs: [{ state: "running", status: "running", records: 4, rejected: 1 }] },
  ]);
  expect(await runsIn(cwd)).toMatchObject([{ state: "committed", records: 6, inserted: 5 }]);
});

test("a run that writes the database file itself is found by its log", async () => {
  const cwd = workspace();
  const path = join(cwd, "hmsync.db");
  await newDatabase(path);
  mkdirSync(join(cwd, "reports/2026-01-14-1"), { recursive: true });
  const log = new RunLogFile(join(cwd, "reports/2026-01-14-1"));
  log.log({
    event: "run.started",
    kind: "import",
    mode: "strict",
    files: 1,
    bytes: 100,
    done: 0,
    process: process.pid,
  });
  log.log({ event: "progress", entity: "visits", done: 40, bytes: 50, rejected: 2 });
  const lock = takeRunLock(path, "import");
  const run = new SqliteDriver(path);
  onTestFinished(() => void run.close());
  run.exec("begin exclusive");
  const { exitCode, stdout } = await hmsync(["import:status", "--json"], { cwd });
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    complete: false,
    runs: [{ name: "2026-01-14-1", state: "running", records: 40, rejected: 2 }],
  });
  expect((await hmsync(["import:logs"], { cwd })).stdout).toContain("run.started");
  log.close();
  lock.release();
});

test("a lenient run that died says how it is resumed, with its database", async () => {
  const { cwd } = await imported(DIED);
  const { stdout } = await hmsync(["import:status", "--db", "hmsync.db"], { cwd });
  expect(stdout).toMatch(/dead +written in part/);
  const [{ name }] = await runsIn(cwd);
  expect(stdout).toContain(
    `${name} crashed: resume with:  hmsync import --resume ${name} --db hmsync.db`,
  );
});

test("a strict run that died says that it wrote nothing", async () => {
  const strict = "request = json_set(request, '$.settings.mode', 'strict')";
  const { cwd } = await imported(`${DIED}, summary = null, committed = 0, ${strict}`);
  const { stdout } = await hmsync(["import:status"], { cwd });
  expect(stdout).toMatch(/dead +nothing written/);
  expect(stdout).toContain("crashed: it wrote nothing; run it again:  hmsync import");
});

test("a dead run is not to be resumed when a later one has brought everything", async () => {
  const { cwd } = await imported(DIED);
  await hmsync(["import", "--source", "legacy"], { cwd });
  expect((await hmsync(["import:status"], { cwd })).stdout).not.toContain("crashed");
  expect(await runsIn(cwd)).toMatchObject([{ state: "committed" }, { state: "dead" }]);
});

test("a run that died while another is at work is still dead", async () => {
  const { cwd, path } = await imported(DIED);
  const lock = takeRunLock(path, "db:push");
  expect(await runsIn(cwd)).toMatchObject([{ state: "dead" }]);
  lock.release();
});

test("a retry and an undo name the run that they are of", async () => {
  const again = (name: string, kind: string, of: number) =>
    `insert into ledger_runs (name, legacy_system, kind, of_run_id, status, as_of, started_at)
     values ('${name}', 'generic-csv', '${kind}', ${of}, 'committed', '2026-01-14', '2030')`;
  const { cwd } = await imported(
    `update ledger_runs set name = 'first', status = 'undone';
     ${again("second", "retry", 1)}; ${again("third", "undo", 1)}`,
  );
  const rows = (await hmsync(["import:status"], { cwd })).stdout.split("\n");
  expect(rows[1]).toMatch(/^third +undo of first /);
  expect(rows[2]).toMatch(/^second +retry of first /);
  expect(rows[3]).toMatch(/^first +import .* undone +taken back/);
});

test("--watch in a pipe prints a line for each change, until Ctrl-C", async () => {
  const { cwd, path } = await imported();
  let lines = "";
  const { exitCode } = await hmsync(["import:status", "--watch"], {
    cwd,
    meanwhile: (child) => {
      child.stdout?.on("data", (chunk) => {
        lines += chunk;
        if (lines.split("\n").length === 2) change(path, "update ledger_runs set status='undone'");
        else child.kill("SIGINT");
      });
    },
  });
  expect(exitCode).toBe(130);
  expect(lines).toMatch(/^\S+ {2}import {2}committed {2}5 records\n\S+ {2}import {2}undone /);
});
