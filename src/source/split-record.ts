import type { Dialect } from "./record.ts";

// Cuts the one record that csv-parse cannot be given: quotes that do not fit together, or blanks
// between a quote and a delimiter in a file whose other blanks are to be kept.

type Marks = Pick<Dialect, "delimiter" | "quote" | "quoteEscape" | "blanks">;

/** What a quote is that opens a cell and is not closed where it should be. */
type Policy = "closed later" | "plain text";

/** The cells of a record whose quotes are sound; its line end is not part of the text. */
export function splitRecord(text: string, marks: Marks): string[] {
  return new RecordSplitter(text, marks, "plain text").cells();
}

/**
 * The most plausible cells of a record whose quotes are broken: a quote inside a quoted cell that
 * ends no cell is text, doubled or not, or the quote that opens the cell is. What comes to as many
 * cells as the table has columns is taken; else the reading that keeps quoted delimiters together.
 */
export function splitBroken(text: string, marks: Marks, width: number): string[] {
  const readings = [
    new RecordSplitter(text, marks, "closed later"),
    new RecordSplitter(text, { ...marks, quoteEscape: "" }, "closed later"),
    new RecordSplitter(text, marks, "plain text"),
  ].map((splitter) => ({ cells: splitter.cells(), open: splitter.unclosed }));
  const fitting = readings.filter(({ cells }) => cells.length === width);
  const best = fitting.find(({ open }) => open === 0) ?? fitting[0] ?? readings[0];
  return best?.cells ?? [];
}

class RecordSplitter {
  readonly #text: string;
  readonly #marks: Marks;
  readonly #policy: Policy;
  #at = 0;
  #unclosed = 0;

  constructor(text: string, marks: Marks, policy: Policy) {
    this.#text = text;
    this.#marks = marks;
    this.#policy = policy;
  }

  /** Quotes that open a cell and were taken for text. */
  get unclosed(): number {
    return this.#unclosed;
  }

  cells(): string[] {
    const { delimiter } = this.#marks;
    const cells: string[] = [];
    for (;;) {
      cells.push(this.#quoted() ?? this.#plain());
      if (this.#at >= this.#text.length) return cells;
      this.#at += delimiter.length;
    }
  }

  /** A cell without quotes, up to the next delimiter. */
  #plain(): string {
    const found = this.#text.indexOf(this.#marks.delimiter, this.#at);
    const end = found === -1 ? this.#text.length : found;
    const cell = this.#text.slice(this.#at, end);
    this.#at = end;
    return this.#marks.blanks === "trim" ? cell.trim() : cell;
  }

  /** A quoted cell; undefined if none stands here. */
  #quoted(): string | undefined {
    const { quote } = this.#marks;
    const open = this.#pastBlanks(this.#at);
    if (quote === "" || this.#text[open] !== quote) return undefined;
    let cell = "";
    let from = open + 1;
    for (let at = this.#nextQuote(from); at !== -1; at = this.#nextQuote(from)) {
      const escaped = this.#escaped(from, at);
      if (escaped !== undefined) {
        cell += `${this.#text.slice(from, escaped.keep)}${quote}`;
        from = escaped.next;
        continue;
      }
      const end = this.#pastBlanks(at + 1);
      if (this.#isCellEnd(end)) {
        this.#at = end;
        return cell + this.#text.slice(from, at);
      }
      if (this.#policy === "plain text") break;
      cell += this.#text.slice(from, at + 1);
      from = at + 1;
    }
    this.#unclosed++;
    return undefined;
  }

  #nextQuote(from: number): number {
    return this.#text.indexOf(this.#marks.quote, from);
  }

  /** Where the text before an escaped quote ends, and where what follows it begins. */
  #escaped(from: number, at: number): { keep: number; next: number } | undefined {
    const { quote, quoteEscape } = this.#marks;
    if (quoteEscape === "") return undefined;
    if (quoteEscape === quote) {
      return this.#text[at + 1] === quote ? { keep: at, next: at + 2 } : undefined;
    }
    return at > from && this.#text[at - 1] === quoteEscape
      ? { keep: at - 1, next: at + 1 }
      : undefined;
  }

  #pastBlanks(from: number): number {
    const { delimiter } = this.#marks;
    let at = from;
    while (this.#text[at] === " " || this.#text[at] === "\t") {
      if (this.#text.startsWith(delimiter, at)) break;
      at++;
    }
    return at;
  }

  #isCellEnd(at: number): boolean {
    return at >= this.#text.length || this.#text.startsWith(this.#marks.delimiter, at);
  }
}
