import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { generateExport } from "../../bench/generate.ts";
import { interruptible } from "../../src/cli/interrupt.ts";
import { casesOf } from "../support/at-night.ts";
import { type Finished, hmsync } from "../support/cli.ts";
import { newDatabase } from "../support/import.ts";
import { pausedAt } from "../support/paused.ts";
import { query, targetCounts } from "../support/sql.ts";
import { workspace } from "../support/workspace.ts";

const SIZE = { patients: 400, doctors: 10, visits: 3_000, bad: 0, seed: 7 };
const WHOLE = [SIZE.patients, SIZE.doctors, SIZE.visits];
const IMPORT = ["import", "--source", "legacy", "--as-of", "2026-01-14"];
const LENIENT = ["--continue-on-error", "--batch-size", "400"];

async function folder(): Promise<{ cwd: string; path: string }> {
  const cwd = workspace();
  generateExport(join(cwd, "legacy"), SIZE);
  const path = join(cwd, "hmsync.db");
  await newDatabase(path);
  return { cwd, path };
}

// A run is held still for the signal: no machine is then too slow, or too fast, for it to come in the middle.

/** In the middle of its one transaction. */
const strict = (cwd: string, signal: NodeJS.Signals, ...flags: string[]): Promise<Finished> =>
  pausedAt("after-insert:600", [...IMPORT, ...flags], {
    cwd,
    happens: (child) => child.kill(signal),
  });

/** Patients and doctors are committed by then, and some of the visits. */
const lenient = (cwd: string, signal: NodeJS.Signals, ...flags: string[]): Promise<Finished> =>
  pausedAt("after-commit:4", [...IMPORT, ...LENIENT, ...flags], {
    cwd,
    happens: (child) => child.kill(signal),
  });

const runRows = (path: string) =>
  query(path, "select status, exit_code, committed from ledger_runs order by id");

test.each(casesOf(["SIGINT", "SIGTERM"] as const, 1))(
  "%s in a strict import: exit 130, nothing written, and the ledger says so",
  async (signal) => {
    const { cwd, path } = await folder();
    const { exitCode, stdout } = await strict(cwd, signal, "--json");
    expect(exitCode).toBe(130);
    expect(JSON.parse(stdout)).toMatchObject({ status: "interrupted", committed: false });
    expect(targetCounts(path)).toEqual([0, 0, 0]);
    expect(query(path, "select count(*) from ledger_crosswalk")).toEqual([[0]]);
    expect(runRows(path)).toEqual([["interrupted", 130, 0]]);
  },
);

test("SIGINT in a lenient import: what is counted stands, and the next run brings the rest", async () => {
  const { cwd, path } = await folder();
  const { exitCode, stdout } = await lenient(cwd, "SIGINT", "--json");
  expect(exitCode).toBe(130);
  const { status, committed, entities } = JSON.parse(stdout);
  expect({ status, committed }).toEqual({ status: "interrupted", committed: true });
  const [patients, , visits] = targetCounts(path);
  expect([patients, visits]).toEqual([SIZE.patients, entities.visits.inserted]);
  expect(visits).toBeLessThan(SIZE.visits);
  expect(runRows(path)).toEqual([["interrupted", 130, 1]]);
  const again = await hmsync([...IMPORT, ...LENIENT, "--json"], { cwd });
  expect(JSON.parse(again.stdout).entities.visits).toMatchObject({
    unchanged: visits,
    inserted: SIZE.visits - Number(visits),
    targetAfter: SIZE.visits,
  });
});

test("SIGKILL in a strict import: nothing written, and the next run succeeds", async () => {
  const { cwd, path } = await folder();
  const { signal } = await strict(cwd, "SIGKILL");
  expect(signal).toBe("SIGKILL");
  expect(targetCounts(path)).toEqual([0, 0, 0]);
  const { stdout } = await hmsync(["import:status"], { cwd });
  expect(stdout).toMatch(/dead +nothing written/);
  expect(stdout).toContain("it wrote nothing; run it again");
  expect((await hmsync(IMPORT, { cwd })).exitCode).toBe(0);
  expect(targetCounts(path)).toEqual(WHOLE);
  expect(query(path, "pragma integrity_check")).toEqual([["ok"]]);
});

test("SIGKILL in a lenient import: whole batches stand, and the next run ends as one would", async () => {
  const { cwd, path } = await folder();
  await lenient(cwd, "SIGKILL");
  const [patients, , visits] = targetCounts(path);
  const status = await hmsync(["import:status"], { cwd });
  expect(status.stdout).toMatch(/dead +written in part/);
  expect(status.stdout).toMatch(/crashed: resume with: {2}hmsync import --resume [\d-]+$/m);
  expect(patients).toBe(SIZE.patients);
  expect(Number(visits)).toBeLessThan(SIZE.visits);
  expect((await hmsync([...IMPORT, ...LENIENT], { cwd })).exitCode).toBe(0);
  expect(targetCounts(path)).toEqual(WHOLE);
  expect((await hmsync(["import:validate"], { cwd })).exitCode).toBe(0);
});

test("a second Ctrl-C ends a run at once; a terminal that is closed tells twice, and ends it once", () => {
  const exit = vi.spyOn(process, "exit").mockReturnValue(undefined as never);
  onTestFinished(() => exit.mockRestore());
  const stops = (signals: readonly NodeJS.Signals[]) => {
    exit.mockClear();
    const { decided, signal, release } = interruptible({ narrate: () => undefined });
    decided();
    for (const one of signals) process.emit(one, one);
    release();
    return [signal.aborted, exit.mock.calls.length];
  };
  expect(stops(["SIGHUP", "SIGHUP"])).toEqual([true, 0]);
  expect(stops(["SIGINT", "SIGHUP"])).toEqual([true, 0]);
  expect(stops(["SIGINT", "SIGINT"])).toEqual([true, 1]);
  expect(stops(["SIGHUP", "SIGTERM"])).toEqual([true, 1]);
});

test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
  "%s while a run is prepared says that nothing was written, and ends",
  (signal) => {
    const exit = vi.spyOn(process, "exit").mockReturnValue(undefined as never);
    onTestFinished(() => exit.mockRestore());
    const told: (string | readonly string[])[] = [];
    const terminal = { narrate: (what: string | readonly string[]) => void told.push(what) };
    const { release } = interruptible(terminal);
    process.emit(signal);
    release();
    expect([exit.mock.calls, told]).toEqual([
      [[130]],
      ["Stopped before anything was written to the database."],
    ]);
    expect(process.listenerCount(signal)).toBe(0);
  },
);
