import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { money } from "../../../importers/convert/money.ts";
import { minorDigits } from "../../../shared/currency.ts";
import { converter } from "../../support/convert.ts";

const field = money({ column: "minor", currencyColumn: "currency" });
const ROUNDINGS = ["half-up", "half-even", "down"] as const;
type Rounding = (typeof ROUNDINGS)[number];

/** An amount as a fraction: `units` over ten to the power of `scale`. */
interface Decimal {
  readonly units: bigint;
  readonly scale: number;
}

const decimals: fc.Arbitrary<Decimal> = fc.record({
  units: fc.bigInt({ min: -(10n ** 11n), max: 10n ** 11n }),
  scale: fc.nat({ max: 9 }),
});

function written({ units, scale }: Decimal): string {
  const digits = String(units < 0n ? -units : units).padStart(scale + 1, "0");
  const whole = digits.slice(0, digits.length - scale);
  return `${units < 0n ? "-" : ""}${whole}${scale > 0 ? `.${digits.slice(-scale)}` : ""}`;
}

/** The nearest whole number to `dividend / divisor`, in whole-number arithmetic. */
function divideRounded(dividend: bigint, divisor: bigint, rounding: Rounding): bigint {
  const size = dividend < 0n ? -dividend : dividend;
  const [quotient, rest] = [size / divisor, size % divisor];
  const half = rest * 2n === divisor;
  const nearer = half ? rounding === "half-up" || quotient % 2n === 1n : rest * 2n > divisor;
  const rounded = rounding !== "down" && nearer ? quotient + 1n : quotient;
  return dividend < 0n ? -rounded : rounded;
}

describe("exactness, against whole-number arithmetic", () => {
  test.each(ROUNDINGS)("any amount in any currency, rounded %s", (round) => {
    fc.assert(
      fc.property(decimals, fc.constantFrom("JPY", "INR", "KWD", "CLF"), (amount, currency) => {
        const { value } = converter(field, { round }, { currency })(written(amount));
        const digits = minorDigits(currency);
        const exact = divideRounded(
          amount.units * 10n ** BigInt(digits),
          10n ** BigInt(amount.scale),
          round,
        );
        expect(value).toBe(Number(exact));
      }),
      { seed: 1, numRuns: 1_000 },
    );
  });

  test.each(ROUNDINGS)("recorded is stored plus what %s took, to the last digit", (round) => {
    const convert = converter(field, { round });
    fc.assert(
      fc.property(decimals, (amount) => {
        const { value, rounded } = convert(written(amount));
        const taken = rounded[0] ?? { units: 0n, scale: 0 };
        const at = ({ units, scale }: Decimal) => units * 10n ** BigInt(20 - scale);
        const stored = at({ units: BigInt(Number(value)), scale: 2 });
        expect(stored + at(taken)).toBe(at(amount));
      }),
      { seed: 2, numRuns: 1_000 },
    );
  });

  test("without a rounding, an amount is exact or refused", () => {
    const convert = converter(field);
    fc.assert(
      fc.property(decimals, (amount) => {
        const { value, problems } = convert(written(amount));
        const [minor, rest] = [
          amount.units * 100n,
          (amount.units * 100n) % 10n ** BigInt(amount.scale),
        ];
        expect(problems.includes("too-many-decimals")).toBe(rest !== 0n);
        if (rest === 0n) expect(value).toBe(Number(minor / 10n ** BigInt(amount.scale)));
      }),
      { seed: 3, numRuns: 1_000 },
    );
  });
});

describe("rounding", () => {
  test.each([
    ["half-up", [1, 2, 3, 1, -1, -2, 13]],
    ["half-even", [1, 2, 2, 1, -1, -2, 12]],
    ["down", [0, 1, 2, 1, 0, -1, 12]],
  ] as const)("%s", (round, minors) => {
    const cells = ["0.0051", "0.015", "0.025", "0.0149", "-0.0051", "-0.015", "0.125"];
    const convert = converter(field, { round });
    expect(cells.map((cell) => convert(cell).value)).toEqual(minors);
  });

  test("what it took is told: recorded minus stored", () => {
    const convert = converter(field, { round: "half-up" });
    expect(convert("0.015").rounded).toEqual([{ units: -5n, scale: 3 }]);
    expect(convert("0.0149").rounded).toEqual([{ units: 49n, scale: 4 }]);
    expect(convert("-0.0149").rounded).toEqual([{ units: -49n, scale: 4 }]);
    expect(convert("0.010").rounded).toEqual([]);
  });

  test("an amount that rounds to nothing has no sign left", () => {
    expect(converter(field, { round: "down" })("-0.001").value).toBe(0);
  });
});
