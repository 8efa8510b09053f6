import { expect, test } from "vitest";
import { hashValue } from "../../../src/digest/content-hash.ts";
import type { KnownParent } from "../../../src/import/decide/resolve.ts";
import { ParentTable } from "../../../src/import/look-up/parent-finder.ts";

const parent = (key: string, other: Partial<KnownParent> = {}): KnownParent => ({
  targetId: `target of ${key}`,
  legacyId: key,
  placeholder: false,
  carried: { dateOfBirth: `1980-01-${key.length}` },
  ...other,
});

const MANY = Array.from({ length: 200_000 }, (_, at) => `${at * 7919}-${at}`);

test("each of many parents is found as it was added, among hashes that are shared", () => {
  const table = new ParentTable();
  const added = MANY.map((key) => table.add(key, parent(key)));
  const lows = new Set(MANY.map((key) => hashValue(key, { low: 0, high: 0 }).low));
  expect(lows.size).toBeLessThan(MANY.length);
  expect(table.size).toBe(MANY.length);
  expect(MANY.map((key) => table.find(key))).toEqual(added);
  expect(table.find("P1")).toBeUndefined();
});

test("a placeholder and a row of another legacy id are told as what they are", () => {
  const table = new ParentTable();
  table.add("1", parent("1"));
  table.add("2", parent("2", { placeholder: true }));
  table.add("3", parent("3", { legacyId: "1", targetId: "target of 1" }));
  const found = ["1", "2", "3"].map((key) => table.find(key));
  expect(found).toMatchObject([
    { legacyId: "1", placeholder: false, targetId: "target of 1" },
    { legacyId: "2", placeholder: true },
    { legacyId: "1", placeholder: false, targetId: "target of 1" },
  ]);
  expect(found[2]).toMatchObject(hashValue("target of 1", { low: 0, high: 0 }));
});

test("what is fetched at once is counted, and found as before", () => {
  const table = new ParentTable();
  for (const key of ["1", "2", "3"]) table.add(key, parent(key));
  const lows = ["3", "9", "1"].map((key) => hashValue(key, { low: 0, high: 0 }).low);
  expect(table.fetch(Int32Array.from(lows))).toBe(2);
  expect(table.find("3")).toMatchObject({ targetId: "target of 3" });
});

test("a table that was cleared knows nobody", () => {
  const table = new ParentTable();
  table.add("1", parent("1", { placeholder: true }));
  table.clear();
  expect([table.size, table.find("1")]).toEqual([0, undefined]);
  expect(table.add("1", parent("1"))).toMatchObject({ placeholder: false });
});
