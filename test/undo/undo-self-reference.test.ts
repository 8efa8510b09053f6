import { type AnySQLiteColumn, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { expect, test } from "vitest";
import { legacyId } from "../../importers/convert/legacy-id.ts";
import { defineImporter } from "../../importers/define.ts";
import type { Database } from "../../src/db/database.ts";
import { contentHash, hashRow } from "../../src/digest/content-hash.ts";
import { undoRun } from "../../src/undo/undo-run.ts";
import { CLEAN, exportOf } from "../support/export.ts";
import { importFolder, newDatabase } from "../support/import.ts";
import { column } from "../support/rows.ts";
import { addRow, blocked, done, runNamed } from "../support/undo.ts";

const staff = sqliteTable("staff", {
  id: text().primaryKey(),
  legacyId: text("legacy_id"),
  chiefId: text("chief_id").references((): AnySQLiteColumn => staff.id),
});
const importer = defineImporter({
  entity: "staff",
  table: staff,
  fields: { legacyId: legacyId() },
});

/** A run that brought people, each with a chief: `a` above `b`, above `c`. */
async function withStaff(chiefs: Readonly<Record<string, string | null>>) {
  const db = await newDatabase();
  db.exec(
    "create table staff (id text primary key, legacy_id text, chief_id text references staff (id))",
  );
  const { run } = await importFolder(db, exportOf({ doctors: CLEAN.doctors }));
  const columns = `json('{"columns":["legacyId","chiefId"]}')`;
  db.exec(`delete from ledger_crosswalk; delete from doctors;
    update ledger_runs set summary = json_set(summary, '$.entities', json_object('staff', ${columns}))`);
  for (const [id, chief] of Object.entries(chiefs)) {
    addRow(db, "staff", { id, legacy_id: id, chief_id: null });
    addRow(db, "ledger_crosswalk", {
      legacy_system: "generic-csv",
      entity: "staff",
      legacy_id: id,
      target_id: id,
      content_hash: contentHash(hashRow([id, chief])),
      file_id: 1,
      record: 1,
      line: 2,
      run_id: 1,
      made_by_run_id: 1,
    });
  }
  for (const [id, chief] of Object.entries(chiefs)) {
    db.prepare("update staff set chief_id = ? where id = ?").run([chief, id]);
  }
  return { db, run };
}

const undo = (db: Database, name: string, runName: string) =>
  undoRun({
    db,
    importers: [importer],
    undone: runNamed(db, name),
    partial: true,
    rehearse: false,
    runName,
    asOf: "2026-01-20",
    startedAt: new Date(),
    onProgress: () => undefined,
  });

test("rows that refer to each other go in whatever order lets them, and come back", async () => {
  const { db, run } = await withStaff({ a: null, b: "a", c: "b", d: "d" });
  expect(done(await undo(db, run, "undo"))).toEqual([4, 0, 0]);
  expect(done(await undo(db, "undo", "redo"))).toEqual([0, 0, 4]);
  const rows = column(db, "select id || coalesce(chief_id, '') from staff order by id");
  expect(rows).toEqual(["a", "ba", "cb", "dd"]);
});

test("what a row that stays refers to stays, up to the top", async () => {
  const { db, run } = await withStaff({ a: null, b: "a", c: "b", d: null });
  db.exec("insert into staff (id, chief_id) values ('new', 'c')");
  const summary = await undo(db, run, "undo");
  expect(done(summary)).toEqual([1, 0, 0]);
  expect(blocked(summary)).toEqual({
    "staff.undo.application-refers": 1,
    "staff.undo.kept-row-refers": 2,
  });
});
