import { expect, test } from "vitest";
import { MonthCount } from "../../src/digest/month-count.ts";

test("days are counted by their month, those of no hospital's year left out", () => {
  const count = new MonthCount();
  for (const day of ["2022-01-15", "2022-01-31T08:00:00", "1999-12-31", "2399-12-01"])
    count.add(day);
  for (const day of ["1799-12-31", "2400-01-01", "", "unknown"]) count.add(day);
  count.add("2022-02", 3);
  expect(count.all()).toEqual([
    ["1999-12", 1],
    ["2022-01", 2],
    ["2022-02", 3],
    ["2399-12", 1],
  ]);
});
