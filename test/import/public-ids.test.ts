import { expect, test } from "vitest";
import { derivePublicId, type PublicIdEntity } from "../../shared/public-id.ts";
import { doctors, patients } from "../../shared/schema.ts";
import { compileSchema } from "../../src/evolve/compile-schema.ts";
import { pushSchema } from "../../src/evolve/push.ts";
import { SCHEMA } from "../../src/jobs/own-schema.ts";
import { databaseOf, NOW, value } from "../support/evolve.ts";
import { CLEAN, exportOf } from "../support/export.ts";
import { importFolder, newDatabase } from "../support/import.ts";
import { mappingWith } from "../support/mapping.ts";
import { backfill, publicIds } from "../support/public-ids.ts";
import { stateOf, undo } from "../support/undo.ts";

const derived = (ids: Iterable<string>, entity: PublicIdEntity) =>
  new Map([...ids].map((id) => [id, derivePublicId(entity, id)]));

test("the same import gives the same public ids in two databases, derived from the target ids", async () => {
  for (const db of [await newDatabase(), await newDatabase()]) {
    const summary = await importFolder(db, exportOf(CLEAN));
    expect(summary.differences).toEqual([]);
    for (const entity of ["patients", "doctors", "visits"] as const) {
      const called = publicIds(db, entity);
      expect(called.size).toBeGreaterThan(0);
      expect(called).toEqual(derived(called.keys(), entity));
    }
  }
});

test("a placeholder has its public id, and keeps it when the record comes", async () => {
  const db = await newDatabase();
  const mapping = mappingWith({ fields: { "visits.doctorId": { onUnknown: "placeholder" } } });
  await importFolder(db, exportOf({ ...CLEAN, doctors: [] }), { mapping });
  const before = publicIds(db, "doctors");
  expect(before.size).toBe(1);
  expect(before).toEqual(derived(before.keys(), "doctors"));
  await importFolder(db, exportOf(CLEAN), { mapping });
  expect(publicIds(db, "doctors")).toEqual(before);
});

test("an import, its undo and the undo of that leave the same public ids", async () => {
  const db = await newDatabase();
  const { run } = await importFolder(db, exportOf(CLEAN));
  const after = stateOf(db);
  const taken = await undo(db, run);
  expect(publicIds(db)).toEqual(new Map());
  await undo(db, taken?.run ?? "");
  expect(stateOf(db)).toEqual(after);
});

test("rows that the backfill has been at are not taken for edited ones", async () => {
  const db = await newDatabase();
  const { run } = await importFolder(db, exportOf(CLEAN));
  const after = stateOf(db);
  db.exec("update patients set public_id = null");
  await backfill(db);
  expect(stateOf(db)).toEqual(after);
  const summary = await undo(db, run);
  expect(summary).toMatchObject({ status: "committed", exitCode: 0 });
  expect(publicIds(db)).toEqual(new Map());
});

test("a row whose derived id another row has is rejected, and told by its constraint", async () => {
  const db = await newDatabase();
  await importFolder(db, exportOf(CLEAN));
  const [[id = "", publicId = null] = []] = publicIds(db);
  db.prepare("delete from visits").run([]);
  db.prepare("delete from ledger_crosswalk").run([]);
  db.prepare("delete from patients").run([]);
  db.prepare("insert into patients (id, public_id, full_name) values ('x', ?, 'Li')").run([
    publicId,
  ]);
  const summary = await importFolder(db, exportOf(CLEAN));
  expect(summary.entities["patients"]?.issues).toMatchObject({ "patients.target.constraint": 1 });
  expect(publicIds(db).has(id)).toBe(false);
});

test("a database from before the column gets it by a push, without losing a row", async () => {
  const ddl = await compileSchema(SCHEMA);
  const older = ddl
    .map((sql) => sql.replaceAll(/\t`public_id` text,\n/g, ""))
    .filter((sql) => !sql.includes("public_id") && !sql.includes("caregivers"));
  const db = databaseOf("");
  await pushSchema(db, { ddl: older, now: NOW, command: "test" });
  db.exec("insert into patients (id, full_name) values ('a', 'Asha'), ('b', 'Ravi')");
  const { survival } = await pushSchema(db, { ddl, now: NOW, command: "test" });
  expect(survival?.losses).toEqual([]);
  expect(value(db, "select count(*) - count(public_id) from patients")).toBe(2);
  const { tables } = await backfill(db);
  expect(tables[0]).toMatchObject({ made: 2, after: { rows: 2, prefixed: 2 } });
});

test("Drizzle gives every row of the application an id of its own", async () => {
  const db = await newDatabase();
  const insert = db.prepareInsert(patients, ["id", "fullName"]);
  for (const id of ["a", "b", "c"]) insert.run([id, "Asha Rao"]);
  expect(new Set(publicIds(db).values()).size).toBe(3);
  db.prepareInsert(doctors, ["id", "fullName", "publicId"]).run(["a", "Dr. Rao", null]);
  expect([...publicIds(db, "doctors").values()]).toEqual([null]);
});
