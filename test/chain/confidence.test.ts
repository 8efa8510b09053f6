import { expect, test } from "vitest";
import { percent, upperBound } from "../../src/chain/confidence.ts";

test("none wrong of 60 is under 5 %, of 30 under 10 %, with 95 %", () => {
  expect(upperBound(0, 60)).toBeCloseTo(0.048_703, 6);
  expect(upperBound(0, 30)).toBeCloseTo(0.095_034, 6);
  expect(percent(upperBound(0, 60))).toBe("4.9 %");
  expect(percent(upperBound(0, 30))).toBe("9.6 %");
});

// The quantile of the beta distribution with x + 1 and n - x, as SciPy has it.
test.each([
  [1, 60, 0.076_64],
  [2, 60, 0.101_236],
  [3, 60, 0.124_187],
  [5, 30, 0.318_971],
  [10, 100, 0.163_718],
  [1, 2, 0.974_679],
  [59, 60, 0.999_145],
])("%i wrong of %i is under the exact bound of Clopper and Pearson", (wrong, checked, bound) => {
  expect(upperBound(wrong, checked)).toBeCloseTo(bound, 6);
});

test("if all are wrong, nothing is known to be right", () => {
  expect(upperBound(3, 3)).toBe(1);
});

test("a bound is rounded up", () => {
  expect([0.05, 0.0501, 0.5001, 0.099_99].map(percent)).toEqual(["5 %", "5.1 %", "51 %", "10 %"]);
});
