import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { hmsync } from "../support/cli.ts";
import { query, targetCounts } from "../support/sql.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

const FILES = {
  "patients.csv":
    "patientId,firstName,lastName,phoneNumber\n1,Asha,Rao,\n2,Tom,Novak,0209461234\n3,Li,Wei,\n",
  "doctors.csv": "doctorId,fullName\nD1,Dr. Jane Smith\n",
  "visits.csv": "visitId,patientId,doctorId,visitDate\nV1,2,D1,2022-01-15\n",
};

/** Imports with two rejected patients, and corrects the first of them. */
async function withRejects(flags: readonly string[]): Promise<string> {
  const cwd = workspace();
  writeFiles(join(cwd, "legacy"), FILES);
  const { exitCode } = await hmsync(
    ["import", "--source", "legacy", "--as-of", "2026-01-14", ...flags],
    { cwd },
  );
  expect(exitCode).toBe(3);
  correct(rejectsOf(cwd, 1), "1,Asha,Rao,", "1,Asha,Rao,'+44123456");
  return cwd;
}

const db = (cwd: string) => join(cwd, "hmsync.db");

function rejectsOf(cwd: string, run: number): string {
  const [row] = query(db(cwd), `select report_folder from ledger_runs where id = ${run}`);
  return join(String(row?.[0]), "rejected/patients.csv");
}

function correct(path: string, from: string, to: string): void {
  const text = readFileSync(path, "utf8");
  expect(text).toContain(from);
  writeFileSync(path, text.replace(from, to));
}

const outcomesAt = (cwd: string) =>
  query(
    db(cwd),
    "select run_id, file_id, record, outcome from ledger_exceptions where entity = 'patients' order by id",
  );

test("a lenient run: the corrected records alone are taken, and keep their place", async () => {
  const cwd = await withRejects(["--continue-on-error"]);
  const retried = await hmsync(["import:retry", "--json"], { cwd });
  expect(retried.exitCode).toBe(3);
  const summary = JSON.parse(retried.stdout);
  expect(summary).toMatchObject({ kind: "retry", ofRun: expect.any(String), committed: true });
  expect(summary.entities.patients).toMatchObject({
    records: 2,
    inserted: 1,
    rejected: 1,
    balanced: true,
  });
  expect(targetCounts(db(cwd))).toEqual([2, 1, 1]);
  expect(outcomesAt(cwd)).toEqual([
    [1, 1, 1, "rejected"],
    [1, 1, 3, "rejected"],
    [2, 1, 1, "inserted"],
    [2, 1, 3, "rejected"],
  ]);
  const place = "select file_id, record, line, run_id from ledger_crosswalk where legacy_id = '1'";
  expect(query(db(cwd), place)).toEqual([[1, 1, 2, 2]]);
  expect(query(db(cwd), "select phone from patients where legacy_id = '1'")).toEqual([
    ["+44123456"],
  ]);
});

test("what is rejected again is corrected in the retry's own folder", async () => {
  const cwd = await withRejects(["--continue-on-error"]);
  await hmsync(["import:retry"], { cwd });
  correct(rejectsOf(cwd, 2), "3,Li,Wei,", "3,Li,Wei,0331234567");
  const { exitCode } = await hmsync(["import:retry"], { cwd });
  expect(exitCode).toBe(0);
  expect(targetCounts(db(cwd))).toEqual([3, 1, 1]);
  expect(outcomesAt(cwd).at(-1)).toEqual([3, 1, 3, "inserted"]);
});

test("a strict run: the whole export is taken, with the corrected records in their place", async () => {
  const cwd = await withRejects([]);
  expect((await hmsync(["import:retry"], { cwd })).exitCode).toBe(3);
  expect(targetCounts(db(cwd))).toEqual([0, 0, 0]);
  correct(rejectsOf(cwd, 1), "3,Li,Wei,", "3,Li,Wei,0331234567");
  const { exitCode } = await hmsync(
    ["import:retry", query(db(cwd), "select name from ledger_runs where id = 1")[0]?.[0] as string],
    { cwd },
  );
  expect(exitCode).toBe(0);
  expect(targetCounts(db(cwd))).toEqual([3, 1, 1]);
});

test("a retry that is rehearsed writes nothing", async () => {
  const cwd = await withRejects(["--continue-on-error"]);
  const { exitCode } = await hmsync(["import:retry", "--dry-run"], { cwd });
  expect(exitCode).toBe(3);
  expect(targetCounts(db(cwd))).toEqual([1, 1, 1]);
});

test("retried twice, a record is there once", async () => {
  const cwd = await withRejects(["--continue-on-error"]);
  const [[run] = []] = query(db(cwd), "select name from ledger_runs");
  for (const _ of [1, 2]) await hmsync(["import:retry", String(run)], { cwd });
  expect(targetCounts(db(cwd))).toEqual([2, 1, 1]);
});

test.each([
  ["another header", (text: string) => text.replace("_record", "record"), 2],
  ["a record's number gone", (text: string) => text.replace("\n1,p", "\n,p"), 2],
] as const)(
  "%s in the rejected records is refused, and nothing written",
  async (_, spoil, exit) => {
    const cwd = await withRejects(["--continue-on-error"]);
    const path = rejectsOf(cwd, 1);
    writeFileSync(path, spoil(readFileSync(path, "utf8")));
    const { exitCode } = await hmsync(["import:retry"], { cwd });
    expect(exitCode).toBe(exit);
    expect(targetCounts(db(cwd))).toEqual([1, 1, 1]);
  },
);

test("a strict run whose export was changed since is not retried", async () => {
  const cwd = await withRejects([]);
  writeFiles(join(cwd, "legacy"), {
    ...FILES,
    "patients.csv": `${FILES["patients.csv"]}4,A,B,0441\n`,
  });
  const { exitCode, stderr } = await hmsync(["import:retry"], { cwd });
  expect(exitCode).toBe(1);
  expect(stderr).toContain("patients.csv");
});

test("the run that rejected them tells how many were let in since, until the retry is taken back", async () => {
  const cwd = await withRejects(["--continue-on-error"]);
  const told = async () => {
    const { runs } = JSON.parse((await hmsync(["import:status", "--json"], { cwd })).stdout);
    const [name] = query(db(cwd), "select name from ledger_runs where id = 1")[0] ?? [];
    const report = await hmsync(["import:report", String(name), "--json"], { cwd });
    return [runs.at(-1).letInSince, JSON.parse(report.stdout).letInSince];
  };
  expect(await told()).toEqual([0, 0]);
  await hmsync(["import:retry"], { cwd });
  expect(await told()).toEqual([1, 1]);
  expect((await hmsync(["import:status"], { cwd })).stdout).toMatch(/let in since\n/);
  const [[retry] = []] = query(db(cwd), "select name from ledger_runs where id = 2");
  await hmsync(["import:undo", String(retry), "--yes"], { cwd });
  expect(await told()).toEqual([0, 0]);
});

test("all that a strict run rejected is in while a retry of it stands, and again when its undo is undone", async () => {
  const cwd = await withRejects([]);
  correct(rejectsOf(cwd, 1), "3,Li,Wei,", "3,Li,Wei,0331234567");
  await hmsync(["import:retry"], { cwd });
  const ofFirst = async () => {
    const { runs } = JSON.parse((await hmsync(["import:status", "--json"], { cwd })).stdout);
    return runs.at(-1).letInSince;
  };
  const undo = async (id: number) => {
    const [name] = query(db(cwd), `select name from ledger_runs where id = ${id}`)[0] ?? [];
    expect((await hmsync(["import:undo", String(name), "--yes"], { cwd })).exitCode).toBe(0);
  };
  expect(await ofFirst()).toBe(2);
  await undo(2);
  expect(await ofFirst()).toBe(0);
  await undo(3);
  expect(await ofFirst()).toBe(2);
});

test("a retry that is killed is told how to go on, and that brings the ledger to the same end", async () => {
  const cwd = await withRejects(["--continue-on-error"]);
  const killed = await hmsync(["import:retry"], { cwd, env: { HMSYNC_FAILPOINT: "after-commit" } });
  expect(killed.signal).toBe("SIGKILL");
  expect((await hmsync(["import:retry"], { cwd })).exitCode).toBe(3);
  expect(outcomesAt(cwd).slice(2)).toEqual([
    [2, 1, 1, "inserted"],
    [2, 1, 3, "rejected"],
    [3, 1, 3, "rejected"],
  ]);
});

test("a dead retry is run again, not resumed", async () => {
  const cwd = await withRejects(["--continue-on-error"]);
  const env = { HMSYNC_FAILPOINT: "before-commit" };
  await hmsync(["import:retry"], { cwd, env });
  const { stdout } = await hmsync(["import:status"], { cwd });
  const [[first] = []] = query(db(cwd), "select name from ledger_runs where id = 1");
  expect(stdout).toContain(`it wrote nothing; run it again:  hmsync import:retry ${first}`);
});

test.each([
  ["strict", [], 2],
  ["lenient", ["--continue-on-error"], 3],
] as const)("a retry of a %s run whose export was moved", async (mode, flags, expected) => {
  const cwd = await withRejects(flags);
  renameSync(join(cwd, "legacy"), join(cwd, "moved"));
  const { exitCode, stderr } = await hmsync(["import:retry"], { cwd });
  expect(exitCode).toBe(expected);
  expect(stderr.includes("Put it back there")).toBe(mode === "strict");
});

test("without a rejected record there is nothing to retry", async () => {
  const cwd = workspace();
  await hmsync(["db:push", "--init"], { cwd });
  expect((await hmsync(["import:retry"], { cwd })).exitCode).toBe(2);
  expect((await hmsync(["import:retry", "2026-01-14-1"], { cwd })).exitCode).toBe(2);
});

test("records that contradict each other are rejected again, all of them", async () => {
  const cwd = workspace();
  const pairs = [1, 2, 3].flatMap((id) => [
    `${id},Asha,Rao,044123456${id}`,
    `${id},Tom,Novak,0209`,
  ]);
  const patients = ["patientId,firstName,lastName,phoneNumber", ...pairs].join("\n");
  writeFiles(join(cwd, "legacy"), { ...FILES, "patients.csv": `${patients}9461234\n` });
  const flags = ["--as-of", "2026-01-14", "--continue-on-error", "--json"];
  const first = await hmsync(["import", "--source", "legacy", ...flags], { cwd });
  const retried = await hmsync(["import:retry", "--json"], { cwd });
  for (const { exitCode, stdout, stderr } of [first, retried]) {
    expect([exitCode, stderr.includes("busy")]).toEqual([3, false]);
    const { patients: counts } = JSON.parse(stdout).entities;
    expect(counts).toMatchObject({ records: 6, rejected: 6, inserted: 0, balanced: true });
  }
  const again = readFileSync(rejectsOf(cwd, 2), "utf8");
  expect(again.split("\r\n").slice(1, -1)).toHaveLength(6);
});
