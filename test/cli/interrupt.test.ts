import type { ChildProcess } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { generateExport } from "../../bench/generate.ts";
import { type Finished, hmsync } from "../support/cli.ts";
import { newDatabase } from "../support/import.ts";
import { query, targetCounts } from "../support/sql.ts";
import { workspace } from "../support/workspace.ts";

const SIZE = { patients: 2_000, doctors: 20, visits: 24_000, bad: 0, seed: 7 };
const WHOLE = [SIZE.patients, SIZE.doctors, SIZE.visits];
const IMPORT = ["import", "--source", "legacy", "--as-of", "2026-01-14"];
const LENIENT = ["--continue-on-error", "--batch-size", "3000"];

async function folder(): Promise<{ cwd: string; path: string }> {
  const cwd = workspace();
  generateExport(join(cwd, "legacy"), SIZE);
  const path = join(cwd, "hmsync.db");
  await newDatabase(path);
  return { cwd, path };
}

/** Bytes of the archived visits by which some batches of visits have been loaded: a fifth of them all. */
const AMID = 60_000;

/** Sends a signal in the middle of the visits. */
function amidVisits(cwd: string, signal: NodeJS.Signals): (child: ChildProcess) => void {
  const reports = join(cwd, "reports");
  return (child) => {
    const timer = setInterval(() => {
      const runs = existsSync(reports) ? readdirSync(reports) : [];
      const archived = runs.map((run) => sizeOf(join(reports, run, "source/visits.csv.gz")));
      if (Math.max(0, ...archived) < AMID) return;
      clearInterval(timer);
      child.kill(signal);
    }, 2);
    child.on("close", () => clearInterval(timer));
  };
}

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

const stop = (cwd: string, signal: NodeJS.Signals, argv: readonly string[]): Promise<Finished> =>
  hmsync(argv, { cwd, meanwhile: amidVisits(cwd, signal) });

const runRows = (path: string) =>
  query(path, "select status, exit_code, committed from ledger_runs order by id");

test.each(["SIGINT", "SIGTERM"] as const)(
  "%s in a strict import: exit 130, nothing written, and the ledger says so",
  async (signal) => {
    const { cwd, path } = await folder();
    const { exitCode, stdout } = await stop(cwd, signal, [...IMPORT, "--json"]);
    expect(exitCode).toBe(130);
    expect(JSON.parse(stdout)).toMatchObject({ status: "interrupted", committed: false });
    expect(targetCounts(path)).toEqual([0, 0, 0]);
    expect(query(path, "select count(*) from ledger_crosswalk")).toEqual([[0]]);
    expect(runRows(path)).toEqual([["interrupted", 130, 0]]);
  },
);

test("SIGINT in a lenient import: what is counted stands, and the next run brings the rest", async () => {
  const { cwd, path } = await folder();
  const { exitCode, stdout } = await stop(cwd, "SIGINT", [...IMPORT, ...LENIENT, "--json"]);
  expect(exitCode).toBe(130);
  const { status, committed, entities } = JSON.parse(stdout);
  expect({ status, committed }).toEqual({ status: "interrupted", committed: true });
  const [patients, , visits] = targetCounts(path);
  expect([patients, visits]).toEqual([SIZE.patients, entities.visits.inserted]);
  expect(visits).toBeLessThan(SIZE.visits);
  expect(runRows(path)).toEqual([["interrupted", 130, 1]]);
  const again = await hmsync([...IMPORT, ...LENIENT, "--json"], { cwd });
  expect(JSON.parse(again.stdout).entities.visits).toMatchObject({
    ...{ unchanged: visits, inserted: SIZE.visits - Number(visits), targetAfter: SIZE.visits },
  });
});

test("SIGKILL in a strict import: nothing written, and the next run succeeds", async () => {
  const { cwd, path } = await folder();
  const { signal } = await stop(cwd, "SIGKILL", IMPORT);
  expect(signal).toBe("SIGKILL");
  expect(targetCounts(path)).toEqual([0, 0, 0]);
  const { stdout } = await hmsync(["import:status"], { cwd });
  expect(stdout).toMatch(/running +not ended/);
  expect((await hmsync(IMPORT, { cwd })).exitCode).toBe(0);
  expect(targetCounts(path)).toEqual(WHOLE);
  expect(query(path, "pragma integrity_check")).toEqual([["ok"]]);
});

test("SIGKILL in a lenient import: whole batches stand, and the next run ends as one would", async () => {
  const { cwd, path } = await folder();
  await stop(cwd, "SIGKILL", [...IMPORT, ...LENIENT]);
  const [patients, , visits] = targetCounts(path);
  expect(patients).toBe(SIZE.patients);
  expect(Number(visits)).toBeLessThan(SIZE.visits);
  expect((await hmsync([...IMPORT, ...LENIENT], { cwd })).exitCode).toBe(0);
  expect(targetCounts(path)).toEqual(WHOLE);
  expect((await hmsync(["import:validate"], { cwd })).exitCode).toBe(0);
});
