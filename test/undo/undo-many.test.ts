import { expect, test, vi } from "vitest";
import { CLEAN, exportOf } from "../support/export.ts";
import { importFolder, newDatabase } from "../support/import.ts";
import { done, undo } from "../support/undo.ts";

const MANY = 1_000;

test("where most rows of a table go its indexes go first, and are back afterwards", async () => {
  const db = await newDatabase();
  const indexes = () =>
    db.prepare("select name, sql from sqlite_schema where type = 'index' order by name").all([]);
  const before = indexes();
  const patients = Array.from({ length: MANY }, (_, at) => `${at + 1},Asha,Rao,${9e9 + at},31`);
  const { run } = await importFolder(db, exportOf({ ...CLEAN, patients }));
  const aside = vi.spyOn(db.bulk, "putIndexesAside");
  const summary = await undo(db, run);
  expect(aside.mock.calls.map(([tables]) => [...tables])).toEqual([[["patients", "all"]]]);
  expect(done(summary)[0]).toBe(MANY + 3);
  expect(summary?.differences).toEqual([]);
  expect(indexes()).toEqual(before);
});
