import type { Dialect } from "./record.ts";
import { trims } from "./split-plain.ts";

// Cuts the records of files whose writer puts a backslash before what would end a cell or a record: MySQL's
// SELECT ... INTO OUTFILE, COPY of PostgreSQL, Hive, ClickHouse. A delimiter or a line end behind one is text.

const BACKSLASH = "\\";
const ESCAPED: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  b: "\b",
  f: "\f",
  v: "\v",
  0: "\0",
  "\\": "\\",
  '"': '"',
  "'": "'",
  "\n": "\n",
  "\r": "\r",
};
const SPACE = 32;
const DELETE = 127;

/** What stands behind a backslash that escapes nothing is left as it is. */
export function unescaped(cell: string, delimiter: string): string {
  if (cell === "\\N") return "";
  return cell.replace(
    /\\(?:([0-7]{2,3}|x[\da-fA-F]{1,2})|(.))/gsu,
    (all: string, code?: string, sign = "") =>
      byNumber(code) ?? (delimiter.startsWith(sign) && sign !== "" ? sign : (ESCAPED[sign] ?? all)),
  );
}

/** COPY reads the number of a byte, in octal or hexadecimal digits: of ASCII it is known which sign that is. */
function byNumber(code = ""): string | undefined {
  const byte = code.startsWith("x") ? Number.parseInt(code.slice(1), 16) : Number.parseInt(code, 8);
  return byte >= SPACE && byte < DELETE ? String.fromCharCode(byte) : undefined;
}

/** Whether an odd number of escapes stands before a place. */
export function isEscaped(
  text: string,
  at: number,
  { from, sign = BACKSLASH }: { readonly from: number; readonly sign?: string },
): boolean {
  let before = at;
  while (before > from && text[before - 1] === sign) before--;
  return (at - before) % 2 === 1;
}

type Marks = Pick<Dialect, "delimiter" | "quote" | "blanks" | "escapes">;

export class EscapedSplitter {
  readonly #marks: Marks;
  readonly #trims: boolean;

  constructor(marks: Marks) {
    this.#marks = marks;
    this.#trims = trims(marks);
  }

  /**
   * The cells of one record. Where a file has no quotes they keep their escapes, which are undone and counted
   * later (mend-cells.ts).
   *
   * @param text of the record, without its line end
   */
  cells(text: string): string[] {
    const { delimiter, quote } = this.#marks;
    const cells: string[] = [];
    for (let from = 0; ; ) {
      const closed = quote === "" || text[from] !== quote ? undefined : this.#closed(text, from);
      const end = closed ?? this.#next(delimiter, text, from);
      cells.push(
        closed === undefined ? this.#plain(text, from, end) : this.#inner(text, from, end),
      );
      if (end >= text.length) return cells;
      from = end + delimiter.length;
    }
  }

  /** Where a quoted cell ends, behind its quote; undefined if that quote closes no cell. */
  #closed(text: string, open: number): number | undefined {
    const { delimiter, quote } = this.#marks;
    for (let at = text.indexOf(quote, open + 1); at !== -1; at = text.indexOf(quote, at + 1)) {
      if (isEscaped(text, at, { from: open + 1 })) continue;
      if (at + 1 === text.length || text.startsWith(delimiter, at + 1)) return at + 1;
    }
    return undefined;
  }

  #next(sign: string, text: string, from: number): number {
    let at = text.indexOf(sign, from);
    while (at !== -1 && isEscaped(text, at, { from })) at = text.indexOf(sign, at + 1);
    return at === -1 ? text.length : at;
  }

  #plain(text: string, from: number, end: number): string {
    const cell = this.#trims ? text.slice(from, end).trim() : text.slice(from, end);
    return this.#marks.quote === "" ? cell : unescaped(cell, this.#marks.delimiter);
  }

  #inner(text: string, from: number, end: number): string {
    const { delimiter, quote, escapes } = this.#marks;
    const inner = text.slice(from + 1, end - 1);
    if (escapes === "backslash") return unescaped(inner, delimiter);
    return inner.replaceAll(BACKSLASH + quote, quote);
  }
}
