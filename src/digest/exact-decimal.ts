import type { ExactDecimal } from "../../importers/define.ts";

// Decimals of which no digit is lost on the way.

/** The units of both at the same scale. */
function aligned(one: ExactDecimal, other: ExactDecimal): readonly [bigint, bigint, number] {
  const scale = Math.max(one.scale, other.scale);
  const at = ({ units, scale: own }: ExactDecimal) => units * 10n ** BigInt(scale - own);
  return [at(one), at(other), scale];
}

export function addExact(one: ExactDecimal, other: ExactDecimal): ExactDecimal {
  const [left, right, scale] = aligned(one, other);
  return { units: left + right, scale };
}

/** Below nothing, nothing or above it, as one is below, at or above the other. */
export function compareExact(one: ExactDecimal, other: ExactDecimal): number {
  const [left, right] = aligned(one, other);
  return left === right ? 0 : left < right ? -1 : 1;
}

/** An exact decimal in digits: `-0.0049`. */
export function writeExact({ units, scale }: ExactDecimal): string {
  const digits = String(units < 0n ? -units : units).padStart(scale + 1, "0");
  const whole = digits.slice(0, digits.length - scale);
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, "");
  return `${units < 0n ? "-" : ""}${whole}${fraction === "" ? "" : `.${fraction}`}`;
}
