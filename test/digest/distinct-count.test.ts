import { describe, expect, test } from "vitest";
import { hashValue } from "../../src/digest/content-hash.ts";
import { DistinctCount } from "../../src/digest/distinct-count.ts";

/** Counts the numbers below this, each of them several times and in disorder. */
function countOf(different: number, times = 1): number {
  const counter = new DistinctCount();
  for (let time = 0; time < times; time++) {
    for (let at = 0; at < different; at++) {
      const { low, high } = hashValue(`P${(at * 7 + time) % different}`, { low: 0, high: 0 });
      counter.add(low, high);
    }
  }
  return counter.count();
}

test.each([0, 1, 2, 3, 100, 2_047, 2_048])("%i values are counted exactly", (different) => {
  expect([countOf(different), countOf(different, 3)]).toEqual([different, different]);
});

test.each([2_049, 5_000, 20_000, 200_000])("%i values are counted to within 5 %%", (different) => {
  const count = countOf(different);
  expect(Math.abs(count - different) / different).toBeLessThan(0.05);
  expect(countOf(different, 2)).toBe(count);
});

describe("hashes that lie close", () => {
  test("are told apart by either half", () => {
    const counter = new DistinctCount();
    for (let at = 1; at <= 1_000; at++) {
      counter.add(4_096 * at, 7);
      counter.add(7, 4_096 * at);
    }
    expect(counter.count()).toBe(2_000);
  });

  test("of two zeros are not counted, and do not end the search", () => {
    const counter = new DistinctCount();
    counter.add(0, 0);
    counter.add(0, 1);
    expect(counter.count()).toBe(1);
  });
});
