import { spawn } from "node:child_process";
import { appendFileSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import { hmsync } from "../support/cli.ts";
import { runWatchedBy } from "../support/running.ts";
import { FLAWED, SMALL } from "../support/small-exports.ts";
import { change } from "../support/sql.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

/** A folder with a database and two runs, the second of which rejects records. */
async function twoRuns(): Promise<{ cwd: string; names: string[] }> {
  const cwd = workspace();
  writeFiles(join(cwd, "legacy"), SMALL);
  writeFiles(join(cwd, "flawed"), FLAWED);
  for (const source of ["legacy", "flawed"]) await hmsync(["import", "--source", source], { cwd });
  return { cwd, names: readdirSync(join(cwd, "reports")).sort() };
}

const logOf = (cwd: string, name = ""): string => join(cwd, "reports", name, "log.jsonl");

test("a run's log is printed a line each: time, level, event, code, place", async () => {
  const { cwd } = await twoRuns();
  const { exitCode, stdout } = await hmsync(["import:logs"], { cwd });
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(
    /^[\d-]+ [\d:.]+ {2}warn {3}record\.rejected +patients\.phone\.missing {2}patients {2}patients\.csv record 2, line 3, byte 63$/m,
  );
  expect(stdout.trimEnd().split("\n").at(-1)).toMatch(/run\.ended +rejected .*exit 3 {2}\d+ m?s$/);
});

test("a run that is named is printed; with --json as its lines stand", async () => {
  const { cwd, names } = await twoRuns();
  const { stdout } = await hmsync(["import:logs", names[0] ?? "", "--json"], { cwd });
  expect(stdout).toBe(readFileSync(logOf(cwd, names[0]), "utf8"));
});

test("what is no whole line of a log is passed over", async () => {
  const { cwd, names } = await twoRuns();
  const before = (await hmsync(["import:logs"], { cwd })).stdout;
  appendFileSync(logOf(cwd, names[1]), 'garbled\n{"level":"info"}\n{"level":"inf');
  expect((await hmsync(["import:logs"], { cwd })).stdout).toBe(before);
});

test.each([
  ["a run that the ledger does not know", ["2020-01-01-1"], "2020-01-01-1"],
  ["a log that was deleted", [], "log.jsonl"],
])("%s: exit 2, and its name", async (_, argv, named) => {
  const { cwd, names } = await twoRuns();
  rmSync(logOf(cwd, names[1]));
  const { exitCode, stderr } = await hmsync(["import:logs", ...argv], { cwd });
  expect(exitCode).toBe(2);
  expect(stderr).toContain(named);
});

test("--follow prints what is yet to come, and leaves when the run ends", async () => {
  const followed: Promise<[number | null, string]>[] = [];
  let cwd = "";
  cwd = await runWatchedBy((take, batch) => {
    if (batch !== 2) return;
    const { reportFolder } = JSON.parse(take("import:status", "--json")).runs[0];
    followed.push(follow(join(reportFolder, "../..")));
  });
  const [end] = await Promise.all(followed);
  expect(end?.[0]).toBe(0);
  expect(end?.[1].trimEnd().split("\n").at(-1)).toContain("run.ended");
  expect(end?.[1]).toBe((await hmsync(["import:logs"], { cwd })).stdout);
});

/** Starts a follower without waiting for it. */
function follow(cwd: string): Promise<[number | null, string]> {
  const child = spawn(process.execPath, [inject("hmsync"), "import:logs", "--follow"], { cwd });
  let printed = "";
  child.stdout.on("data", (chunk) => {
    printed += chunk;
  });
  return new Promise((resolve) => child.on("close", (code) => resolve([code, printed])));
}

test("--follow of a run that died says so", async () => {
  const { cwd, names } = await twoRuns();
  change(join(cwd, "hmsync.db"), "update ledger_runs set status = 'running' where id = 2");
  const path = logOf(cwd, names[1]);
  const [first] = readFileSync(path, "utf8").split("\n");
  rmSync(path);
  appendFileSync(path, `${first}\n`);
  const { exitCode, stderr } = await hmsync(["import:logs", "--follow"], { cwd });
  expect(exitCode).toBe(0);
  expect(stderr).toContain("it crashed");
});
