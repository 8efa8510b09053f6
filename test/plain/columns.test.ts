import { expect, test } from "vitest";
import { alignColumns, grouped } from "../../src/plain/columns.ts";

test("numbers stand right and are grouped, text stands left", () => {
  const rows = [
    ["", "records", "note"],
    ["patients", 5_000, "balanced"],
    ["visits", 20, "x"],
  ];
  expect(alignColumns(rows)).toEqual([
    "          records  note",
    "patients    5,000  balanced",
    "visits         20  x",
  ]);
});

test("rows may differ in length, and no line ends in blanks", () => {
  expect(alignColumns([["a", "b", ""], ["long"]])).toEqual(["a     b", "long"]);
});

test("a count is grouped by thousands, the same everywhere", () => {
  expect([grouped(999), grouped(1_000_000)]).toEqual(["999", "1,000,000"]);
});
