import { expect, test } from "vitest";
import { isOwn } from "../../src/evolve/managed.ts";
import { newDatabase } from "../support/import.ts";

test("every table of the ledger is the tool's own, and no table of HMSync is", async () => {
  const db = await newDatabase();
  const names = db
    .prepare("select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'")
    .all([])
    .map(([name]) => String(name));
  const ledger = names.filter((name) => name.startsWith("ledger_"));
  expect(ledger.length).toBeGreaterThanOrEqual(8);
  expect(names.filter(isOwn)).toEqual(expect.arrayContaining(ledger));
  expect(["patients", "doctors", "visits", "caregivers"].filter(isOwn)).toEqual([]);
});
