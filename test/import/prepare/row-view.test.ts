import { expect, test } from "vitest";
import type { Cell } from "../../../importers/define.ts";
import { RowView } from "../../../src/import/prepare/prepare.ts";

const view = new RowView(["a", "b"], ["a", "b", "c"]);

test("what is written into an owned column is the record's", () => {
  const values: (Cell | undefined)[] = ["x", null];
  const row = view.of(values);
  expect({ ...row }).toEqual({ a: "x", b: null, c: undefined });
  row["b"] ??= "y";
  expect(values).toEqual(["x", "y"]);
});

test("what is noted in another column of the table is gone with the record", () => {
  const row = view.of([1, 2]);
  row["c"] = 3;
  expect(row["c"]).toBe(3);
  expect(view.of([1, 2])["c"]).toBeUndefined();
});

test("what is no column of the table is refused, not kept for the next record", () => {
  const row = view.of([1, 2]);
  expect(() => {
    row["d"] = 1;
  }).toThrow(TypeError);
});
