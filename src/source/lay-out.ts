import { cellKind, DATA_KINDS } from "./detect/cell-kind.ts";
import { asWide, isComment, joinHeader } from "./detect/detect-layout.ts";
import {
  type HeaderAgain,
  HeaderNames,
  isEndMark,
  isFooterText,
  isRowCount,
  isRuler,
  isThin,
  lineKey,
  namesAnotherTable,
} from "./line-kinds.ts";

import type { CellMark, Dialect, SourceRecord } from "./record.ts";

/** Why a line with text is no record of the table. */
export type LineKind =
  | ("preamble" | "header" | "comment" | "line of dashes" | "footer")
  | ("repeated header" | "repeated header in another order")
  | ("end-of-file mark" | "hidden row" | "page title");

/** Lines of a file that are no records of its table, by kind, with the first few of their places. */
export interface LeftOut {
  readonly kind: LineKind | MendKind;
  /** They are cells of records, out of which something was taken, and no lines. */
  readonly of?: "cells";
  count: number;
  readonly lines: number[];
}

const HEADERS: ReadonlySet<string> = new Set<LineKind>([
  "header",
  "repeated header",
  "repeated header in another order",
]);
const SAME: HeaderAgain = { kind: "same" };

const keyOf = ({ cells }: SourceRecord): string => lineKey(cells.join(""));

/** A quote within a cell does not hide what the record is. */
const isWhole = ({ flaws }: SourceRecord): boolean =>
  flaws.length === 0 || flaws.every((flaw) => flaw === "quote-stray");

const FIRST_LINES = 20;
/** What separates cells; a record that has the right number of them by another sign has changed its dialect. */
const OTHER_SIGNS = [",", ";", "\t", "|"];

/**
 * Tells the records of a table from the lines around them, one group after the other, and numbers
 * them. Nothing is dropped unsaid: what is no record is counted by kind.
 */
export class Layout {
  readonly #dialect: Dialect;
  readonly #looks: boolean;
  readonly #headerRows: SourceRecord[] = [];
  readonly #leftOut = new Map<LineKind, LeftOut>();
  #columns: readonly string[] | undefined;
  #names: HeaderNames | undefined;
  /** Where the columns stand since the header was given in another order. */
  #places: readonly number[] | undefined;
  /** What stood above the header of columns at fixed places, and may stand there on each page. */
  readonly #titles = new Set<string>();
  #underHeader = false;
  #records = 0;
  #previous: SourceRecord | undefined;
  #secondLast: SourceRecord | undefined;
  /** What stands above the blank line that this record, or the title above it, stands under. */
  #aboveGap: SourceRecord | undefined;
  /** A second table has begun. */
  #beyond = false;

  constructor(dialect: Dialect) {
    this.#dialect = dialect;
    this.#looks = dialect.strays === "told apart";
    if (dialect.header === "none") this.#setColumns(dialect.columns ?? []);
  }

  get headerRows(): readonly SourceRecord[] {
    return this.#headerRows;
  }

  /** As the header names them, one for each cell of a record. */
  get columns(): readonly string[] {
    return this.#columns ?? [];
  }

  get leftOut(): readonly LeftOut[] {
    return [...this.#leftOut.values()];
  }

  /** Lines that are no records, the header among them. */
  get others(): number {
    return this.leftOut.reduce((sum, { count }) => sum + count, 0);
  }

  /** The records of a group, numbered. */
  records(group: readonly SourceRecord[]): SourceRecord[] {
    const records: SourceRecord[] = [];
    for (const [at, one] of group.entries()) {
      this.#aboveGap = this.#recordAboveGap(one);
      const kind = this.#kindOf(one, group[at + 1]);
      if (kind === "record") records.push(this.#number(one));
      else this.#leave(one, kind);
      this.#secondLast = this.#previous;
      this.#previous = one;
      this.#underHeader = HEADERS.has(kind);
    }
    return records;
  }

  /** The last records of a file without what stands under the table. */
  withoutFooter(records: readonly SourceRecord[]): SourceRecord[] {
    let end = records.length;
    if (!this.#looks) return [...records];
    while (end > 0 && this.#isFooter(records[end - 1])) end--;
    for (const record of records.slice(end)) this.#leave(record, "footer");
    return records.slice(0, end);
  }

  #kindOf(one: SourceRecord, next: SourceRecord | undefined): LineKind | "record" {
    const { comment } = this.#dialect;
    const above = this.#kindAbove(one);
    if (above !== undefined) return above;
    if (one.marks !== undefined && this.#isSkipped(one.marks)) return "hidden row";
    if (comment !== "" && isComment(one, comment, this.#width())) return "comment";
    if (!this.#looks) return "record";
    if (one.cells.length === 1 && isEndMark(one.cells[0] ?? "")) return "end-of-file mark";
    if (this.#beyond || !isWhole(one)) return "record";
    if (this.#titles.size > 0 && this.#titles.has(keyOf(one))) return "page title";
    return this.#strayKind(one.cells) ?? this.#headerKind(one, next);
  }

  #isSkipped(marks: readonly CellMark[]): boolean {
    return this.#dialect.hidden === "skip" && marks.some(({ kind }) => kind === "hidden");
  }

  /** The header, and what stands above it. */
  #kindAbove(one: SourceRecord): LineKind | undefined {
    const { header } = this.#dialect;
    if (this.#columns === undefined && header === "first") return this.#takeHeader(one);
    if (typeof header === "string" || one.line > header.last) return undefined;
    if (one.line < header.first) {
      if (this.#dialect.fixed !== undefined) this.#titles.add(keyOf(one));
      return "preamble";
    }
    return this.#looks && isRuler(one.cells, false) ? "line of dashes" : this.#takeHeader(one);
  }

  #strayKind(cells: readonly string[]): LineKind | undefined {
    const { length } = cells;
    const [first = ""] = cells;
    if (isRuler(cells, this.#underHeader)) return "line of dashes";
    if (length > 1 || this.#width() < 2) return undefined;
    return isRowCount(first.trim()) ? "footer" : undefined;
  }

  #headerKind(one: SourceRecord, next: SourceRecord | undefined): LineKind | "record" {
    const again = this.#isHeaderRow(one) ? SAME : this.#names?.find(one.cells);
    if (again === undefined) {
      this.#beyond = this.#beginsTable(one, next);
      return "record";
    }
    return this.#takeAgain(again);
  }

  /** One of several rows that name the columns together. */
  #isHeaderRow({ cells }: SourceRecord): boolean {
    if (this.#headerRows.length < 2) return false;
    return this.#headerRows.some(
      (row) =>
        row.cells.length === cells.length && row.cells.every((cell, at) => cell === cells[at]),
    );
  }

  #takeAgain(again: HeaderAgain): LineKind | "record" {
    this.#places = again.kind === "other order" ? again.places : undefined;
    this.#beyond = again.kind === "other columns";
    if (again.kind === "other order") return "repeated header in another order";
    return again.kind === "same" ? "repeated header" : "record";
  }

  #setColumns(columns: readonly string[]): void {
    this.#columns = asWide(columns, this.#dialect.width);
    this.#names = new HeaderNames(this.#columns);
  }

  #takeHeader(one: SourceRecord): "header" {
    this.#headerRows.push(one);
    this.#setColumns(joinHeader(this.#headerRows));
    return "header";
  }

  #width(): number {
    const columns = this.#columns?.length ?? 0;
    return columns > 0 ? columns : (this.#previous?.cells.length ?? 0);
  }

  #number(found: SourceRecord): SourceRecord {
    const record = ++this.#records;
    const one = this.#ordered(found);
    const flaws = this.#beyond ? [...one.flaws, "other-table" as const] : one.flaws;
    if (this.#looks && !this.#beyond && this.#hasOtherDelimiter(one)) {
      return { ...one, record, flaws: [...flaws, "other-delimiter"] };
    }
    if (flaws !== one.flaws) return { ...one, record, flaws };
    return one.record === record ? one : { ...one, record };
  }

  /** The cells in the order of the first header. */
  #ordered(one: SourceRecord): SourceRecord {
    const places = this.#places;
    if (places === undefined || one.cells.length !== places.length) return one;
    return { ...one, cells: places.map((at) => one.cells[at] ?? "") };
  }

  #leave({ line }: SourceRecord, kind: LineKind): void {
    const left = this.#leftOut.get(kind) ?? { kind, count: 0, lines: [] };
    this.#leftOut.set(kind, left);
    left.count++;
    if (left.lines.length < FIRST_LINES) left.lines.push(line);
  }

  #recordAboveGap({ line }: SourceRecord): SourceRecord | undefined {
    const previous = this.#previous;
    if (previous !== undefined && line - previous.line > 1) {
      // A total may stand under the records.
      return isThin(previous.cells) ? (this.#secondLast ?? previous) : previous;
    }
    if (this.#aboveGap === undefined || previous === undefined) return undefined;
    return isThin(previous.cells) ? this.#aboveGap : undefined;
  }

  /** The record above, if its first cell is numbered and this one's is not: few records are looked at further. */
  #recordOfNumber([first = ""]: readonly string[]): SourceRecord | undefined {
    const above = this.#previous?.cells[0] ?? "";
    return isNumbered(above) && !isNumbered(first) ? this.#previous : undefined;
  }

  /**
   * A record of another width that names columns begins another table: half of this table's, or
   * behind a blank line any, if the record below agrees with it in width.
   */
  #beginsTable(one: SourceRecord, next: SourceRecord | undefined): boolean {
    const { cells } = one;
    if (cells.length < 2 || next === undefined) return false;
    if (cells.length === this.#width()) {
      const above = this.#aboveGap ?? this.#recordOfNumber(cells);
      const fewest = this.#aboveGap === undefined ? 2 : 1;
      const columns = this.columns;
      const around = above && { before: above.cells, below: next.cells, fewest, columns };
      return around !== undefined && namesAnotherTable(cells, around);
    }
    if (next.cells.length !== cells.length) return false;
    const known = cells.filter((cell) => cell !== "" && this.#columns?.includes(cell)).length;
    if (known >= 2 && known * 2 >= cells.length) return true;
    const gap = this.#previous !== undefined && one.line - this.#previous.line > 1;
    const named = cells.every((cell) => cell !== "" && !DATA_KINDS.has(cellKind(cell)));
    return gap && named && next.cells.some((cell) => DATA_KINDS.has(cellKind(cell)));
  }

  #hasOtherDelimiter({ cells, flaws }: SourceRecord): boolean {
    const width = this.#width();
    if (width < 2 || cells.length === 0 || cells.length >= width || flaws.length > 0) return false;
    const { delimiter } = this.#dialect;
    const text = cells.join(delimiter);
    return OTHER_SIGNS.some(
      (sign) => sign !== delimiter && text.split(sign).length === width && width > cells.length,
    );
  }

  #isFooter(record: SourceRecord | undefined): boolean {
    const width = this.#width();
    if (record === undefined || width < 2 || record.flaws.length > 0) return false;
    const { cells } = record;
    const filled = cells.filter((cell) => cell.trim() !== "");
    if (filled.length === 0) return cells.length > 1;
    // A record of the table has a cell for most columns.
    const thin = cells.length < width ? filled.length < width : filled.length * 2 <= width;
    return thin && isFooterText(filled[0]?.trim() ?? "");
  }
}

/** `12`, `P-12`, `12a`. */
const isNumbered = (cell: string): boolean =>
  isDigit(cell.charCodeAt(0)) || isDigit(cell.charCodeAt(cell.length - 1));

const isDigit = (unit: number): boolean => unit >= 48 && unit <= 57;

/** What is taken off cells, or put back into them, as they are read. */
export type MendKind = "spreadsheet armour" | "invisible characters" | "backslash escapes";
