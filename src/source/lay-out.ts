import { cellKind, DATA_KINDS } from "./detect/cell-kind.ts";
import { isComment, joinHeader } from "./detect/detect-layout.ts";
import type { Dialect, SourceRecord } from "./record.ts";

/** Why a line with text is no record of the table. */
export type LineKind = "preamble" | "header" | "comment" | "repeated header" | "footer";

/** Lines of a file that are no records of its table, by kind, with the first few of their places. */
export interface LeftOut {
  readonly kind: LineKind;
  count: number;
  readonly lines: number[];
}

const FIRST_LINES = 20;
/** What people write under a table. */
const FOOTER =
  /^\W*(?:grand |sub)?(?:total|sum|summe|gesamt|suma|somme|totale|count|average|records?|rows?|end of|fin de|ende)\b|^\(?\d+ (?:rows?|records?|lines?)\b|^\W*(?:page|seite|página) \d+|^\W*-- ?end/iu;
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
  #records = 0;
  #previous: SourceRecord | undefined;
  /** A second table has begun. */
  #beyond = false;

  constructor(dialect: Dialect) {
    this.#dialect = dialect;
    this.#looks = dialect.strays === "told apart";
    if (dialect.header === "none") this.#columns = dialect.columns ?? [];
  }

  get headerRows(): readonly SourceRecord[] {
    return this.#headerRows;
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
      const kind = this.#kindOf(one, group[at + 1]);
      if (kind === "record") records.push(this.#number(one));
      else this.#leave(one, kind);
      this.#previous = one;
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
    const { header, comment } = this.#dialect;
    if (this.#columns === undefined && header === "first") return this.#takeHeader(one);
    if (typeof header !== "string" && one.line <= header.last) {
      if (one.line < header.first) return "preamble";
      return this.#takeHeader(one);
    }
    if (comment !== "" && isComment(one, comment, this.#width())) return "comment";
    if (!this.#looks || this.#beyond || one.flaws.length > 0) return "record";
    if (this.#isHeaderAgain(one)) return "repeated header";
    this.#beyond = this.#beginsTable(one, next);
    return "record";
  }

  #takeHeader(one: SourceRecord): "header" {
    this.#headerRows.push(one);
    this.#columns = joinHeader(this.#headerRows);
    return "header";
  }

  #width(): number {
    const columns = this.#columns?.length ?? 0;
    return columns > 0 ? columns : (this.#previous?.cells.length ?? 0);
  }

  #number(one: SourceRecord): SourceRecord {
    const record = ++this.#records;
    const flaws = this.#beyond ? [...one.flaws, "other-table" as const] : one.flaws;
    if (this.#looks && !this.#beyond && this.#hasOtherDelimiter(one)) {
      return { ...one, record, flaws: [...flaws, "other-delimiter"] };
    }
    if (flaws !== one.flaws) return { ...one, record, flaws };
    return one.record === record ? one : { ...one, record };
  }

  #leave({ line }: SourceRecord, kind: LineKind): void {
    const left = this.#leftOut.get(kind) ?? { kind, count: 0, lines: [] };
    this.#leftOut.set(kind, left);
    left.count++;
    if (left.lines.length < FIRST_LINES) left.lines.push(line);
  }

  #isHeaderAgain({ cells }: SourceRecord): boolean {
    const [first = ""] = cells;
    if (!this.#headerRows.some((row) => row.cells[0] === first)) return false;
    if (cells.filter((cell) => cell.trim() !== "").length < 2) return false;
    return this.#headerRows.some(
      (row) =>
        row.cells.length === cells.length && row.cells.every((cell, at) => cell === cells[at]),
    );
  }

  /**
   * A record of another width that names columns begins another table: half of this table's, or
   * behind a blank line any, if the record below agrees with it in width.
   */
  #beginsTable(one: SourceRecord, next: SourceRecord | undefined): boolean {
    const { cells } = one;
    if (cells.length === this.#width() || cells.length < 2 || next === undefined) return false;
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
    return thin && FOOTER.test(filled[0]?.trim() ?? "");
  }
}
