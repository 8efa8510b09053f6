import { asciiDigits } from "../../../importers/convert/digits.ts";
import { type Bucket, spread } from "./spread.ts";

/** The greatest power of ten that is a number. */
const LAST_POWER = 308;
const FIRST_POWER = -2;
/** Each width is five or two times the one before, so that buckets join without a rest. */
const WIDTHS = Array.from({ length: 2 * (LAST_POWER - FIRST_POWER) + 1 }, (_, nth) =>
  nth % 2 === 0 ? power(nth / 2) : 5 * power((nth - 1) / 2),
);
const UNIT = WIDTHS.indexOf(1);
/** As many buckets that are not empty are kept before two or five are joined into one. */
const MOST_BUCKETS = 2_000;
/** Buckets are numbered up to here: one more is another number, and their ends have twelve digits. */
const LAST_BUCKET = 1e11;

/** Read from its digits: a product would be a little beside it. */
function power(nth: number): number {
  return Number(`1e${nth + FIRST_POWER}`);
}

interface Extreme {
  readonly value: number;
  readonly cell: string;
}

/** The least, the greatest and the spread of the numbers in a column, in bounded memory and time. */
export class NumberSpread {
  #buckets = new Map<number, number>();
  #width = 0;
  #whole = true;
  #least: Extreme | undefined;
  #greatest: Extreme | undefined;

  /** @param cell as it stands: `1,250.50`, `-3`, `1.2E+05` */
  see(cell: string, times: number): void {
    const value = numberIn(cell);
    if (value === undefined) return;
    const seen = { value, cell };
    if (this.#least === undefined || compare(seen, this.#least) < 0) this.#least = seen;
    if (this.#greatest === undefined || compare(seen, this.#greatest) > 0) this.#greatest = seen;
    this.#whole &&= Number.isInteger(value);
    while (Math.abs(value) / (WIDTHS[this.#width] ?? 1) > LAST_BUCKET) this.#join();
    const bucket = Math.floor(value / (WIDTHS[this.#width] ?? 1) + 1e-9);
    this.#buckets.set(bucket, (this.#buckets.get(bucket) ?? 0) + times);
    while (this.#buckets.size > MOST_BUCKETS) this.#join();
  }

  /** As they stand in the cells. */
  get least(): string | undefined {
    return this.#least?.cell;
  }

  get greatest(): string | undefined {
    return this.#greatest?.cell;
  }

  buckets(): readonly Bucket[] {
    while (this.#whole && this.#width < UNIT) this.#join();
    const width = WIDTHS[this.#width] ?? 1;
    const steps = WIDTHS.slice(this.#width).map((each) => Math.round(each / width));
    const written = (bucket: number) => String(Number((bucket * width).toPrecision(12)));
    return spread(this.#buckets, {
      steps,
      mark: written,
      label: (start, step) =>
        step * width === 1 && this.#whole
          ? written(start)
          : `${written(start)} to ${written(start + step)}`,
    });
  }

  /** Of the last width there are no more buckets than fit: a number is at most 1.8e308. */
  #join(): void {
    const ratio = Math.round((WIDTHS[this.#width + 1] ?? 1) / (WIDTHS[this.#width] ?? 1));
    const joined = new Map<number, number>();
    for (const [bucket, count] of this.#buckets) {
      const into = Math.floor(bucket / ratio);
      joined.set(into, (joined.get(into) ?? 0) + count);
    }
    this.#buckets = joined;
    this.#width++;
  }
}

/** Whole numbers that are one and the same as a float are told apart by their digits. */
function compare(one: Extreme, other: Extreme): number {
  return one.value - other.value || compareWhole(one.cell, other.cell);
}

const LAST_MARK = /[.,](?=\d*$)/;

/**
 * The number that a cell is taken for where it is plotted and ordered; one that is beyond all floats is the
 * last of them. A mark before three digits that stands alone may be either kind: it is taken for a point if
 * it is one, for a group if a comma.
 */
function numberIn(cell: string): number | undefined {
  const text = asciiDigits(cell).replace(/[^\d.,eE+-]/g, "");
  const plain = Number(text);
  if (text !== "" && !Number.isNaN(plain)) return within(plain);
  const mark = LAST_MARK.exec(text)?.[0];
  const group = mark === "," ? /\./g : /,/g;
  const grouped = mark === "," && /^[+-]?\d{1,3}(?:,\d{3})+$/.test(text);
  const value = Number(
    grouped ? text.replaceAll(",", "") : text.replace(group, "").replace(",", "."),
  );
  return text === "" || Number.isNaN(value) ? undefined : within(value);
}

/** There is no minus zero. */
const within = (value: number): number =>
  Math.min(Math.max(value, -Number.MAX_VALUE), Number.MAX_VALUE) || 0;

const WHOLE = /^([+-]?)0*(\d+)$/;

/**
 * Compares whole numbers of any length by their digits, as floats cannot from 2^53 on.
 *
 * @returns below, above or equal to 0; 0 too where one is no whole number in plain digits
 */
function compareWhole(one: string, other: string): number {
  const [, sign, digits = ""] = WHOLE.exec(one) ?? [];
  const [, otherSign, others = ""] = WHOLE.exec(other) ?? [];
  if (digits === "" || others === "" || (sign === "-") !== (otherSign === "-")) return 0;
  const way = sign === "-" ? -1 : 1;
  if (digits.length !== others.length) return way * (digits.length - others.length);
  return digits === others ? 0 : way * (digits < others ? -1 : 1);
}
