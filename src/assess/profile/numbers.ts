import { asciiDigits } from "./cell-look.ts";
import { type Bucket, spread } from "./spread.ts";

/** Each width is five or two times the one before, so that buckets join without a rest. */
const WIDTHS = Array.from(
  { length: 40 },
  (_, nth) => 10 ** (Math.floor(nth / 2) - 2) * (nth % 2 ? 5 : 1),
);
const UNIT = WIDTHS.indexOf(1);
/** As many buckets that are not empty are kept before two or five are joined into one. */
const MOST_BUCKETS = 2_000;

/** The least, the greatest and the spread of the numbers in a column, in bounded memory. */
export class NumberSpread {
  #buckets = new Map<number, number>();
  #width = 0;
  #whole = true;
  #least: { value: number; cell: string } | undefined;
  #greatest: { value: number; cell: string } | undefined;

  /** @param cell as it stands: `1,250.50`, `-3`, `1.2E+05` */
  see(cell: string, times: number): void {
    const value = numberIn(cell);
    if (value === undefined) return;
    if (this.#least === undefined || value < this.#least.value) this.#least = { value, cell };
    if (this.#greatest === undefined || value > this.#greatest.value) {
      this.#greatest = { value, cell };
    }
    this.#whole &&= Number.isInteger(value);
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
      ...{ steps, mark: written },
      label: (start, step) =>
        step * width === 1 && this.#whole
          ? written(start)
          : `${written(start)} to ${written(start + step)}`,
    });
  }

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

const LAST_MARK = /[.,](?=\d*$)/;

/**
 * The number that a cell is taken for where it is plotted and ordered. A mark before three digits that
 * stands alone may be either kind: it is taken for a point if it is one, for a group if a comma.
 */
function numberIn(cell: string): number | undefined {
  const text = asciiDigits(cell).replace(/[^\d.,eE+-]/g, "");
  const plain = Number(text);
  if (text !== "" && Number.isFinite(plain)) return plain;
  const mark = LAST_MARK.exec(text)?.[0];
  const group = mark === "," ? /\./g : /,/g;
  const grouped = mark === "," && /^[+-]?\d{1,3}(?:,\d{3})+$/.test(text);
  const value = Number(
    grouped ? text.replaceAll(",", "") : text.replace(group, "").replace(",", "."),
  );
  return text !== "" && Number.isFinite(value) ? value : undefined;
}
