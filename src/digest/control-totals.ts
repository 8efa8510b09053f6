import type { ExactDecimal } from "../../importers/define.ts";
import { mix, type RowHashes, type StoredValue } from "./content-hash.ts";
import { DistinctCount } from "./distinct-count.ts";
import { writeExact } from "./exact-decimal.ts";

/** What is summed up of a column besides counts and digest. */
export type TotalKind = "plain" | "number" | "day" | "code";

/** The control totals of one column, as the report prints them. */
export interface ColumnTotals {
  readonly nonNull: number;
  /** Exact up to 2,048, an estimate above; absent where records were withdrawn. */
  readonly distinct?: number;
  /** Order-free, over (legacy id, value) of every row: 16 hexadecimal digits. */
  readonly digest: string;
  /** Exact, of a column of numbers: of fractions too. */
  readonly sum?: string;
  /** Of a column of days; absent where records were withdrawn. */
  readonly min?: string;
  readonly max?: string;
}

/** Anything else in a column of days is a fault, and must not show in a report. */
const ISO_DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Sums up rows, column by column, independent of their order. Source and target use the same. */
export class ControlTotals {
  readonly #columns: readonly ColumnTally[];
  readonly #low: Int32Array;
  readonly #high: Int32Array;
  readonly #nonNull: Int32Array;
  #rows = 0;
  #withdrawn = false;

  constructor(kinds: readonly TotalKind[]) {
    this.#columns = kinds.map((kind) => new ColumnTally(kind));
    this.#low = new Int32Array(kinds.length);
    this.#high = new Int32Array(kinds.length);
    this.#nonNull = new Int32Array(kinds.length);
  }

  get rows(): number {
    return this.#rows;
  }

  /** @param seed hash of the row's legacy id: a value that wandered to another row is noticed */
  add(seed: number, values: readonly StoredValue[], hashes: RowHashes): void {
    this.#rows++;
    for (let at = 0; at < this.#columns.length; at++) {
      const low = hashes[at * 2] ?? 0;
      const high = hashes[at * 2 + 1] ?? 0;
      // Typed arrays wrap around by themselves.
      this.#low[at] = (this.#low[at] ?? 0) + mix(low ^ seed);
      this.#high[at] = (this.#high[at] ?? 0) + mix(high ^ ~seed);
      const value = values[at] ?? null;
      if (value === null) continue;
      this.#nonNull[at] = (this.#nonNull[at] ?? 0) + 1;
      const column = this.#columns[at];
      column?.distinct.add(low, high);
      column?.add(value);
    }
  }

  /** Takes a row out again. Smallest, largest and distinct values cannot be taken out: they go. */
  remove(seed: number, values: readonly StoredValue[], hashes: RowHashes): void {
    this.#rows--;
    this.#withdrawn = true;
    for (let at = 0; at < this.#columns.length; at++) {
      this.#low[at] = (this.#low[at] ?? 0) - mix((hashes[at * 2] ?? 0) ^ seed);
      this.#high[at] = (this.#high[at] ?? 0) - mix((hashes[at * 2 + 1] ?? 0) ^ ~seed);
      const value = values[at] ?? null;
      if (value === null) continue;
      this.#nonNull[at] = (this.#nonNull[at] ?? 0) - 1;
      this.#columns[at]?.remove(value);
    }
  }

  /** The same of a row that is gone: what it held is not known any more, and the digests tell nothing. */
  lose(): void {
    this.#rows--;
    this.#withdrawn = true;
  }

  totals(): ColumnTotals[] {
    return this.#columns.map((column, at) => ({
      nonNull: this.#nonNull[at] ?? 0,
      ...(!this.#withdrawn && { distinct: column.distinct.count() }),
      digest: hex(this.#high[at] ?? 0) + hex(this.#low[at] ?? 0),
      ...column.totals(this.#withdrawn),
    }));
  }
}

/** What is summed up of one column besides counts and digest. */
class ColumnTally {
  readonly distinct = new DistinctCount();
  readonly #kind: TotalKind;
  readonly sum = new ExactSum();
  #min: string | undefined;
  #max: string | undefined;

  constructor(kind: TotalKind) {
    this.#kind = kind;
  }

  add(value: string | number): void {
    // A column of exact decimals keeps them as text.
    if (typeof value === "number" || this.#kind === "number") this.sum.add(Number(value));
    else if (this.#kind === "day") this.#span(ISO_DAY.test(value) ? value : "(no day)");
  }

  remove(value: string | number): void {
    if (typeof value === "number" || this.#kind === "number") this.sum.add(Number(value), -1);
  }

  #span(day: string): void {
    if (this.#min === undefined || day < this.#min) this.#min = day;
    if (this.#max === undefined || day > this.#max) this.#max = day;
  }

  totals(withdrawn: boolean): Pick<ColumnTotals, "sum" | "min" | "max"> {
    if (this.#kind === "number") return { sum: this.sum.text() };
    if (withdrawn || this.#min === undefined || this.#max === undefined) return {};
    return { min: this.#min, max: this.#max };
  }
}

/** A 32-bit lane in eight hexadecimal digits. */
export const hex = (lane: number): string => (lane >>> 0).toString(16).padStart(8, "0");

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
