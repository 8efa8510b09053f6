import { mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { generateExport } from "../../bench/generate.ts";
import { type DriverDatabase, SqliteDriver } from "../../src/db/sqlite/driver.ts";
import { casesOf } from "../support/at-night.ts";
import { hmsync } from "../support/cli.ts";
import { newDatabase } from "../support/import.ts";
import { leftBehind } from "../support/left-behind.ts";
import { pausedAt, withRoomFor } from "../support/paused.ts";
import { query, targetCounts } from "../support/sql.ts";
import { workspace } from "../support/workspace.ts";

const SIZE = { patients: 600, doctors: 10, visits: 2_000, bad: 0, seed: 7 };
const STRICT = ["import", "--source", "legacy", "--as-of", "2026-01-14", "--no-archive"];
const LENIENT = [...STRICT, "--continue-on-error", "--batch-size", "300"];
const RESUME = ["import", "--resume"];

async function folder(): Promise<string> {
  const cwd = workspace();
  generateExport(join(cwd, "legacy"), SIZE);
  await newDatabase(dbOf(cwd));
  return cwd;
}

const dbOf = (cwd: string) => join(cwd, "hmsync.db");
const visitsOf = (cwd: string) => join(cwd, "legacy/visits.csv");

let clean: Promise<unknown> | undefined;

/** What a run leaves that nothing happened to; strict or lenient, where no record is rejected. */
function undisturbed(): Promise<unknown> {
  const run = async () => {
    const cwd = await folder();
    expect((await hmsync(STRICT, { cwd })).exitCode).toBe(0);
    return leftBehind(dbOf(cwd));
  };
  clean ??= run();
  return clean;
}

/** The run is told as failed, and what brings it to its end brings it to the end of a clean one. */
async function endsClean(cwd: string, again: readonly string[]): Promise<void> {
  expect((await hmsync(again, { cwd })).exitCode).toBe(0);
  expect(leftBehind(dbOf(cwd))).toEqual(await undisturbed());
  expect(query(dbOf(cwd), "pragma integrity_check")).toEqual([["ok"]]);
}

const lastRun = (cwd: string) =>
  query(dbOf(cwd), "select status, exit_code, committed from ledger_runs order by id desc limit 1");

test("a disk that fills up in a strict run: exit 1, nothing written, and run again", async () => {
  const cwd = await folder();
  const { exitCode, stdout } = await withRoomFor(1_300_000, [...STRICT, "--json"], cwd);
  expect(exitCode).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({ status: "failed", committed: false });
  expect(targetCounts(dbOf(cwd))).toEqual([0, 0, 0]);
  await endsClean(cwd, STRICT);
});

test("a disk that fills up in a lenient run: exit 1, its batches stand, and it is resumed", async () => {
  const cwd = await folder();
  const { exitCode, stdout } = await withRoomFor(1_600_000, [...LENIENT, "--json"], cwd);
  expect(exitCode).toBe(1);
  const { status, committed, entities } = JSON.parse(stdout);
  expect({ status, committed }).toEqual({ status: "failed", committed: true });
  const counts = targetCounts(dbOf(cwd));
  expect(counts).toEqual(["patients", "doctors", "visits"].map((one) => entities[one].inserted));
  expect(counts[2]).toBeLessThan(SIZE.visits);
  await endsClean(cwd, RESUME);
});

test.runIf(process.env["HMSYNC_NIGHT"])(
  "a database that another program locks in the middle: exit 1, and it is resumed",
  async () => {
    const cwd = await folder();
    let other: DriverDatabase | undefined;
    const happens = () => {
      other = new SqliteDriver(dbOf(cwd));
      other.exec("begin immediate");
    };
    const { exitCode, stdout, paused } = await pausedAt("after-commit:3", LENIENT, {
      cwd,
      happens,
    });
    other?.close();
    expect({ exitCode, paused }).toEqual({ exitCode: 1, paused: true });
    expect(stdout).toContain("SQLITE_BUSY");
    expect(targetCounts(dbOf(cwd))[2]).toBeLessThan(SIZE.visits);
    await endsClean(cwd, RESUME);
  },
);

const WITHOUT_A_JOURNAL = [
  { mode: "lenient", at: "after-commit:3", argv: LENIENT, again: RESUME },
  { mode: "strict", at: "registered:1", argv: STRICT, again: STRICT },
] as const;

test.each(casesOf(WITHOUT_A_JOURNAL, 1))(
  "a folder that takes no journal any more in the middle of a $mode run: exit 1, nothing lost",
  async ({ at, argv, again }) => {
    const cwd = await folder();
    // Not even root can write a journal where a folder stands.
    const inTheWay = `${dbOf(cwd)}-journal`;
    const { exitCode, paused } = await pausedAt(at, argv, {
      cwd,
      happens: () => mkdirSync(inTheWay),
    });
    rmSync(inTheWay, { recursive: true, force: true });
    expect({ exitCode, paused }).toEqual({ exitCode: 1, paused: true });
    expect(targetCounts(dbOf(cwd))[2]).toBeLessThan(SIZE.visits);
    await endsClean(cwd, again);
  },
);

test("a report folder that is gone when the report is written: exit 1, and the run stands", async () => {
  const cwd = await folder();
  const { exitCode, stderr, stdout } = await pausedAt("before-report:1", [...STRICT, "--json"], {
    cwd,
    happens() {
      rmSync(join(cwd, "reports"), { recursive: true });
      writeFileSync(join(cwd, "reports"), "a file in its place");
    },
  });
  expect(exitCode).toBe(1);
  expect(stderr).toContain("The report is incomplete");
  expect(JSON.parse(stdout)).toMatchObject({ committed: true, exitCode: 1 });
  rmSync(join(cwd, "reports"));
  expect(lastRun(cwd)).toEqual([["committed", 0, 1]]);
  await endsClean(cwd, STRICT);
});

const cutShort = (cwd: string) => truncateSync(visitsOf(cwd), 100_000);
const replace = (cwd: string) => {
  const text = readFileSync(visitsOf(cwd), "utf8");
  rmSync(visitsOf(cwd));
  writeFileSync(visitsOf(cwd), text.replaceAll("Migraine", "Headache"));
};
const remove = (cwd: string) => rmSync(visitsOf(cwd));

const CHANGED_FILES = [
  { what: "cut short", mode: "lenient", happens: cutShort },
  { what: "replaced", mode: "strict", happens: replace },
  { what: "removed", mode: "lenient", happens: remove },
  { what: "cut short", mode: "strict", happens: cutShort },
  { what: "replaced", mode: "lenient", happens: replace },
] as const;

test.each(casesOf(CHANGED_FILES, 3))(
  "a file that is $what in a $mode run: exit 1, its name, and nothing of it in silence",
  async ({ mode, happens }) => {
    const cwd = await folder();
    const whole = readFileSync(visitsOf(cwd));
    const [at, argv, again] =
      mode === "strict"
        ? (["registered:1", STRICT, STRICT] as const)
        : (["after-commit:1", LENIENT, RESUME] as const);
    const { exitCode, stdout, stderr } = await pausedAt(at, argv, {
      cwd,
      happens: () => happens(cwd),
    });
    expect(exitCode).toBe(1);
    expect(stdout + stderr).toContain("visits.csv");
    expect(targetCounts(dbOf(cwd))[2]).toBe(0);
    if (mode === "lenient") {
      const refused = await hmsync(again, { cwd });
      expect(refused).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("visits.csv") });
    }
    writeFileSync(visitsOf(cwd), whole);
    await endsClean(cwd, again);
  },
);
