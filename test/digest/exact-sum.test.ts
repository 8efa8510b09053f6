import fc from "fast-check";
import { expect, test } from "vitest";
import { ExactSum } from "../../src/digest/control-totals.ts";

function sumOf(...numbers: readonly number[]): string {
  const sum = new ExactSum();
  for (const number of numbers) sum.add(number);
  return sum.text();
}

test.each([
  [[0.1, 0.2], "0.3"],
  [[111_273.5, 0.05, -0.05], "111273.5"],
  [[2 ** 53, 1, 1, -1], "9007199254740993"],
  [[1e21, 0.5], "1000000000000000000000.5"],
  [[1e-7, 1e-7], "0.0000002"],
  [[-0, 0], "0"],
  [[1e308, -1e308, 0.25], "0.25"],
  [[Number.POSITIVE_INFINITY, 1], "infinite"],
  [[], "0"],
])("%j add up to %s", (numbers, text) => {
  expect(sumOf(...numbers)).toBe(text);
});

test("amounts in hundredths add up as whole numbers do, whatever their order and number", () => {
  const cents = fc.array(fc.integer({ min: -1e9, max: 1e9 }), { maxLength: 50 });
  fc.assert(
    fc.property(cents, (amounts) => {
      const whole = amounts.reduce((sum, amount) => sum + amount, 0);
      const sum = new ExactSum();
      for (const amount of amounts) sum.add(amount / 100);
      const { units, scale } = sum.total();
      expect(units * 10n ** BigInt(2 - scale)).toBe(BigInt(whole));
    }),
    { seed: 1 },
  );
});

test("a number that is taken out again leaves nothing behind", () => {
  const sum = new ExactSum();
  for (const number of [0.1, 3, 1e20]) sum.add(number);
  for (const number of [3, 1e20, 0.1]) sum.add(number, -1);
  expect(sum.text()).toBe("0");
});
