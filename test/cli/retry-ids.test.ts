import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { hmsync } from "../support/cli.ts";
import { query } from "../support/sql.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

const HEADER = "patientId,firstName,lastName,phoneNumber\n";
const PATIENTS = `${HEADER}001,Asha,Rao,\n002,Tom,Novak,0209461234\n,Li,Wei,0331234567\n`;

async function imported(patients: string, report: string, cwd = workspace()): Promise<string> {
  writeFiles(join(cwd, "legacy"), { "patients.csv": patients });
  const flags = ["--source", "legacy", "--as-of", "2026-01-14", "--continue-on-error"];
  await hmsync(["import", ...flags, "--report", report], { cwd });
  return cwd;
}

async function retried(cwd: string, of: number, ...flags: readonly string[]) {
  const run = query(join(cwd, "hmsync.db"), `select name from ledger_runs where id = ${of}`);
  const argv = ["import:retry", String(run[0]?.[0]), "--json", ...flags];
  const { exitCode, stdout } = await hmsync(argv, { cwd });
  return { exitCode, patients: JSON.parse(stdout).entities.patients };
}

function edit(report: string, [from, to]: readonly [string, string]): void {
  const path = join(report, "rejected/patients.csv");
  const text = readFileSync(path, "utf8");
  expect(text).toContain(from);
  writeFileSync(path, text.replace(from, to));
}

const phones = (cwd: string) =>
  query(join(cwd, "hmsync.db"), "select legacy_id, last_name, phone from patients order by 1");
const TOM = ["002", "Novak", "0209461234"];
const TAKEN = { "patients.legacyId.taken": 1 };

test("an id that a record is given is not taken from the patient who has it, in a retry of the retry neither", async () => {
  const cwd = await imported(PATIENTS, "first");
  edit(join(cwd, "first"), [",,Li,Wei", ",002,Li,Wei"]);
  edit(join(cwd, "first"), [",,001,Asha,Rao,", ",new id,002,Asha,Rao,0441234567"]);
  const both = await retried(cwd, 1, "--report", "second");
  expect([both.exitCode, both.patients.updated, both.patients.rejected]).toEqual([3, 0, 2]);
  edit(join(cwd, "first"), ["new id,002,Asha", ",001,Asha"]);
  const one = await retried(cwd, 1, "--report", "third");
  expect(one.patients).toMatchObject({ inserted: 1, updated: 0, rejected: 1, issues: TAKEN });
  const again = await retried(cwd, 3, "--report", "fourth");
  expect(again.patients).toMatchObject({ updated: 0, rejected: 1, issues: TAKEN });
  expect(phones(cwd)).toEqual([["001", "Rao", "0441234567"], TOM]);
  // One that nobody has is taken, once.
  edit(join(cwd, "fourth"), [",,002,Li,Wei", ",new id,003,Li,Wei"]);
  expect((await retried(cwd, 4)).patients).toMatchObject({ inserted: 1, rejected: 0 });
  expect((await retried(cwd, 4)).patients).toMatchObject({ unchanged: 1, rejected: 0 });
});

test("what a later export brought is not written over by a correction of an earlier one", async () => {
  const cwd = await imported(PATIENTS, "first");
  await imported(PATIENTS.replace("Rao,", "Rao-Shah,0449999999"), "second", cwd);
  edit(join(cwd, "first"), ["Asha,Rao,", "Asha,Rao,0441234567"]);
  expect((await retried(cwd, 1)).patients).toMatchObject({ updated: 0, rejected: 2 });
  expect(phones(cwd)).toEqual([["001", "Rao-Shah", "0449999999"], TOM]);
});

test("a newer version of a patient that was rejected and is corrected updates the patient, twice too", async () => {
  const cwd = await imported(PATIENTS, "first");
  await imported(PATIENTS.replace("Novak,0209461234", "Novakova,"), "second", cwd);
  edit(join(cwd, "second"), ["Tom,Novakova,", "Tom,Novakova,0207777777"]);
  expect((await retried(cwd, 2)).patients).toMatchObject({ updated: 1 });
  edit(join(cwd, "second"), ["0207777777", "0208888888"]);
  expect((await retried(cwd, 2)).patients).toMatchObject({ updated: 1 });
  expect(phones(cwd)).toEqual([["002", "Novakova", "0208888888"]]);
});
