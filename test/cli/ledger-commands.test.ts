import { join } from "node:path";
import { expect, test } from "vitest";
import { hmsync } from "../support/cli.ts";
import { FLAWED, SMALL } from "../support/small-exports.ts";
import { change } from "../support/sql.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

/** A folder with a database that a run filled, and a second run that was rolled back. */
async function withTwoRuns(): Promise<string> {
  const cwd = workspace();
  writeFiles(join(cwd, "good"), SMALL);
  const flawed = { ...FLAWED, "patients.csv": FLAWED["patients.csv"].replaceAll(/^(\d)/gm, "9$1") };
  writeFiles(join(cwd, "bad"), flawed);
  await hmsync(["import", "--source", "good", "--as-of", "2026-01-14"], { cwd });
  await hmsync(["import", "--source", "bad", "--only", "patients"], { cwd });
  return cwd;
}

/** A folder with a database that holds SMALL, changed by SQL since. */
async function changedSince(sql: string): Promise<string> {
  const cwd = workspace();
  writeFiles(join(cwd, "legacy"), SMALL);
  await hmsync(["import", "--source", "legacy"], { cwd });
  change(join(cwd, "hmsync.db"), sql);
  return cwd;
}

async function validate(cwd: string) {
  const finished = await hmsync(["import:validate"], { cwd });
  const { stdout } = await hmsync(["import:validate", "--json"], { cwd });
  return { ...finished, entities: JSON.parse(stdout).entities };
}

test("import:status lists the runs, the newest first, also the one that was rolled back", async () => {
  const cwd = await withTwoRuns();
  const { exitCode, stdout } = await hmsync(["import:status", "--json"], { cwd });
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout).runs).toMatchObject([
    { status: "rejected", committed: false, exitCode: 3, records: 2, rejected: 1 },
    { status: "committed", committed: true, exitCode: 0, records: 5, inserted: 5 },
  ]);
  const table = (await hmsync(["import:status"], { cwd })).stdout.split("\n");
  expect(table[1]).toMatch(/rejected +nothing written/);
  expect(table[2]).toMatch(/committed +written/);
});

test("import:report prints the last run again, or the one that is named", async () => {
  const cwd = await withTwoRuns();
  const last = await hmsync(["import:report"], { cwd });
  expect(last.exitCode).toBe(0);
  expect(last.stdout).toContain("patients.phone.missing");
  const { runs } = JSON.parse((await hmsync(["import:status", "--json"], { cwd })).stdout);
  const first = await hmsync(["import:report", runs[1].name, "--json"], { cwd });
  expect(JSON.parse(first.stdout)).toMatchObject({
    run: runs[1].name,
    status: "committed",
    asOf: "2026-01-14",
    exitCode: 0,
  });
});

test("import:report of a run that the ledger does not know is refused", async () => {
  const cwd = await withTwoRuns();
  const { exitCode, stderr } = await hmsync(["import:report", "2020-01-01-1"], { cwd });
  expect(exitCode).toBe(2);
  expect(stderr).toContain("2020-01-01-1");
});

test("import:validate finds everything as it was imported", async () => {
  const { exitCode, entities } = await validate(await changedSince("select 1"));
  expect(exitCode).toBe(0);
  expect(entities).toMatchObject([
    { entity: "patients", imported: 2, asImported: 2, changed: 0, deleted: 0 },
    { entity: "doctors", imported: 1, asImported: 1, changed: 0, deleted: 0 },
    { entity: "visits", imported: 2, asImported: 2, changed: 0, deleted: 0 },
  ]);
});

test("import:validate names the place and the column of a row that was changed", async () => {
  const cwd = await changedSince("update patients set phone = '1' where legacy_id = '2'");
  const { exitCode, stdout, entities } = await validate(cwd);
  expect(exitCode).toBe(5);
  expect(entities[0]).toMatchObject({ entity: "patients", asImported: 1, changed: 1 });
  expect(entities[0].deviations).toMatchObject([
    { what: "changed", file: "patients.csv", record: 2, line: 3, columns: ["phone"] },
  ]);
  expect(stdout).toMatch(/changed +patients\.csv record 2, line 3 .*phone/);
});

test("import:validate names the place of a row that was deleted", async () => {
  const { exitCode, entities } = await validate(
    await changedSince("delete from visits where legacy_id = 'V1'"),
  );
  expect(exitCode).toBe(5);
  expect(entities[2]).toMatchObject({ entity: "visits", asImported: 1, deleted: 1 });
  expect(entities[2].deviations).toMatchObject([
    { what: "deleted", file: "visits.csv", record: 1, line: 2, columns: [] },
  ]);
});

test("import:validate counts rows that no import wrote, and finds no fault in them", async () => {
  const { exitCode, entities } = await validate(
    await changedSince("insert into doctors (id, full_name) values ('x', 'Dr. New')"),
  );
  expect(exitCode).toBe(0);
  expect(entities[1]).toMatchObject({ entity: "doctors", imported: 1, notImported: 1 });
});

test("the commands that only read refuse a database that is not there, and make none", async () => {
  const cwd = workspace();
  for (const command of ["import:status", "import:report", "import:validate"]) {
    const { exitCode, stderr } = await hmsync([command, "--db", "gone.db"], { cwd });
    expect(exitCode).toBe(2);
    expect(stderr).toContain("gone.db");
  }
});
