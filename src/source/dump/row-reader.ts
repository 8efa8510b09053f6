import { copyFields, type DumpLiterals } from "./dump-literals.ts";
import type { DumpPlace, DumpTableName, RowsPart } from "./dump-part.ts";
import type { DumpRow, DumpValue } from "./dump-value.ts";
import { type DumpWindow, NeedMore } from "./dump-window.ts";

/** A statement whose rows are being read. */
export interface RowsAtHand {
  readonly form: "tuples" | "copy" | "set" | "selects" | "all";
  readonly table: DumpTableName;
  readonly columns: readonly string[] | undefined;
  readonly from: DumpPlace;
  readonly upsert: boolean;
}

/** What stands behind the last row of a statement. */
export interface RowsEnd {
  readonly upsert: boolean;
}

/** Rows are handed on in groups: enough to be fast, few enough to stay small. */
const GROUP = 500;
const COPY_AGAIN = /^COPY [^\t']+ FROM stdin;$/;
const DAMAGED = "Check the file: it is damaged there, or was edited by hand.";

/** Reads the rows of a statement. */
export class RowReader {
  readonly #window: DumpWindow;
  readonly #lexer: DumpLiterals;
  readonly #behindRows: () => RowsEnd;

  /** @param behindRows goes behind the statement whose last row was read */
  constructor(lexer: DumpLiterals, behindRows: () => RowsEnd) {
    this.#window = lexer.window;
    this.#lexer = lexer;
    this.#behindRows = behindRows;
  }

  /** So many rows as are at hand, up to the end of the statement. */
  group(rows: RowsAtHand): { readonly part: RowsPart; readonly ends: boolean } {
    const found: DumpRow[] = [];
    let end: RowsEnd | undefined;
    while (end === undefined && found.length < GROUP) {
      const { at } = this.#window;
      try {
        end = rows.form === "copy" ? this.#copyLine(found) : this.#tuple(found);
      } catch (error) {
        this.#window.at = at;
        if (error === NeedMore.signal && found.length > 0) break;
        throw error;
      }
    }
    const { table, columns, from, upsert } = rows;
    const part: RowsPart = {
      kind: "rows",
      table,
      columns,
      rows: found,
      from,
      upsert: upsert || end?.upsert === true,
    };
    return { part, ends: end !== undefined };
  }

  #tuple(found: DumpRow[]): RowsEnd | undefined {
    const { at } = this.#window;
    const lexer = this.#lexer;
    lexer.undecoded = false;
    // MySQL's own form of it: VALUES ROW(1, 'a'), ROW(2, 'b').
    if (this.#window.text[at] !== "(") lexer.takeWord("ROW");
    const values = lexer.tuple();
    const end = this.#window.at;
    const behind = lexer.takeSign(",") ? undefined : this.#behindRows();
    found.push(this.#row(values, at, end));
    return behind;
  }

  #copyLine(found: DumpRow[]): RowsEnd | undefined {
    const { at, text } = this.#window;
    const end = this.#window.find("\n", at);
    const line = text.slice(at, text[end - 1] === "\r" ? end - 1 : end);
    this.#window.at = end + 1;
    if (line === "\\.") return { upsert: false };
    if (line.charCodeAt(0) === 67 && COPY_AGAIN.test(line)) {
      throw this.#window.refuse("the rows of a COPY run into the next one", DAMAGED, at);
    }
    const lexer = this.#lexer;
    lexer.undecoded = false;
    const values = copyFields(line, (raw) => lexer.decode(raw));
    found.push(this.#row(values, at, end));
    return undefined;
  }

  /** `SET a = 1, b = 2`: one row, with its columns. */
  assigned(): { readonly columns: string[]; readonly row: DumpRow; readonly end: RowsEnd } {
    const lexer = this.#lexer;
    const { at } = this.#window;
    const columns: string[] = [];
    const values: DumpValue[] = [];
    lexer.undecoded = false;
    do {
      columns.push(lexer.path().at(-1) ?? "");
      if (!lexer.takeSign("=")) throw this.#window.refuse("a value is missing", DAMAGED);
      values.push(lexer.value());
    } while (lexer.takeSign(","));
    const row = this.#row(values, at, this.#window.at);
    return { columns, row, end: this.#behindRows() };
  }

  /** `SELECT 1, 'a' UNION ALL SELECT 2, 'b'`; undefined if something is computed or looked up. */
  selected(end: number): DumpRow[] | undefined {
    const lexer = this.#lexer;
    const rows: DumpRow[] = [];
    do {
      if (lexer.takeWord("SELECT") === undefined) return undefined;
      const { at } = this.#window;
      lexer.undecoded = false;
      const values = this.#selectList();
      if (values === undefined) return undefined;
      rows.push(this.#row(values, at, this.#window.at));
      const from = lexer.takeWord("FROM");
      if (from !== undefined && lexer.takeWord("DUAL") === undefined) return undefined;
    } while (lexer.takeWord("UNION") !== undefined && lexer.takeWord("ALL") !== undefined);
    const rest = this.#window.text.slice(this.#window.at, end);
    return /^[;\s]*$/.test(rest) ? rows : undefined;
  }

  #selectList(): DumpValue[] | undefined {
    const lexer = this.#lexer;
    const values: DumpValue[] = [];
    do {
      const value = lexer.literal();
      if (value === undefined) return undefined;
      values.push(value);
      // A column of the query may have a name of its own.
      const isNamed = lexer.takeWord("AS") !== undefined;
      if (isNamed || !/^(?:FROM|UNION|WHERE)$/i.test(lexer.word() ?? "FROM")) lexer.name();
    } while (lexer.takeSign(","));
    return values;
  }

  #row(values: DumpValue[], at: number, end: number): DumpRow {
    const row = { values, line: this.#window.lineOf(at), offset: this.#window.offsetOf(at) };
    if (!this.#lexer.undecoded) return row;
    return { ...row, undecoded: Buffer.from(this.#window.bytes(at, end)) };
  }
}
