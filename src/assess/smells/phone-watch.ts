import { asciiDigits } from "../../../importers/convert/digits.ts";
import type { SourceRecord } from "../../source/record.ts";
import type { ColumnProfile, FileProfile, Smell } from "../assessment.ts";
import { isNullToken } from "../profile/cell-look.ts";
import { smell } from "./catalog.ts";
import { cellOf, Places, type Watch } from "./watch.ts";

const COMPUTED = /^-\d+(?:\.0+)?$/;
const PLAIN = /^\d+(?:\.0)?$/;
/** ITU-T E.164 allows 15 digits; shorter than 7 are no subscriber's. */
const FEWEST = 7;
const MOST = 15;
/** Families share a phone, half a village does not. */
const TOO_MANY_SHARE = 20;
const SHARE_OF_ALL = 0.01;
/** A zero is missed where at least this share of the phones has it. */
const HAVE_ZERO = 0.3;
/** National numbers without the zero, and what some of them may have lost. */
const LONG = 9;
const NEARLY_ALL = 0.7;
const MOST_LOST = 2;
const OF_REST = 0.9;
const FEWEST_LOST = 3;
const MOST_KINDS = 1_000;
const DECIMAL = /^\+?\d{5,}[.,]0+$/;

/** Looks for phones that a spreadsheet has spoilt, and for such as were typed to fill the field. */
export class PhoneWatch implements Watch {
  readonly #file: FileProfile;
  readonly #column: ColumnProfile;
  readonly #computed = new Places();
  readonly #odd = new Places();
  readonly #shared = new Places();
  /** Plain digits, by how many there are: with the zero in front, and without. */
  readonly #withZero = new Map<number, number>();
  readonly #without = new Map<number, Places>();
  readonly #decimal = new Places();
  /** By country code and length: with a plus in front, and without. */
  readonly #withPlus = new Map<string, number>();
  readonly #bare = new Map<string, Places>();
  #placeholder: ReadonlySet<string>;
  #present = 0;

  constructor({ file, column }: { readonly file: FileProfile; readonly column: ColumnProfile }) {
    this.#file = file;
    this.#column = column;
    const least = Math.max(TOO_MANY_SHARE, (file.records ?? 0) * SHARE_OF_ALL);
    const many = column.frequent.filter(({ count }) => count >= least);
    this.#placeholder = new Set(many.map(({ value }) => asciiDigits(value)));
  }

  see(record: SourceRecord): void {
    const cell = asciiDigits(cellOf(record, this.#column));
    if (cell === "" || isNullToken(cell)) return;
    this.#present++;
    if (this.#placeholder.has(cell)) this.#shared.add(record.line);
    if (COMPUTED.test(cell)) {
      this.#computed.add(record.line);
      return;
    }
    const digits = cell.replace(/\D/g, "").length;
    if (digits > 0 && (digits < FEWEST || digits > MOST)) this.#odd.add(record.line);
    if (DECIMAL.test(cell)) this.#decimal.add(record.line);
    if (PLAIN.test(cell)) this.#countZero(cell.replace(/\.0$/, ""), record.line);
    this.#countPlus(cell, record.line);
  }

  #countZero(digits: string, line: number): void {
    const { length } = digits;
    if (digits.startsWith("0")) {
      this.#withZero.set(length, (this.#withZero.get(length) ?? 0) + 1);
      return;
    }
    const places = this.#without.get(length) ?? new Places();
    this.#without.set(length, places);
    places.add(line);
  }

  #countPlus(cell: string, line: number): void {
    const bare = cell.replace(/\D/g, "");
    const key = `${bare.slice(0, 2)} ${bare.length}`;
    if (cell.startsWith("+")) this.#withPlus.set(key, (this.#withPlus.get(key) ?? 0) + 1);
    else if (PLAIN.test(cell) && bare.length >= LONG && this.#bare.size < MOST_KINDS) {
      const places = this.#bare.get(key) ?? new Places();
      this.#bare.set(key, places);
      places.add(line);
    }
  }

  /** As long as those that have a plus, and of the same country. */
  #lostPlus(): Places {
    const [key = "", count = 0] = mostOf(this.#withPlus);
    if (count < this.#present * HAVE_ZERO) return new Places();
    return this.#bare.get(key) ?? new Places();
  }

  found(): readonly Smell[] {
    const at = { file: this.#file.file, column: this.#column.header, of: this.#present };
    const lost = this.#lostZero();
    const all = [
      ["phone.computed", this.#computed],
      ["phone.odd-length", this.#odd],
      ["phone.placeholder", this.#shared],
      ["phone.lost-zero", lost],
      ["phone.lost-plus", this.#lostPlus()],
      ["phone.decimal", this.#decimal],
    ] as const;
    return all.flatMap(([code, { count, lines }]) =>
      count === 0 ? [] : [smell(code, { ...at, count, lines })],
    );
  }

  /** One digit shorter than the phones that begin with a zero, and without it. */
  #lostZero(): Places {
    const [length = 0, count = 0] = mostOf(this.#withZero);
    if (count < this.#present * HAVE_ZERO) return this.#shorter();
    return this.#without.get(length - 1) ?? new Places();
  }

  /** One length or two below that of nearly all, where all the others are of it: no zero is left to compare with. */
  #shorter(): Places {
    const counts = new Map([...this.#without].map(([length, places]) => [length, places.count]));
    const [length = 0, count = 0] = mostOf(counts);
    const others = [...this.#without].filter(([one]) => one !== length);
    const [other] = others.toSorted(([, one], [, two]) => two.count - one.count);
    if (other === undefined || length < LONG || count < this.#present * NEARLY_ALL)
      return new Places();
    const [short, places] = other;
    const rest = others.reduce((sum, [, each]) => sum + each.count, 0);
    const isIt = short < length && short >= length - MOST_LOST && places.count >= rest * OF_REST;
    return isIt && places.count >= FEWEST_LOST ? places : new Places();
  }
}

const mostOf = <Key>(counts: ReadonlyMap<Key, number>): [Key, number] | [] =>
  [...counts].sort(([, one], [, other]) => other - one)[0] ?? [];
