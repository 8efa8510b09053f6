import { expect, test } from "vitest";
import { spreadOf } from "../../bench/statistics.ts";

test.each([
  ["an odd number of runs: the one in the middle", [9, 1, 10], { median: 9, least: 1, most: 10 }],
  [
    "an even number: between the two in the middle",
    [4, 1, 2, 10],
    { median: 3, least: 1, most: 10 },
  ],
  ["a single run", [2], { median: 2, least: 2, most: 2 }],
])("%s", (_, runs, spread) => {
  expect(spreadOf(runs)).toEqual(spread);
});
