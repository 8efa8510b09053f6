import { expect, test } from "vitest";
import { exportOf, issues, outcomes } from "../support/export.ts";
import { importFolder, newDatabase } from "../support/import.ts";
import { mappingWith } from "../support/mapping.ts";
import { column } from "../support/rows.ts";
import { undo } from "../support/undo.ts";

const SOURCE = {
  patients: ["1,Asha,Rao,098765 43210,31", "2,Tom,Novak,+44 20 7946 0958,39", "3,Li,Wei,00000,5"],
};
const INDIA = { mapping: mappingWith({ country: "IN" }) };
const LATER = { startedAt: new Date("2026-01-15T00:00:00Z") };
const E164 = "select phone_e164 from patients order by legacy_id";

test("a mapping's country fills the E.164 column, keeps the recorded number, and reconciles both", async () => {
  const db = await newDatabase();
  const summary = await importFolder(db, exportOf(SOURCE), INDIA);
  expect(column(db, E164)).toEqual(["+919876543210", "+442079460958", null]);
  expect(column(db, "select phone from patients order by legacy_id")).toEqual([
    ...["098765 43210", "+44 20 7946 0958", "00000"],
  ]);
  expect(issues(summary)).toEqual({ "patients.phone.invalid": 1 });
  expect(summary).toMatchObject({ exitCode: 0, differences: [] });
  expect(summary.entities["patients"]?.controlTotals.target["phone_e164"]?.nonNull).toBe(2);
});

test("without a country nothing is worked out, and no column is owned", async () => {
  const db = await newDatabase();
  const summary = await importFolder(db, exportOf(SOURCE));
  expect(column(db, E164)).toEqual([null, null, null]);
  expect(summary.entities["patients"]?.columns).not.toContain("phoneE164");
});

test("a rule makes a number that is none an error", async () => {
  const rules = { "patients.phone.invalid": "error" } as const;
  const mapping = mappingWith({ country: "IN", rules });
  const summary = await importFolder(await newDatabase(), exportOf(SOURCE), { mapping });
  expect(outcomes(summary, "patients")).toEqual({ records: 3, inserted: 2, rejected: 1 });
});

test("a country that is given later fills the rows that are there, and an undo empties them", async () => {
  const db = await newDatabase();
  const source = exportOf(SOURCE);
  await importFolder(db, source);
  const summary = await importFolder(db, source, { ...INDIA, ...LATER });
  expect(outcomes(summary, "patients")).toEqual({ records: 3, updated: 3 });
  expect(summary.entities["patients"]?.changed).toEqual({ phoneE164: 2 });
  expect(column(db, E164)).toEqual(["+919876543210", "+442079460958", null]);
  await undo(db, summary.run);
  expect(column(db, E164)).toEqual([null, null, null]);
});
