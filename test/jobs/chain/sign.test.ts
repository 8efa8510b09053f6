import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { deriveTargetId } from "../../../shared/target-id.ts";
import type { SignOff } from "../../../src/chain/sign-off.ts";
import type { Database } from "../../../src/db/database.ts";
import { takeRunLock } from "../../../src/db/sqlite/run-lock.ts";
import { signChain } from "../../../src/jobs/chain/sign.ts";
import { DatabaseError, DecisionNeeded, UsageError } from "../../../src/plain/errors.ts";
import { CLEAN, csv, exportOf } from "../../support/export.ts";
import { importFolder, newDatabase } from "../../support/import.ts";
import { mappingWith } from "../../support/mapping.ts";
import { brokenParts, chainOf, sign, verify } from "../../support/signing.ts";
import { undo } from "../../support/undo.ts";

async function imported(): Promise<{ db: Database; source: string; run: string }> {
  const db = await newDatabase();
  const source = exportOf(CLEAN);
  const { run } = await importFolder(db, source);
  return { db, source, run };
}

const idOf = (entity: string, legacyId: string) => deriveTargetId("generic-csv", entity, legacyId);

test("what was signed holds as long as nothing changes, with every row read again", async () => {
  const { db } = await imported();
  const signed = await sign(db);
  expect(await verify(db, signed)).toMatchObject({
    holds: true,
    broken: [],
    rows: [],
    compared: 5,
  });
  const { figures } = signed.signOff;
  expect(figures.standing.total).toMatchObject({ records: 5, in: 5, rejected: 0 });
  expect(figures.tables.map(({ table, rows }) => [table, rows])).toEqual([
    ["patients", 2],
    ["doctors", 1],
    ["visits", 2],
  ]);
  expect(figures.files.map(({ sha256 }) => sha256?.length)).toEqual([64, 64, 64]);
});

test("one changed cell is named by table, column, key and legacy number", async () => {
  const { db } = await imported();
  const signed = await sign(db);
  db.exec("update visits set notes = 'changed' where legacy_id = 'V2'");
  const found = await verify(db, signed);
  expect(brokenParts(found)).toContain("table differs visits notes");
  expect(found.rows).toEqual([
    {
      entity: "visits",
      table: "visits",
      key: "id",
      count: 1,
      rows: [{ what: "changed", key: idOf("visits", "V2"), legacyId: "V2", columns: ["notes"] }],
    },
  ]);
});

test("a cell that no import fills is named as well", async () => {
  const { db } = await imported();
  const signed = await sign(db);
  db.exec("update patients set created_at = '2020-01-01T00:00:00.000Z' where legacy_id = '1'");
  expect((await verify(db, signed)).rows).toMatchObject([
    { rows: [{ what: "changed", legacyId: "1", columns: ["created_at"] }] },
  ]);
});

test("a row that was edited before it was signed is signed as it stands", async () => {
  const { db } = await imported();
  db.exec("update patients set phone = '1' where legacy_id = '1'");
  const signed = await sign(db);
  expect(await verify(db, signed)).toMatchObject({ holds: true });
  db.exec("update patients set phone = '0441234567' where legacy_id = '1'");
  expect((await verify(db, signed)).rows).toMatchObject([
    { rows: [{ legacyId: "1", columns: ["phone"] }] },
  ]);
});

test("a deleted row, an added one and values that changed places are named", async () => {
  const { db } = await imported();
  const signed = await sign(db);
  db.exec("delete from visits where legacy_id = 'V1'");
  db.exec("insert into patients (id, full_name) values ('walk-in', 'Walk In')");
  db.exec("update patients set age = 70 - age where legacy_id in ('1', '2')");
  const { rows } = await verify(db, signed);
  expect(rows).toMatchObject([
    {
      entity: "patients",
      rows: [
        { legacyId: "1", columns: ["age"] },
        { legacyId: "2", columns: ["age"] },
      ],
    },
    { entity: "visits", rows: [{ what: "deleted", key: idOf("visits", "V1"), legacyId: "V1" }] },
    {
      entity: undefined,
      table: "patients",
      rows: [{ what: "added", key: "walk-in", legacyId: null }],
    },
  ]);
});

test("what another legacy system brings into the same tables changes nothing that was signed", async () => {
  const { db, source } = await imported();
  const signed = await sign(db);
  const mapping = mappingWith({ legacySystem: "second" });
  await importFolder(db, source, { mapping });
  const second = await sign(db);
  expect(second.signOff.figures.tables.map(({ rows }) => rows)).toEqual([2, 1, 2]);
  db.exec(
    "update patients set age = 7 where legacy_id = '1' and id = (select max(id) from patients where legacy_id = '1')",
  );
  const found = [await verify(db, signed), await verify(db, second)];
  expect(found.filter(({ holds }) => holds)).toHaveLength(1);
});

test("a text and a number that read the same are told apart", async () => {
  const { db } = await imported();
  const signed = await sign(db);
  db.exec("update patients set address = x'41' where legacy_id = '1'");
  expect((await verify(db, signed)).rows).toMatchObject([{ rows: [{ columns: ["address"] }] }]);
});

test("a changed file of the export differs; one that is gone cannot be recomputed", async () => {
  const { db, source } = await imported();
  const signed = await sign(db);
  writeFileSync(join(source, "patients.csv"), csv("patients", CLEAN.patients.slice(0, 1)));
  expect(brokenParts(await verify(db, signed))).toEqual(["export differs"]);
  rmSync(join(source, "patients.csv"));
  const gone = await verify(db, signed);
  expect(brokenParts(gone)).toEqual(["export cannot be recomputed"]);
  expect(gone.holds).toBe(false);
});

test("an undo and a later import change what was signed, and their runs are named", async () => {
  const { db, run, source } = await imported();
  const signed = await sign(db);
  const undone = await undo(db, run);
  const found = await verify(db, signed);
  expect(found.runsSince).toEqual([undone?.run]);
  expect(found.rows.map(({ table, count }) => [table, count])).toEqual([
    ["patients", 2],
    ["doctors", 1],
    ["visits", 2],
  ]);
  expect(found.rows[0]?.rows[0]).toMatchObject({ what: "undone", legacyId: "1" });
  await importFolder(db, source, { startedAt: new Date("2026-01-21T00:00:00Z") });
  const again = await verify(db, signed);
  // The same records came back as they were, but for when their rows were written.
  expect(again.rows.flatMap(({ rows }) => rows.flatMap(({ columns }) => columns))).toEqual(
    Array.from({ length: 5 }, () => ["created_at", "updated_at"]).flat(),
  );
  expect(brokenParts(again)).toContain("ledger differs");
});

test("an edited sign-off is told, and what it says now is still compared", async () => {
  const { db } = await imported();
  const signed = await sign(db);
  const text = readFileSync(signed.file, "utf8");
  writeFileSync(signed.file, text.replace("A. Meyer", "B. Meyer"));
  expect(brokenParts(await verify(db, signed))).toEqual(["sign-off differs"]);
  writeFileSync(signed.file, "{}");
  await expect(verify(db, signed)).rejects.toMatchObject({ exitCode: 1 });
});

test("another database is told to be another one", async () => {
  const { db } = await imported();
  const signed = await sign(db);
  const { db: other } = await imported();
  expect(brokenParts(await verify(other, signed))).toEqual(["database differs"]);
});

test("without the file of rows columns are named, and it is told that rows are not", async () => {
  const { db } = await imported();
  const signed = await sign(db);
  db.exec("update visits set notes = 'changed' where legacy_id = 'V2'");
  rmSync(join(dirname(signed.file), signed.signOff.rows.file));
  const found = await verify(db, signed);
  expect(brokenParts(found)).toEqual([
    "sign-off cannot be recomputed",
    "table differs visits notes",
  ]);
  expect(found.rows).toEqual([]);
});

test("what is open is named in the signature; with other points than were seen nothing is signed", async () => {
  const db = await newDatabase();
  const visits = [...CLEAN.visits, "V3,9,D1,2022-03-01,10.00"];
  await importFolder(db, exportOf({ ...CLEAN, visits }), { settings: { mode: "lenient" } });
  const asked = Object.assign({ by: "A", role: "B", remark: "" }, chainOf(db));
  await expect(signChain(asked, { confirm: async () => false })).rejects.toThrow(DecisionNeeded);
  await expect(signChain(Object.assign({ seen: "" }, asked))).rejects.toThrow(DecisionNeeded);
  const { signOff } = await signChain(asked);
  const open = signOff.open.map(({ what, entity, count }) => [what, entity, count]);
  expect(open.slice(0, 3)).toEqual([
    ["records", "visits", 1],
    ["figures", "visits", 4],
    ["sample not drawn", null, 1],
  ]);
  expect(open.at(-1)?.[0]).toBe("mapping");
});

test("nothing is signed while a run is at work, after one crashed, or before one has written", async () => {
  const { db } = await imported();
  const lock = takeRunLock(db.path, "import");
  await expect(sign(db)).rejects.toThrow(DatabaseError);
  lock.release();
  db.exec("update ledger_runs set status = 'running'");
  await expect(sign(db)).rejects.toThrow(DatabaseError);
  await expect(sign(await newDatabase())).rejects.toThrow(UsageError);
});

test("each sign-off is kept beside the last one, readable by its owner alone", async () => {
  const { db } = await imported();
  const first = await sign(db);
  const second = await sign(db);
  const folder = dirname(second.file);
  const names = readdirSync(folder);
  expect(names.filter((name) => name.endsWith(".json"))).toHaveLength(3);
  expect(names.filter((name) => name.endsWith(".rows"))).toHaveLength(2);
  expect(names.map((name) => statSync(join(folder, name)).mode & 0o077)).toEqual(
    names.map(() => 0),
  );
  const kept = JSON.parse(readFileSync(second.file, "utf8")) as SignOff;
  expect(kept.signed.at).toBe(second.signOff.signed.at);
  const stamp = first.signOff.rows.file.replace(".rows", ".json");
  expect(await verify(db, { file: join(folder, stamp) })).toMatchObject({ holds: true });
});

test("the page of a sign-off names who signed, and holds no patient's value", async () => {
  const { db } = await imported();
  const { page } = await sign(db);
  const html = readFileSync(page, "utf8");
  expect(html).toContain("A. Meyer");
  expect(html).not.toMatch(/Asha|0441234567|<script/);
});
