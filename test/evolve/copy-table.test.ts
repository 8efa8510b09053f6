import fc from "fast-check";
import { expect, test } from "vitest";
import { derivePublicId } from "../../shared/public-id.ts";
import { deriveTargetId } from "../../shared/target-id.ts";
import type { Database } from "../../src/db/database.ts";
import { whyKept } from "../../src/evolve/copy-table/drop-older.ts";
import { tableInDump } from "../../src/evolve/copy-table/older-table.ts";
import {
  type Ally,
  addAllies,
  alliesDatabase,
  caregiversOf,
  copyAllies,
} from "../support/allies.ts";
import { dumpFile, fileAt } from "../support/dumps.ts";
import { rows, value } from "../support/evolve.ts";

const numbered = (count: number): Ally[] =>
  Array.from({ length: count }, (_, at) => ({ id: at + 1, client_id: 1 + (at % 3) }));

/** All that a copy may write, the backup aside. */
const stateOf = (db: Database) =>
  ["caregivers", "ledger_crosswalk", "allies"].map((table) =>
    rows(db, `select * from ${table} order by 1, 2`),
  );

test("every row is copied, its values, its flags, NULL and empty text apart, its patient resolved", async () => {
  const db = await alliesDatabase([
    { id: 7, client_id: 2, name: "Ana", access_to_therapeutics: "true", phone: null, notes: "" },
    { id: 8, client_id: 3, name: 'O\'Neil\n"x"', access_to_therapeutics: "0", phone: "007" },
  ]);
  const result = await copyAllies(db);
  expect(result).toMatchObject({ rows: 2, before: 0, after: 2, interrupted: false });
  expect(result.counts).toMatchObject({ copied: 2, rejected: 0 });
  expect(result.comparison).toMatchObject({ agrees: true, gone: 0 });
  const id = deriveTargetId("hmsync", "caregivers", "7");
  const patient = deriveTargetId("generic-csv", "patients", "2");
  const found = `select id, public_id, patient_id, name, access_to_therapeutics, phone, notes from caregivers order by 1`;
  expect(rows(db, found)).toMatchObject([
    [id, derivePublicId("caregivers", id), patient, "Ana", 1, null, ""],
    [
      deriveTargetId("hmsync", "caregivers", "8"),
      expect.anything(),
      expect.anything(),
      'O\'Neil\n"x"',
      0,
      "007",
      null,
    ],
  ]);
  expect(value(db, "select count(*) from allies")).toBe(2);
});

test("a second copy leaves everything as it is, and asks for no backup", async () => {
  const db = await alliesDatabase(numbered(11));
  await copyAllies(db);
  const before = stateOf(db);
  let backups = 0;
  const again = await copyAllies(db, { beforeWrite: async () => void backups++ as undefined });
  expect(again.counts).toMatchObject({ copied: 0, left: 11 });
  expect([stateOf(db), backups]).toEqual([before, 0]);
  expect(again.comparison?.agrees).toBe(true);
});

test("what came in, changed, was edited, deleted or is gone since is told apart, and left", async () => {
  const db = await alliesDatabase(numbered(6));
  await copyAllies(db);
  const target = (id: number) => `'${deriveTargetId("hmsync", "caregivers", String(id))}'`;
  db.exec(`update allies set phone = '1' where id = 1;
    update caregivers set phone = '2' where id = ${target(2)};
    update allies set phone = '3' where id = 3; update caregivers set phone = '33' where id = ${target(3)};
    delete from caregivers where id = ${target(4)}; delete from allies where id = 5`);
  addAllies(db, [{ id: 9 }]);
  const before = caregiversOf(db).filter(([id]) => id !== "9");
  const again = await copyAllies(db);
  expect(again.counts).toEqual({
    copied: 1,
    left: 1,
    changed: 1,
    edited: 1,
    conflict: 1,
    deleted: 1,
    updated: 0,
    rejected: 0,
  });
  expect(again.findings.map(({ outcome, id, detail }) => [outcome, id, detail])).toEqual([
    ["changed", "1", "phone"],
    ["edited", "2", "phone"],
    ["conflict", "3", "phone"],
    ["deleted", "4", ""],
  ]);
  expect(again.comparison).toMatchObject({ agrees: true, gone: 1 });
  expect(caregiversOf(db).filter(([id]) => id !== "9")).toEqual(before);
  expect(whyKept(again)).toBeDefined();
  const taken = await copyAllies(db, { onConflict: "overwrite" });
  expect(taken.counts).toMatchObject({
    updated: 2,
    edited: 1,
    deleted: 1,
    changed: 0,
    conflict: 0,
  });
  const phones = caregiversOf(db).map(([id, , phone]) => [id, phone]);
  expect(phones.slice(0, 4)).toEqual([
    ...[
      ["1", "1"],
      ["2", "2"],
      ["3", "3"],
      ["4", null],
    ],
  ]);
  expect(whyKept(taken)).toBeUndefined();
});

test("a row that cannot be copied is told by its id and its place, and not by its values", async () => {
  const db = await alliesDatabase([
    ...[{ id: 1 }, { id: 2, client_id: 99 }, { id: 3, name: null }],
    ...[{ id: 4, access_to_therapeutics: "perhaps" }, { id: 5 }],
  ]);
  const result = await copyAllies(db);
  expect(result.counts).toMatchObject({ copied: 2, rejected: 3 });
  expect(result.findings).toMatchObject([
    { id: "2", place: "row 2", detail: "client_id is unknown in patients" },
    { id: "3", place: "row 3", detail: "NOT NULL constraint failed: caregivers.name" },
    { id: "4", place: "row 4", detail: "access_to_therapeutics is no boolean" },
  ]);
  expect(result.comparison?.agrees).toBe(true);
  db.exec("update allies set client_id = 2, name = 'N', access_to_therapeutics = 'f'");
  const again = await copyAllies(db);
  expect(again.counts).toMatchObject({ copied: 3, changed: 2, rejected: 0 });
});

test("a dump brings the same rows as the table itself", async () => {
  const texts = fc.option(
    fc.string({ unit: "grapheme", maxLength: 12 }).map((one) => one.replaceAll("\0", "")),
  );
  const quoted = (cell: string | null) =>
    cell === null
      ? "\\N"
      : cell
          .replaceAll("\\", "\\\\")
          .replaceAll("\n", "\\n")
          .replaceAll("\t", "\\t")
          .replaceAll("\r", "\\r");
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(texts, texts), { minLength: 1, maxLength: 9 }),
      async (cells) => {
        const allies = cells.map(([phone, notes], at) => ({
          id: at + 1,
          client_id: 1 + (at % 3),
          phone,
          notes,
        }));
        const lines = allies.map((one) =>
          [
            one.id,
            one.client_id,
            "Kamala Rao",
            "mother",
            "en",
            "e@example.org",
            "f",
            "f",
            quoted(one.phone),
            quoted(one.notes),
            "f",
          ].join("\t"),
        );
        const names =
          "id, client_id, name, relationship, preferred_language, email, access_to_therapeutics, access_to_financials, phone, notes, archived";
        const dump = `SET client_encoding = 'UTF8';\nCREATE TABLE public.allies (${names.replaceAll(",", " text,")} text);\nCOPY public.allies (${names}) FROM stdin;\n${lines.join("\n")}\n\\.\n`;
        const [ofTable, ofDump] = [await alliesDatabase(allies), await alliesDatabase([])];
        await copyAllies(ofTable);
        ofDump.exec("drop table allies");
        const result = await copyAllies(
          ofDump,
          {},
          await tableInDump(fileAt(dumpFile(dump)), "allies"),
        );
        expect(result.comparison?.agrees).toBe(true);
        expect(caregiversOf(ofDump)).toEqual(caregiversOf(ofTable));
      },
    ),
    { seed: 21, numRuns: 6 },
  );
});

test("a rehearsal does everything in the caller's transaction, which is rolled back", async () => {
  const db = await alliesDatabase(numbered(9));
  const before = stateOf(db);
  db.begin();
  const result = await copyAllies(db, { commits: "nothing" });
  expect(result).toMatchObject({ after: 9, comparison: { agrees: true } });
  db.rollback();
  expect(stateOf(db)).toEqual(before);
});

test("it stops after the batch at hand, and goes on with the rest", async () => {
  const db = await alliesDatabase(numbered(10));
  const controller = new AbortController();
  const onProgress = ({ rows: done }: { rows: number }) => done === 4 && controller.abort();
  const stopped = await copyAllies(db, {
    signal: controller.signal,
    onProgress: (at) => void onProgress(at),
  });
  expect(stopped).toMatchObject({ interrupted: true, after: 4, comparison: undefined });
  expect((await copyAllies(db)).counts).toMatchObject({ left: 4, copied: 6 });
});

test("a public id that the older row lacks is the one that follows from its id", async () => {
  const db = await alliesDatabase(numbered(1));
  db.exec("alter table allies add column public_id text");
  await copyAllies(db);
  expect(rows(db, "select id, public_id from caregivers")).toEqual([
    ["00000000-0001-8a18-a26c-66e8363e95a5", "cgv_vsf1i4hiq9g3u5besha44kfn"],
  ]);
  expect((await copyAllies(db)).counts).toMatchObject({ left: 1, edited: 0 });
});
