import { expect, test } from "vitest";
import { date } from "../../../importers/convert/date.ts";
import type { ColumnRole } from "../../../src/assess/evidence/column-role.ts";
import { UnknownDays } from "../../../src/assess/lock/unknown-days.ts";
import { times } from "../../support/observe.ts";

/** Different births, none of them special. */
const births = Array.from({ length: 60 }, (_, at) => `${1930 + at}-03-${10 + (at % 18)}`);
const field = date();
const context = { currency: "XXX", timeZone: "UTC" };

function placeholders(cells: readonly string[], role: ColumnRole = "birth", format?: string) {
  const options = format === undefined ? {} : { format };
  const days = new UnknownDays({ field, role, options, context });
  const read = field.compile(options, context);
  const sink = { problem: () => undefined, rounded: () => undefined };
  for (const cell of cells) days.add(cell, read(cell, sink));
  return days.result([]).map(({ day, cells: count }) => `${count} ${day}`);
}

test.each(["1900-01-01", "1753-01-01", "0001-01-01", "9999-12-31", "1970-01-01", "1985-06-15"])(
  "%s in far more cells than chance puts there is found",
  (day) => {
    expect(placeholders([...births, ...times(12, day)])).toEqual([`12 ${day}`]);
  },
);

test("a day of a few is left alone, and so are visits of one day", () => {
  expect(placeholders([...births, "1900-01-01", "1970-01-01", ...times(3, "1985-06-15")])).toEqual(
    [],
  );
  expect(placeholders([...births, ...times(40, "2024-06-15")], "date")).toEqual([]);
});

test("the cells may be written in any format that the mapping says", () => {
  const cells = births.map((day) => day.split("-").reverse().join("/"));
  const found = placeholders([...cells, ...times(4, "31/12/9999")], "date", "DD/MM/YYYY");
  expect(found).toEqual(["4 9999-12-31"]);
});

test("a mapping says which days are as good as none, of any year", () => {
  const options = { format: "DD/MM/YYYY", unknownDays: ["1900-01-01", "9999-12-31"] };
  const isUnknown = field.nothing?.(options, context);
  expect(["01/01/1900", "31/12/9999", "02/01/1900", "x"].map((cell) => isUnknown?.(cell))).toEqual([
    ...[true, true, false, false],
  ]);
  expect(field.nothing?.({ unknownDays: [] }, context)).toBeUndefined();
  expect(field.options.safeParse({ unknownDays: ["1/1/1900"] }).success).toBe(false);
});
