import type { RowHashes, StoredValue } from "./content-hash.ts";
import { DistinctCount } from "./distinct-count.ts";
import { mix } from "./value-hash.ts";

/** What is summed up of a column besides counts and digest. */
export type TotalKind = "plain" | "number" | "day";

/** The control totals of one column, as the report prints them. */
export interface ColumnTotals {
  readonly nonNull: number;
  /** Exact up to 2,048, an estimate above; absent where records were withdrawn. */
  readonly distinct?: number;
  /** Order-free, over (legacy id, value) of every row: 16 hexadecimal digits. */
  readonly digest: string;
  /** Exact, of a column of whole numbers. */
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
  #rows = 0;
  #withdrawn = false;

  constructor(kinds: readonly TotalKind[]) {
    this.#columns = kinds.map((kind) => new ColumnTally(kind));
  }

  get rows(): number {
    return this.#rows;
  }

  /** @param seed hashes of the row's legacy id: a value that wandered to another row is noticed */
  add(seed: number, values: readonly StoredValue[], hashes: RowHashes): void {
    this.#rows++;
    for (let at = 0; at < this.#columns.length; at++) {
      this.#columns[at]?.add(seed, values[at] ?? null, hashes[at * 2] ?? 0, hashes[at * 2 + 1] ?? 0);
    }
  }

  /** Takes a row out again. Smallest, largest and distinct values cannot be taken out: they go. */
  remove(seed: number, values: readonly StoredValue[], hashes: RowHashes): void {
    this.#rows--;
    this.#withdrawn = true;
    for (let at = 0; at < this.#columns.length; at++) {
      this.#columns[at]?.remove(seed, values[at] ?? null, hashes[at * 2] ?? 0, hashes[at * 2 + 1] ?? 0);
    }
  }

  totals(): ColumnTotals[] {
    return this.#columns.map((column) => column.totals(this.#withdrawn));
  }
}

class ColumnTally {
  readonly #kind: TotalKind;
  readonly #distinct = new DistinctCount();
  #nonNull = 0;
  #low = 0;
  #high = 0;
  #sum = 0n;
  /** Summed as a double while that is exact. */
  #pending = 0;
  #min: string | undefined;
  #max: string | undefined;

  constructor(kind: TotalKind) {
    this.#kind = kind;
  }

  add(seed: number, value: StoredValue, low: number, high: number): void {
    this.#digest(seed, low, high, 1);
    if (value === null) return;
    this.#nonNull++;
    this.#distinct.add(low, high);
    if (typeof value === "number") this.#count(value);
    else if (this.#kind === "day") this.#span(ISO_DAY.test(value) ? value : "(no day)");
  }

  #span(day: string): void {
    if (this.#min === undefined || day < this.#min) this.#min = day;
    if (this.#max === undefined || day > this.#max) this.#max = day;
  }

  remove(seed: number, value: StoredValue, low: number, high: number): void {
    this.#digest(seed, low, high, -1);
    if (value === null) return;
    this.#nonNull--;
    if (typeof value === "number") this.#count(-value);
  }

  #digest(seed: number, low: number, high: number, sign: 1 | -1): void {
    this.#low = (this.#low + sign * mix(low ^ seed)) | 0;
    this.#high = (this.#high + sign * mix(high ^ ~seed)) | 0;
  }

  #count(value: number): void {
    // A fraction in a column of whole numbers is a fault; the digest shows it.
    if (!Number.isInteger(value)) return;
    this.#pending += value;
    if (Math.abs(this.#pending) < 2 ** 52) return;
    this.#sum += BigInt(this.#pending);
    this.#pending = 0;
  }

  totals(withdrawn: boolean): ColumnTotals {
    const digest = hex(this.#high) + hex(this.#low);
    const kind = this.#kind;
    return {
      nonNull: this.#nonNull,
      ...(!withdrawn && { distinct: this.#distinct.count() }),
      digest,
      ...(kind === "number" && { sum: String(this.#sum + BigInt(this.#pending)) }),
      ...(kind === "day" && !withdrawn && this.#min !== undefined && { min: this.#min }),
      ...(kind === "day" && !withdrawn && this.#max !== undefined && { max: this.#max }),
    };
  }
}

const hex = (lane: number): string => (lane >>> 0).toString(16).padStart(8, "0");
