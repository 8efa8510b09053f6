import type { Dialect } from "./record.ts";

// Cuts the records that nearly all files are made of: cells without quotes, and cells in quotes that
// hold no escapes but doubled quotes. It gives what csv-parse would give, or nothing; what it leaves
// is csv-parse's business.

const LF = 10;
const CR = 13;
const TAB = 9;
const SPACE = 32;
const ASCII = 128;

type Marks = Pick<Dialect, "delimiter" | "quote" | "quoteEscape" | "blanks" | "blankLines">;

/** Where blanks separate cells they are no padding. */
export const trims = ({ blanks, delimiter }: Pick<Dialect, "blanks" | "delimiter">): boolean =>
  blanks === "trim" && delimiter.trim() !== "";

/** Cuts plain records into cells. */
export class PlainSplitter {
  readonly #delimiter: string;
  /** UTF-16 units; -1 if there is none. */
  readonly #begins: number;
  readonly #quote: number;
  /** What stands for itself in quotes only where it does not stand there. */
  readonly #escape: string;
  readonly #sign: string;
  readonly #trims: boolean;
  readonly #keepsBlank: boolean;
  /** Whether the marks are told apart by the first unit. */
  readonly #able: boolean;
  /** Where the cell at hand ends. */
  #end = 0;

  constructor(marks: Marks) {
    const { delimiter, quote, quoteEscape } = marks;
    this.#delimiter = delimiter;
    this.#begins = delimiter.length === 0 ? -1 : delimiter.charCodeAt(0);
    this.#sign = quote;
    this.#quote = quote === "" ? -1 : quote.charCodeAt(0);
    this.#escape = quoteEscape;
    this.#trims = trims(marks);
    this.#keepsBlank = marks.blankLines === "records";
    const odd = [quote, quoteEscape, "\n", "\r"].some((sign) => sign && delimiter.includes(sign));
    this.#able = !odd && delimiter !== "" && quote.length <= 1 && this.#quote < ASCII;
  }

  /**
   * The cells of one record, as csv-parse gives them.
   *
   * @param text of the record, with its line end if it has one
   * @returns undefined if that takes csv-parse, or more than one record stands there
   */
  cells(text: string): string[] | undefined {
    const end = beforeLineEnd(text);
    if (!this.#able) return undefined;
    if (end === 0) return this.#keepsBlank && text.length > 0 ? [""] : undefined;
    const cells: string[] = [];
    for (let from = 0; ; from = this.#end + this.#delimiter.length) {
      const open = this.#pastBlanks(text, from, end);
      const quoted = open < end && text.charCodeAt(open) === this.#quote;
      const cell = quoted ? this.#quoted(text, open, end) : this.#plain(text, from, end);
      if (cell === undefined) return undefined;
      cells.push(cell);
      if (this.#end === end) break;
    }
    // A line of blanks may be a record or none.
    return cells.length === 1 && cells[0] === "" ? undefined : cells;
  }

  #plain(text: string, from: number, end: number): string | undefined {
    const begins = this.#begins;
    const quote = this.#quote;
    let at = from;
    for (; at < end; at++) {
      const unit = text.charCodeAt(at);
      if (unit === begins && this.#delimits(text, at, end)) break;
      if (unit === quote || unit === LF || unit === CR) return undefined;
    }
    this.#end = at;
    if (at === from) return "";
    const cell = text.slice(from, at);
    const padded = mayBeBlank(text.charCodeAt(from)) || mayBeBlank(text.charCodeAt(at - 1));
    return this.#trims && padded ? cell.trim() : cell;
  }

  #quoted(text: string, open: number, end: number): string | undefined {
    const doubles = this.#escape === this.#sign;
    let doubled = false;
    let at = text.indexOf(this.#sign, open + 1);
    while (doubles && at !== -1 && text.charCodeAt(at + 1) === this.#quote) {
      doubled = true;
      at = text.indexOf(this.#sign, at + 2);
    }
    if (at === -1) return undefined;
    this.#end = this.#pastBlanks(text, at + 1, end);
    if (this.#end < end && !this.#delimits(text, this.#end, end)) return undefined;
    const cell = text.slice(open + 1, at);
    if (doubled) return cell.replaceAll(this.#sign + this.#sign, this.#sign);
    return !doubles && this.#escape !== "" && cell.includes(this.#escape) ? undefined : cell;
  }

  /** Blanks around quotes are padding where blanks are trimmed. */
  #pastBlanks(text: string, from: number, end: number): number {
    let at = from;
    if (!this.#trims) return at;
    while (at < end && isBlank(text.charCodeAt(at)) && !this.#delimits(text, at, end)) at++;
    return at;
  }

  #delimits(text: string, at: number, end: number): boolean {
    const { length } = this.#delimiter;
    if (at + length > end) return false;
    if (length === 1) return text.charCodeAt(at) === this.#begins;
    return text.startsWith(this.#delimiter, at);
  }
}

const isBlank = (unit: number): boolean => unit === SPACE || unit === TAB;

/** Other signs are blanks for `trim`, too. */
const mayBeBlank = (unit: number): boolean => unit <= SPACE || unit >= ASCII;

function beforeLineEnd(text: string): number {
  const end = text.length;
  const last = text.charCodeAt(end - 1);
  if (last === CR) return end - 1;
  if (last !== LF) return end;
  return text.charCodeAt(end - 2) === CR ? end - 2 : end - 1;
}
