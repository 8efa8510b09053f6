import { expect, test } from "vitest";
import { derivePublicId, isPublicIdOf, newPublicId } from "../../shared/public-id.ts";
import { isTargetId } from "../../shared/target-id.ts";
import { SqliteDriver } from "../../src/db/sqlite/driver.ts";
import { DatabaseError } from "../../src/plain/errors.ts";
import { rows, value } from "../support/evolve.ts";
import { newDatabase } from "../support/import.ts";
import {
  addPatients,
  backfill,
  importedId,
  ownId,
  publicIds,
  upTo,
} from "../support/public-ids.ts";

const CUID = "cjld2cjxh0000qzrmn831i7rn";

test("imported rows get the derived id, the application's rows a new one, over several batches", async () => {
  const db = await newDatabase();
  addPatients(db, upTo(23));
  const { tables, interrupted } = await backfill(db);
  expect(interrupted).toBe(false);
  expect(tables[0]).toMatchObject({ entity: "patients", derived: 19, made: 4, clashes: 0 });
  expect(tables[0]?.before).toMatchObject({ rows: 23, missingImported: 19, missingOwn: 4 });
  expect(tables[0]?.after).toMatchObject({ rows: 23, prefixed: 23, missingImported: 0 });
  for (const [id, publicId] of publicIds(db)) {
    expect(isPublicIdOf("patients", publicId ?? "")).toBe(true);
    expect(publicId === derivePublicId("patients", id)).toBe(isTargetId(id));
  }
});

test("what stands in the column stays: ids, legacy CUIDs, and what is neither, which is listed", async () => {
  const db = await newDatabase();
  const [first, second, third, fourth] = addPatients(db, upTo(6));
  const given = [newPublicId("patients"), CUID, "PATIENT-3", newPublicId("doctors")];
  const set = db.prepare("update patients set public_id = ? where id = ?");
  for (const [at, id] of [first, second, third, fourth].entries())
    set.run([given[at] ?? null, id ?? null]);
  const { tables } = await backfill(db);
  expect(tables[0]?.before).toMatchObject({ prefixed: 1, legacy: 1, malformed: 2 });
  expect(tables[0]?.after).toMatchObject({
    prefixed: 3,
    legacy: 1,
    malformed: 2,
    malformedRows: [third, fourth],
  });
  expect([...publicIds(db).values()].slice(0, 4)).toEqual(given);
});

test("nothing but the empty cells is touched, updated_at neither", async () => {
  const db = await newDatabase();
  addPatients(db, upTo(9));
  const rest = "select id, legacy_id, full_name, created_at, updated_at, rowid from patients";
  const before = rows(db, rest);
  await backfill(db);
  expect(rows(db, rest)).toEqual(before);
});

test("a second backfill finds nothing to do, and asks for no backup", async () => {
  const db = await newDatabase();
  addPatients(db, upTo(9));
  await backfill(db);
  const before = publicIds(db);
  let backups = 0;
  const beforeWrite = async () => void backups++;
  const { tables } = await backfill(db, { beforeWrite });
  expect([tables[0]?.derived, tables[0]?.made, backups]).toEqual([0, 0, 0]);
  expect(publicIds(db)).toEqual(before);
});

test("a rehearsal counts, and writes nothing", async () => {
  const db = await newDatabase();
  addPatients(db, upTo(9));
  const { tables } = await backfill(db, { mode: "look" });
  expect(tables[0]?.before).toMatchObject({ missingImported: 8, missingOwn: 1 });
  expect(value(db, "select count(public_id) from patients")).toBe(0);
});

test("an id that another row has already is replaced by the next one", async () => {
  const db = await newDatabase();
  addPatients(db, [1, 2]);
  const taken = [0, 1].map((attempt) => derivePublicId("patients", importedId(1), attempt));
  const insert = db.prepare(
    "insert into patients (id, public_id, full_name) values (?, ?, 'Li Wei')",
  );
  for (const [at, publicId] of taken.entries()) insert.run([ownId(at + 1), publicId]);
  const { tables } = await backfill(db);
  expect(tables[0]).toMatchObject({ derived: 2, clashes: 2 });
  expect(publicIds(db).get(importedId(1))).toBe(derivePublicId("patients", importedId(1), 2));
});

test("a full disk is told, keeps the batches before it, and the next backfill ends the work", async () => {
  const db = await newDatabase();
  addPatients(db, upTo(2_000));
  const pages = Number(value(db, "pragma page_count"));
  db.exec(`pragma max_page_count = ${pages + 12}`);
  const failure = await backfill(db, { batchSize: 100 }).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(DatabaseError);
  expect(String(failure)).toContain("SQLITE_FULL");
  const kept = Number(value(db, "select count(public_id) from patients"));
  expect(kept).toBeGreaterThan(0);
  expect(kept % 100).toBe(0);
  db.exec("pragma max_page_count = 1000000");
  const { tables } = await backfill(db, { batchSize: 100 });
  expect(tables[0]?.after).toMatchObject({ prefixed: 2_000, missingImported: 0, missingOwn: 0 });
  expect((tables[0]?.derived ?? 0) + (tables[0]?.made ?? 0)).toBe(2_000 - kept);
});

test("it stops after the batch at hand when it is asked to, and goes on with the rest", async () => {
  const db = await newDatabase();
  addPatients(db, upTo(20));
  const controller = new AbortController();
  const seen: number[] = [];
  const stopped = await backfill(db, {
    signal: controller.signal,
    onProgress({ filled }) {
      seen.push(filled);
      if (filled === 8) controller.abort();
    },
  });
  expect(stopped.interrupted).toBe(true);
  expect(seen).toEqual([4, 8]);
  expect(stopped.tables[0]?.after).toMatchObject({ prefixed: 8 });
  const { tables } = await backfill(db);
  expect(tables[0]?.after).toMatchObject({ rows: 20, prefixed: 20 });
});

test("rows that another program writes, fills or deletes meanwhile are as it left them", async () => {
  const db = await newDatabase();
  const ids = addPatients(db, upTo(40));
  const other = new SqliteDriver(db.path);
  const own = newPublicId("patients");
  let turn = 0;
  const { tables } = await backfill(db, {
    onProgress() {
      turn++;
      other
        .prepare("insert into patients (id, full_name) values (?, 'New')")
        .run(ownId(100 + turn));
      if (turn > 1) return;
      other.prepare("update patients set public_id = ? where id = ?").run(own, ids[30]);
      other.prepare("delete from patients where id = ?").run(ids[35]);
      // In front of the place that the pass is at.
      other.prepare("insert into patients (rowid, id, full_name) values (-5, 'x', 'New')").run();
      if (turn === 1) ids.push("x");
    },
  });
  other.close();
  const called = publicIds(db);
  expect(called.get(ids[30] ?? "")).toBe(own);
  expect(called.has(ids[35] ?? "")).toBe(false);
  expect([...called.values()].filter((publicId) => publicId === null).length).toBeLessThanOrEqual(
    1,
  );
  expect(called.get("x")).not.toBeNull();
  expect(new Set(called.values()).size).toBe(called.size);
  expect(tables[0]?.after.rows).toBe(called.size);
});
