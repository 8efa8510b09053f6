import { appendFileSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { hmsync } from "../support/cli.ts";
import { change, query, targetCounts } from "../support/sql.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

const FRIDAY = {
  "patients.csv":
    "patientId,firstName,lastName,phoneNumber\n1,Asha,Rao,0441234567\n2,Tom,Novak,0209461234\n3,Li,Wei,0331234567\n",
};
/** Asha has moved, Li is gone, Noor has come. */
const SUNDAY = {
  "patients.csv":
    "patientId,firstName,lastName,phoneNumber\n1,Asha,Rao,0449999999\n2,Tom,Novak,0209461234\n4,Noor,Khan,0551234567\n",
};

async function afterFriday(): Promise<string> {
  const cwd = workspace();
  writeFiles(join(cwd, "friday"), FRIDAY);
  writeFiles(join(cwd, "sunday"), SUNDAY);
  await hmsync(["import", "--source", "friday"], { cwd });
  return cwd;
}

const db = (cwd: string) => join(cwd, "hmsync.db");
const bytes = (cwd: string) => readFileSync(db(cwd));

test("a diff tells new, changed, vanished and the columns, and leaves the database as it is", async () => {
  const cwd = await afterFriday();
  const before = bytes(cwd);
  const { exitCode, stdout } = await hmsync(["import:diff", "--source", "sunday", "--json"], {
    cwd,
  });
  expect(exitCode).toBe(0);
  const { entities, committed, database } = JSON.parse(stdout);
  expect(entities.patients).toMatchObject({
    inserted: 1,
    updated: 1,
    unchanged: 1,
    vanished: 1,
    changed: { phone: 1 },
  });
  expect({ committed, database }).toEqual({ committed: false, database: "hmsync.db" });
  expect(bytes(cwd).equals(before)).toBe(true);
});

test("a diff does not wait for a program that is writing", async () => {
  const cwd = await afterFriday();
  change(db(cwd), "pragma journal_mode = wal; begin immediate; delete from patients");
  expect((await hmsync(["import:diff", "--source", "sunday"], { cwd })).exitCode).toBe(0);
});

async function planned(): Promise<string> {
  const cwd = await afterFriday();
  const plan = ["import", "--source", "sunday", "--dry-run", "--out", "plan.json"];
  expect((await hmsync(plan, { cwd })).exitCode).toBe(0);
  return cwd;
}

const asPlanned = (cwd: string, ...more: string[]) =>
  hmsync(["import", "--plan", "plan.json", ...more], { cwd });

describe("a saved plan", () => {
  test("is its owner's alone, and is carried out with the counts that it says", async () => {
    const cwd = await planned();
    expect(statSync(join(cwd, "plan.json")).mode & 0o777).toBe(0o600);
    const { exitCode, stdout } = await asPlanned(cwd, "--json");
    expect(exitCode).toBe(0);
    const plan = JSON.parse(readFileSync(join(cwd, "plan.json"), "utf8"));
    expect(JSON.parse(stdout).entities.patients).toMatchObject(plan.entities.patients);
    expect(targetCounts(db(cwd))).toEqual([4, 0, 0]);
  });

  test("is what is said to come next, in this database", async () => {
    const cwd = await afterFriday();
    const plan = ["import", "--source", "sunday", "--dry-run", "--out", "plan.json"];
    const { stdout } = await hmsync([...plan, "--db", "hmsync.db"], { cwd });
    expect(stdout).toMatch(/^Next: hmsync import --plan plan\.json --db hmsync\.db$/m);
  });

  test.each([
    [
      "the export",
      (cwd: string) => appendFileSync(join(cwd, "sunday/patients.csv"), "5,A,B,0441234567\n"),
    ],
    [
      "a further file",
      (cwd: string) => writeFiles(join(cwd, "sunday"), { "doctors.csv": "doctorId,fullName\n" }),
    ],
    [
      "a row of the database",
      (cwd: string) => change(db(cwd), "update patients set phone = '0' where legacy_id = '2'"),
    ],
    ["the schema", (cwd: string) => change(db(cwd), "alter table patients add column ward text")],
  ])("is refused when %s has changed since", async (_, meddle) => {
    const cwd = await planned();
    meddle(cwd);
    const rows = targetCounts(db(cwd));
    expect((await asPlanned(cwd)).exitCode).toBe(4);
    expect(targetCounts(db(cwd))).toEqual(rows);
    expect(query(db(cwd), "select count(*) from ledger_runs")).toEqual([[1]]);
  });

  test("is refused once it has been carried out", async () => {
    const cwd = await planned();
    await asPlanned(cwd);
    expect((await asPlanned(cwd)).exitCode).toBe(4);
  });

  test.each([
    ["that is none", "{}"],
    ["that is no JSON", "plan"],
  ])("%s is refused", async (_, text) => {
    const cwd = await planned();
    writeFileSync(join(cwd, "plan.json"), text);
    expect((await asPlanned(cwd)).exitCode).toBe(2);
  });

  test("keeps its own settings: others are refused", async () => {
    const cwd = await planned();
    expect((await asPlanned(cwd, "--continue-on-error")).exitCode).toBe(2);
  });
});

test("a run that comes to something else than its plan is rolled back", async () => {
  const cwd = await planned();
  const path = join(cwd, "plan.json");
  const plan = JSON.parse(readFileSync(path, "utf8"));
  plan.entities.patients.updated = 2;
  writeFileSync(path, JSON.stringify(plan));
  const { exitCode, stdout } = await asPlanned(cwd, "--json");
  expect(exitCode).toBe(5);
  expect(JSON.parse(stdout).differences).toMatchObject([
    { entity: "patients", measure: "updated (planned)", source: 2, target: 1 },
  ]);
  expect(targetCounts(db(cwd))).toEqual([3, 0, 0]);
});

test("only a rehearsal can be saved", async () => {
  const cwd = await afterFriday();
  const argv = ["import", "--source", "sunday", "--out", "plan.json"];
  expect((await hmsync(argv, { cwd })).exitCode).toBe(2);
});
