import { text } from "drizzle-orm/sqlite-core";
import { expect, test } from "vitest";
import type { Database } from "../../src/db/database.ts";
import { migrate, type RollbackRequest, rollBack } from "../../src/evolve/migrations/migrate.ts";
import { PushRefused } from "../../src/evolve/push-refused.ts";
import { databaseOf, dump, NOW, rows } from "../support/evolve.ts";
import { hospital, hospitalDatabase, patientColumns, ROWS } from "../support/hospital.ts";
import { type Team, team } from "../support/team.ts";

const apply = (db: Database, { folder }: Team) =>
  migrate(db, { folder, now: NOW, allowConvert: [], adopt: false });
const back = (db: Database, { folder }: Team, allowed: Partial<RollbackRequest> = {}) =>
  rollBack(db, { folder, now: NOW, ...allowed });

/** Rolls back what must be refused, and sees that nothing changed. */
async function refusedFlags(db: Database, own: Team): Promise<string[]> {
  const before = dump(db.path);
  const error = await back(db, own).catch((failure: unknown) => failure);
  expect(error).toBeInstanceOf(PushRefused);
  expect((error as PushRefused).exitCode).toBe(4);
  expect(dump(db.path)).toEqual(before);
  return (error as PushRefused).report.needs.map(({ flag }) => flag);
}

async function withEmail(own: Team): Promise<Database> {
  await own.generate("start", hospital());
  const db = databaseOf("");
  await apply(db, own);
  db.exec(ROWS);
  await own.generate("email", hospital({ patients: { ...patientColumns(), email: text() } }));
  await apply(db, own);
  return db;
}

test("an added column that holds nothing is taken back", async () => {
  const own = team();
  const db = await withEmail(own);
  await back(db, own);
  expect(rows(db, "SELECT count(*) FROM pragma_table_info('patients')")).toEqual([[4]]);
});

test("what came into a column since is not lost on the way back, unless it is named", async () => {
  const own = team();
  const db = await withEmail(own);
  db.exec("UPDATE patients SET email = 'asha@example.org' WHERE id = 'p1'");
  expect(await refusedFlags(db, own)).toEqual(["--allow-drop patients.email"]);
  await back(db, own, { allowDrop: ["patients.email"] });
  expect(rows(db, "SELECT count(*) FROM pragma_table_info('patients')")).toEqual([[4]]);
});

test("what a database had before a migration was marked is not taken away, even if it is empty", async () => {
  const own = team();
  const db = await hospitalDatabase();
  db.exec("PRAGMA foreign_keys = OFF; DELETE FROM prescriptions; DELETE FROM patients");
  await own.generate("start", hospital());
  await apply(db, own);
  const flags = await refusedFlags(db, own);
  expect(flags).toContain("--allow-drop-table prescriptions");
  const allowDropTable = ["doctors", "patients", "prescriptions", "visits"];
  await back(db, own, { allowDropTable });
  expect((await apply(db, own)).applied.map(({ tag }) => tag)).toEqual(["0000_start"]);
});

test("a migration that was only marked does not take its tables along", async () => {
  const own = team();
  const db = await hospitalDatabase();
  await own.generate("start", hospital());
  expect((await apply(db, own)).baselined).toEqual(["0000_start"]);
  const flags = await refusedFlags(db, own);
  expect(flags.sort()).toEqual(
    ["doctors", "patients", "prescriptions", "visits"].map((name) => `--allow-drop-table ${name}`),
  );
});
