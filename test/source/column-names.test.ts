import { expect, test } from "vitest";
import { distinctNames, namesakesIn } from "../../src/source/column-names.ts";

test("a column without a name is called by its place, a second one of a name too", () => {
  const names = distinctNames(["id", "", "tel", "tel", "column 5", ""]);
  expect(names).toEqual(["id", "column 2", "tel", "tel (column 4)", "column 5", "column 6"]);
  expect(namesakesIn(names)("tel")).toEqual(["tel (column 4)"]);
  const taken = distinctNames(["a", "column 3", ""]);
  expect(taken).toEqual(["a", "column 3", "column 3 (column 3)"]);
});
