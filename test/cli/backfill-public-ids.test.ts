import { join } from "node:path";
import { expect, test } from "vitest";
import { HMSYNC } from "../../importers/index.ts";
import { hmsync } from "../support/cli.ts";
import { newDatabase } from "../support/import.ts";
import { addPatients, upTo } from "../support/public-ids.ts";
import { change, query } from "../support/sql.ts";
import { workspace } from "../support/workspace.ts";

const COMMAND = "db:backfill-public-ids";
const LACKING = "select count(*) - count(public_id), count(distinct public_id) from patients";

/** A folder with a database of patients that have no public ids. */
async function folderWith(patients: number): Promise<{ cwd: string; path: string }> {
  const cwd = workspace();
  const path = join(cwd, "hmsync.db");
  const db = await newDatabase(path);
  addPatients(db, upTo(patients));
  db.close();
  return { cwd, path };
}

test.each([
  ["before-commit:3", 8],
  ["after-commit:3", 12],
] as const)("killed at %s, it has kept %i rows, and goes on with the rest", async (at, kept) => {
  const { cwd, path } = await folderWith(30);
  const command = [COMMAND, "--only", "patients", "--batch-size", "4"];
  const killed = await hmsync(command, { cwd, env: { HMSYNC_FAILPOINT: at } });
  expect(killed.signal).toBe("SIGKILL");
  expect(query(path, LACKING)).toEqual([[30 - kept, kept]]);
  const before = query(path, "select id, public_id from patients where public_id is not null");
  const again = await hmsync([...command, "--json"], { cwd });
  expect(again.exitCode).toBe(0);
  const [patients] = JSON.parse(again.stdout).tables;
  expect(patients.derived + patients.made).toBe(30 - kept);
  expect(query(path, LACKING)).toEqual([[0, 30]]);
  expect(query(path, "select id, public_id from patients")).toEqual(expect.arrayContaining(before));
});

test("a dry run says what it would do, in every table, and writes neither rows nor a backup", async () => {
  const { cwd, path } = await folderWith(11);
  const { exitCode, stdout } = await hmsync([COMMAND, "--dry-run", "--json"], { cwd });
  expect(exitCode).toBe(0);
  const { dryRun, backup, tables } = JSON.parse(stdout);
  expect([dryRun, backup]).toEqual([true, null]);
  const entities = tables.map(({ entity }: { entity: string }) => entity);
  expect(entities).toEqual(
    HMSYNC.importers
      .filter(({ partOf }) => partOf === undefined)
      .map(({ entity }) => entity)
      .toSorted(),
  );
  expect(tables[entities.indexOf("patients")].before).toMatchObject({
    rows: 11,
    missingImported: 9,
    missingOwn: 2,
  });
  expect(query(path, LACKING)).toEqual([[11, 0]]);
});

test("what is no public id is left, listed by its row, and needs a decision", async () => {
  const { cwd, path } = await folderWith(3);
  change(path, "update patients set public_id = 'PATIENT-1', full_name = 'Asha' where rowid = 1");
  const { exitCode, stdout } = await hmsync([COMMAND], { cwd });
  expect(exitCode).toBe(4);
  expect(stdout).toContain(String(query(path, "select id from patients where rowid = 1")[0]));
  expect(stdout).not.toContain("PATIENT-1");
  expect(query(path, LACKING)).toEqual([[0, 3]]);
});

test("Ctrl-C ends it with 130 after the batch at hand, which stays", async () => {
  const { cwd, path } = await folderWith(400);
  const stopped = await hmsync([COMMAND, "--batch-size", "1"], {
    cwd,
    meanwhile: (child) => child.stderr?.once("data", () => child.kill("SIGINT")),
  });
  expect(stopped.exitCode).toBe(130);
  const [[lacking = 0, filled = 0] = []] = query(path, LACKING) as [number, number][];
  expect(lacking + filled).toBe(400);
  expect(lacking).toBeGreaterThan(0);
});

test("a database without the column, and a table without public ids, are refused", async () => {
  const { cwd, path } = await folderWith(1);
  expect((await hmsync([COMMAND, "--only", "wards"], { cwd })).exitCode).toBe(2);
  expect((await hmsync([COMMAND, "--batch-size", "0"], { cwd })).exitCode).toBe(2);
  expect((await hmsync([COMMAND, "--db", "nothing.db"], { cwd })).exitCode).toBe(2);
  change(path, "drop index patients_public_id_unique");
  const { exitCode, stderr } = await hmsync([COMMAND], { cwd });
  expect(exitCode).toBe(4);
  expect(stderr).toContain("db:push");
});
