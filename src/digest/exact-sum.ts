import type { ExactDecimal } from "../../importers/define.ts";

/** Numbers of one scale: summed as a double while that is exact. */
interface Part {
  pending: number;
  sum: bigint;
}

/** `1e-7` and the like, as JavaScript writes what is very large or very small. */
const WRITTEN = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/;

/**
 * Adds numbers without losing a digit: each as the shortest decimal that names it, which is what SQLite
 * and JavaScript print of it. 0.1 + 0.2 is 0.3 here.
 */
export class ExactSum {
  /** By scale: how many digits follow the point. */
  readonly #parts: (Part | undefined)[] = [];
  /** What is no finite number has no sum. */
  #infinite = 0;

  /** @param sign -1 takes a number out again */
  add(value: number, sign: 1 | -1 = 1): void {
    if (Number.isSafeInteger(value)) this.#put(value * sign, 0);
    else if (!Number.isFinite(value)) this.#infinite += sign;
    else this.addExact(decimalOf(value), sign);
  }

  addExact({ units, scale }: ExactDecimal, sign: 1 | -1 = 1): void {
    const signed = sign === 1 ? units : -units;
    const small = Number(signed);
    if (Number.isSafeInteger(small)) this.#put(small, scale);
    else this.#part(scale).sum += signed;
  }

  #put(value: number, scale: number): void {
    const part = this.#part(scale);
    const pending = part.pending + value;
    if (Number.isSafeInteger(pending)) {
      part.pending = pending;
      return;
    }
    part.sum += BigInt(part.pending) + BigInt(value);
    part.pending = 0;
  }

  #part(scale: number): Part {
    const part = this.#parts[scale] ?? { pending: 0, sum: 0n };
    this.#parts[scale] = part;
    return part;
  }

  total(): ExactDecimal {
    const scale = Math.max(0, this.#parts.length - 1);
    const units = this.#parts.reduce((sum, part, at) => {
      if (part === undefined) return sum;
      return sum + (part.sum + BigInt(part.pending)) * 10n ** BigInt(scale - at);
    }, 0n);
    return { units, scale };
  }

  /** In digits; says so where an infinite number was among them. */
  text(): string {
    return this.#infinite === 0 ? writeExact(this.total()) : "infinite";
  }
}

function decimalOf(value: number): ExactDecimal {
  const [, minus = "", whole = "", fraction = "", exponent = "0"] =
    WRITTEN.exec(String(value)) ?? [];
  const scale = fraction.length - Number(exponent);
  const units = BigInt(`${minus}${whole}${fraction}`);
  return scale < 0 ? { units: units * 10n ** BigInt(-scale), scale: 0 } : { units, scale };
}

/** An exact decimal in digits: `-0.0049`. */
export function writeExact({ units, scale }: ExactDecimal): string {
  const digits = String(units < 0n ? -units : units).padStart(scale + 1, "0");
  const whole = digits.slice(0, digits.length - scale);
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, "");
  return `${units < 0n ? "-" : ""}${whole}${fraction === "" ? "" : `.${fraction}`}`;
}
