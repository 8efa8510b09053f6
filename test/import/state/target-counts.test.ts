import { expect, test } from "vitest";
import { patients } from "../../../shared/schema.ts";
import type { Database } from "../../../src/db/database.ts";
import { openSqlite } from "../../../src/db/sqlite/open.ts";
import { exportOf } from "../../support/export.ts";
import { afterCommit } from "../../support/faults.ts";
import { importFolder, newDatabase } from "../../support/import.ts";

const SOURCE = {
  patients: Array.from({ length: 9 }, (_, at) => `${at + 1},Li,Wei,0441234${100 + at},40`),
};
const LENIENT = { settings: { mode: "lenient", batchSize: 3 } } as const;

/** Another program writes between two batches. */
function alongside(db: Database, sql: string): Database {
  // The first commit registers the run, the second is the first batch's.
  return afterCommit(db, 2, () => {
    const other = openSqlite(db.path, { ifMissing: "refuse" });
    other.exec(sql);
    other.close();
  });
}

test("rows that another program adds between two batches are counted apart", async () => {
  const db = await newDatabase();
  const add = "insert into patients (id, full_name) values ('a', 'Walk In'), ('b', 'Walk In')";
  const summary = await importFolder(alongside(db, add), exportOf(SOURCE), LENIENT);
  expect(summary).toMatchObject({ exitCode: 0, differences: [] });
  expect(summary.entities["patients"]).toMatchObject({
    inserted: 9,
    othersWrote: 2,
    balanced: true,
    targetBefore: 0,
    targetAfter: 11,
  });
  expect(db.count(patients)).toBe(11);
});

test("a row that another program takes away is counted apart", async () => {
  const db = await newDatabase();
  db.exec("insert into patients (id, full_name) values ('a', 'Walk In')");
  const take = "delete from patients where id = 'a'";
  const summary = await importFolder(alongside(db, take), exportOf(SOURCE), LENIENT);
  expect(summary).toMatchObject({ exitCode: 0, differences: [] });
  expect(summary.entities["patients"]).toMatchObject({ inserted: 9, othersWrote: -1 });
});

test("an imported row that another program deletes between two batches does not balance", async () => {
  const db = await newDatabase();
  const take = "delete from patients where legacy_id = '2'";
  const summary = await importFolder(alongside(db, take), exportOf(SOURCE), LENIENT);
  expect(summary).toMatchObject({ status: "mismatched", exitCode: 5 });
  expect(summary.differences).toContainEqual({
    entity: "patients",
    measure: "rows written",
    source: 9,
    target: 8,
  });
});

test("what stood in the table before is not the run's", async () => {
  const db = await newDatabase();
  db.exec("insert into patients (id, full_name) values ('a', 'Walk In')");
  const summary = await importFolder(db, exportOf(SOURCE));
  expect(summary.entities["patients"]).toMatchObject({ targetBefore: 1, targetAfter: 10 });
});
