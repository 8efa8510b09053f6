import { jsonb, numeric, pgTable, text, time, timestamp, uuid } from "drizzle-orm/pg-core";
import { expect, test } from "vitest";
import { money } from "../../../importers/convert/money.ts";
import { text as words } from "../../../importers/convert/text.ts";
import { defineImporter } from "../../../importers/define.ts";

const cells = pgTable("cells", {
  id: uuid().primaryKey(),
  other: uuid(),
  price: numeric({ precision: 20, scale: 2 }),
  exact: numeric(),
  clock: time(),
  moment: timestamp(),
  instant: timestamp({ withTimezone: true }),
  extra: jsonb().$type<string>(),
  tags: text().array(),
});

const importer = defineImporter({
  entity: "cells",
  table: cells,
  fields: {
    price: money({ column: "price", stored: "whole units" }),
    other: words(),
    exact: words(),
    clock: words(),
    moment: words(),
    instant: words(),
  },
  complete: (row) => {
    row.exact ??= 7;
  },
});

const context = { currency: "EUR", timeZone: "UTC" };
const sink = { problem: () => undefined, rounded: () => undefined };
const read = (field: string, cell: string) =>
  importer.fields[field]?.compile({}, context)(cell, sink);

test.each([
  ["price", "90071992547409.90", "90071992547409.9"],
  ["price", "90071992547409.89", "90071992547409.89"],
  ["price", "12.00", "12"],
  ["price", "0.05", "0.05"],
  ["exact", "1.50", "1.50"],
  ["other", "550E8400-E29B-41D4-A716-446655440000", "550e8400-e29b-41d4-a716-446655440000"],
  ["clock", "09:30:00", "09:30"],
  ["moment", "2026-01-14 09:30", "2026-01-14T09:30:00"],
  ["moment", "2026-01-14", "2026-01-14T00:00:00"],
  ["moment", "2026-01-14 09:30:00.500", "2026-01-14T09:30:00.5"],
  ["instant", "2026-01-14 09:30+05:30", "2026-01-14T04:00:00.000Z"],
  ["instant", "2026-01-14 09:30+01", "2026-01-14T08:30:00.000Z"],
  ["instant", "2026-01-14 09:30", "2026-01-14 09:30"],
])("what goes into %s, %s, is written as the server gives it back", (field, cell, written) => {
  expect(read(field, cell)).toBe(written);
});

test("what an importer fills by itself is written so as well", () => {
  const row = { exact: undefined, instant: "2026-01-14T09:30Z" };
  importer.complete(row);
  expect(row).toEqual({ exact: "7", instant: "2026-01-14T09:30:00.000Z" });
});

test("a field for a column that is left to the server is refused", () => {
  const fields = { extra: words() };
  expect(() => defineImporter({ entity: "cells", table: cells, fields })).toThrow(TypeError);
});
