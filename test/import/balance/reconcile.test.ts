import { expect, test } from "vitest";
import type { Tap } from "../../../src/import/supply/supply-means.ts";
import { CLEAN, exportOf } from "../../support/export.ts";
import { importFolder, newDatabase } from "../../support/import.ts";
import {
  differingMeasures,
  differingPlaces,
  expectNothingWritten,
} from "../../support/mismatch.ts";

const withoutLast = <Item>(items: Item[]): Item[] => items.slice(0, -1);
const lastTwice = <Item>(items: Item[]): Item[] => [...items, ...items.slice(-1)];
const COUNTS_AND_CELLS = ["records mapped", "records with an outcome", "cell digest"];

test.each<[string, NonNullable<Tap["read"]>, string[]]>([
  ["drops a record", withoutLast, COUNTS_AND_CELLS],
  ["doubles a record", lastTwice, COUNTS_AND_CELLS],
  ["doubles one in place of another", (all) => lastTwice(withoutLast(all)), ["cell digest"]],
  [
    "swaps the cells of two",
    (all) => all.map((one, at) => ({ ...one, cells: all[1 - at]?.cells ?? [] })),
    ["cell digest"],
  ],
])("a fault behind the reader that %s is caught", async (_, read, measures) => {
  const db = await newDatabase();
  const source = exportOf({ patients: CLEAN.patients });
  const summary = await importFolder(db, source, { tap: { read } });
  expectNothingWritten(db, summary);
  expect(differingMeasures(summary)).toEqual(new Set(measures));
  expect(summary.differences.every(({ entity }) => entity === "patients")).toBe(true);
});

test("a fault behind the reader that alters a cell is caught, with file and column", async () => {
  const db = await newDatabase();
  const read: Tap["read"] = (records) =>
    records.map((record) => {
      const cells = record.cells.map((cell) => (cell === "0209461234" ? "209461234" : cell));
      return { ...record, cells };
    });
  const summary = await importFolder(db, exportOf(CLEAN), { tap: { read } });
  expectNothingWritten(db, summary);
  expect(differingPlaces(summary)).toEqual(new Set(["patients patients.csv phoneNumber"]));
});

test.each<[string, Tap, number]>([
  ["drops a record", { prepared: withoutLast }, 1],
  ["doubles a record", { prepared: lastTwice }, 3],
])("a fault behind the validation that %s is caught", async (_, tap, target) => {
  const db = await newDatabase();
  const summary = await importFolder(db, exportOf({ patients: CLEAN.patients }), { tap });
  expectNothingWritten(db, summary);
  expect(summary.differences).toEqual([
    { entity: "patients", measure: "records with an outcome", source: 2, target },
  ]);
});

test.each([
  ["a name", "Novak", "Nowak", "patients last_name"],
  ["an age", 39, 40, "patients age"],
  ["a phone", "0209461234", null, "patients phone"],
])("a fault behind the validation that alters %s is caught, with the column", async (...fault) => {
  const [, from, to, place] = fault;
  const db = await newDatabase();
  const prepared: Tap["prepared"] = (records) =>
    records.map((record) => {
      return Object.assign(record, {
        values: record.values.map((value) => (value === from ? to : value)),
      });
    });
  const summary = await importFolder(db, exportOf(CLEAN), { tap: { prepared } });
  expectNothingWritten(db, summary);
  expect(differingPlaces(summary)).toEqual(new Set([place]));
});

test("a fault behind the validation that alters whom a visit names is caught", async () => {
  const db = await newDatabase();
  const prepared: Tap["prepared"] = (records) =>
    records.map((record) =>
      Object.assign(record, {
        parents: record.parents.map((named) => (named === "2" ? "1" : named)),
      }),
    );
  const summary = await importFolder(db, exportOf(CLEAN), { tap: { prepared } });
  expectNothingWritten(db, summary);
  expect(differingPlaces(summary)).toEqual(new Set(["visits patient (legacy id)"]));
});

test("a sound run says what was compared: every column, of source and target", async () => {
  const summary = await importFolder(await newDatabase(), exportOf(CLEAN));
  const { source, target } = summary.entities["visits"]?.controlTotals ?? {};
  expect(source).toEqual(target);
  expect(source).toMatchObject({
    visit_date: { nonNull: 2, distinct: 2, min: "2022-01-15", max: "2022-02-03" },
    consultation_fee_minor: { nonNull: 2, sum: "85050" },
    "patient (legacy id)": { nonNull: 2, distinct: 2 },
  });
});
