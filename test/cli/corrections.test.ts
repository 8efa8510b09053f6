import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import ExcelJS from "exceljs";
import { expect, test } from "vitest";
import { hmsync } from "../support/cli.ts";
import { query, targetCounts } from "../support/sql.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

const FILES = {
  "patients.csv":
    "patientId,firstName,lastName,phoneNumber\n001,Asha,Rao,\n002,Tom,Novak,0209461234\n003,Li,Wei,\n",
  "doctors.csv": "doctorId,fullName\nD1,Dr. Jane Smith\n",
  "visits.csv":
    "visitId,patientId,doctorId,visitDate\nV1,002,D1,2022-01-15\nV2,003,D1,2022-01-15\nV3,999,D1,2022-03-04\n",
};

async function imported(flags: readonly string[]): Promise<string> {
  const cwd = workspace();
  writeFiles(join(cwd, "legacy"), FILES);
  expect((await importAgain(cwd, ["--report", "first", ...flags])).exitCode).toBe(3);
  return cwd;
}

const importAgain = (cwd: string, flags: readonly string[]) =>
  hmsync(["import", "--source", "legacy", "--as-of", "2026-01-14", "--json", ...flags], { cwd });

async function retried(cwd: string, flags: readonly string[] = []) {
  const { exitCode, stdout, stderr } = await hmsync(["import:retry", "--json", ...flags], { cwd });
  return { exitCode, stderr, ...(stdout === "" ? {} : JSON.parse(stdout)) };
}

function edit(
  cwd: string,
  file: string,
  ...changes: readonly (readonly [string | RegExp, string])[]
) {
  const path = join(cwd, file);
  let text = readFileSync(path, "utf8");
  for (const [from, to] of changes) {
    expect(text.replace(from, to)).not.toBe(text);
    text = text.replace(from, to);
  }
  writeFileSync(path, text);
}

const db = (cwd: string) => join(cwd, "hmsync.db");
const idsOf = (cwd: string) =>
  query(db(cwd), "select legacy_id from patients order by 1").map(([id]) => id);

/** Every record has one outcome, in each run. */
function expectConserved(entities: Record<string, Record<string, number>>): void {
  const outcomes = ["inserted", "updated", "unchanged", "duplicate", "rejected", "skipped"];
  for (const entity of Object.values(entities)) {
    const sum = [...outcomes, "withdrawn"].reduce((total, one) => total + (entity[one] ?? 0), 0);
    expect(sum).toBe(entity["records"]);
  }
}

test("ids that lost their zeros are put back; a row left out stays rejected; a visit is withdrawn until the retry is taken back", async () => {
  const cwd = await imported(["--continue-on-error"]);
  edit(cwd, "first/rejected/patients.csv", [",001,Asha,Rao,", ",1,Asha,Rao,0441234567"]);
  edit(cwd, "first/rejected/patients.csv", [/^3,.*\r\n/m, ""]);
  edit(cwd, "first/rejected/visits.csv", ['records in.",,V3', 'records in.",Withdraw: nobody,V3']);
  const { exitCode, entities, corrections, run } = await retried(cwd);
  expect(exitCode).toBe(3);
  expect(idsOf(cwd)).toEqual(["001", "002"]);
  expect(corrections).toMatchObject({ records: 4, corrected: 1, missing: 1, withdrawn: 1 });
  expect(entities.patients).toMatchObject({ inserted: 1, rejected: 1 });
  expect(entities.patients.issues["patients.row.left-out"]).toBe(1);
  expect(entities.visits).toMatchObject({ rejected: 1, withdrawn: 1, balanced: true });
  expectConserved(entities);
  // A later export with the same record, and a parent for it.
  writeFiles(join(cwd, "legacy"), {
    "patients.csv": `${FILES["patients.csv"]}999,Mia,Khan,0441\n`,
  });
  const later = JSON.parse((await importAgain(cwd, ["--continue-on-error"])).stdout);
  expect(later.entities.visits).toMatchObject({ released: 0, withdrawn: 1, inserted: 0 });
  expectConserved(later.entities);
  const status = JSON.parse((await hmsync(["import:status", "--json"], { cwd })).stdout);
  expect(status.runs.map((one: { withdrawn: number }) => one.withdrawn)).toEqual([1, 1, 0]);
  expect((await hmsync(["import:undo", run, "--yes"], { cwd })).exitCode).toBe(0);
  const last = JSON.parse((await importAgain(cwd, ["--continue-on-error"])).stdout);
  expect(last.entities.visits).toMatchObject({ withdrawn: 0, inserted: 1 });
});

test("a strict retry that is rejected again hands its corrections on to the next; done twice it changes nothing", async () => {
  const cwd = await imported([]);
  edit(cwd, "first/rejected/patients.csv", ["Asha,Rao,", "Asha,Rao,0441234567"]);
  expect(await retried(cwd, ["--report", "second"])).toMatchObject({
    exitCode: 3,
    committed: false,
  });
  edit(cwd, "second/rejected/patients.csv", ["Li,Wei,", "Li,Wei,0331234567"]);
  edit(cwd, "second/rejected/visits.csv", [",999,", ",002,"]);
  expect((await retried(cwd)).exitCode).toBe(0);
  expect(targetCounts(db(cwd))).toEqual([3, 1, 3]);
  const again = await retried(cwd);
  expect(again.entities.patients).toMatchObject({ unchanged: 3, inserted: 0, updated: 0 });
  expect(again.entities.visits).toMatchObject({ unchanged: 3, inserted: 0, updated: 0 });
});

test("the workbook has the wrong cell coloured and said, and is taken as it is corrected", async () => {
  const cwd = await imported(["--continue-on-error"]);
  const path = join(cwd, "first/rejected/rejects.xlsx");
  const book = new ExcelJS.Workbook();
  await book.xlsx.readFile(path);
  expect(book.worksheets.map(({ name }) => name)).toEqual(["patients", "visits"]);
  const sheet = book.getWorksheet("patients");
  const [id, phone] = [sheet?.getCell("G2"), sheet?.getCell("J2")];
  if (sheet === undefined || id === undefined || phone === undefined) throw new Error("no sheet");
  expect([id.value, id.numFmt, phone.note !== undefined]).toEqual(["001", "@", true]);
  // What is not unlocked is locked.
  expect([sheet.getCell("A2").protection?.locked, phone.protection.locked]).toEqual([
    undefined,
    false,
  ]);
  expect(sheet.getCell("F2").dataValidation.type).toBe("list");
  id.value = 1;
  phone.value = "0441234567";
  await book.xlsx.writeFile(path);
  const { exitCode, corrections } = await retried(cwd);
  expect([exitCode, corrections.cellsPutBack, corrections.cellsCorrected]).toEqual([3, 1, 1]);
  expect(idsOf(cwd)).toEqual(["001", "002"]);
  // Both were edited now, and say different things.
  edit(cwd, "first/rejected/patients.csv", ["Asha,Rao,", "Asha,Rao,0449999999"]);
  const name = String(query(db(cwd), "select name from ledger_runs where id = 1")[0]?.[0]);
  const clash = await retried(cwd, [name]);
  expect(clash.exitCode).toBe(4);
  expect(clash.stderr).toContain("row 2");
});

test("nothing is written while a legacy id is another one; a new id is taken where the row says so", async () => {
  const cwd = await imported(["--continue-on-error"]);
  edit(cwd, "first/rejected/patients.csv", [",001,Asha,Rao,", ",011,Asha,Rao,0441234567"]);
  const refused = await retried(cwd);
  expect(refused.exitCode).toBe(4);
  expect(refused.stderr).toContain("_decision");
  expect(query(db(cwd), "select count(*) from ledger_runs")).toEqual([[1]]);
  edit(cwd, "first/rejected/patients.csv", [",,011,", ",new id,011,"]);
  expect((await retried(cwd)).entities.patients).toMatchObject({ inserted: 1, rejected: 1 });
  expect(idsOf(cwd)).toEqual(["002", "011"]);
});
