import { type DumpColumn, readColumns } from "./create-table.ts";
import type { DumpDialect } from "./dump-dialect.ts";
import { copyFields, DumpLiterals } from "./dump-literals.ts";
import { DumpMarks } from "./dump-marks.ts";
import { dialectSet } from "./dump-settings.ts";
import type { DumpRow, DumpValue } from "./dump-value.ts";
import { type DumpWindow, NeedMore } from "./dump-window.ts";
import { readCopy, readInsert } from "./row-statements.ts";
import { endOfStatement } from "./skip-statement.ts";

/** A table, as the dump calls it. */
export interface DumpTableName {
  /** After `USE` or `\connect`; empty where there is neither. */
  readonly database: string;
  readonly schema: string;
  readonly table: string;
}

/** What a dump says next. */
export type DumpPart =
  | {
      readonly kind: "columns";
      readonly table: DumpTableName;
      readonly columns: readonly DumpColumn[];
    }
  | {
      readonly kind: "rows";
      readonly table: DumpTableName;
      /** Nothing where the statement has no list. */
      readonly columns: readonly string[] | undefined;
      readonly rows: readonly DumpRow[];
      /** Where the statement begins: bytes and line. */
      readonly from: DumpPlace;
    };

/** A place in a dump: bytes before it, its line, and how it is written from there on. */
export interface DumpPlace {
  readonly offset: number;
  readonly line: number;
  readonly dialect: DumpDialect;
  readonly database: string;
}

interface RowsAtHand {
  readonly form: "insert" | "copy";
  readonly table: DumpTableName;
  readonly columns: readonly string[] | undefined;
  readonly from: DumpPlace;
}

/** Rows are handed on in groups: enough to be fast, few enough to stay small. */
const GROUP = 500;

/** Reads the statements of a dump, one after the other: tables and rows; the rest is passed over. */
export class DumpParser {
  readonly #window: DumpWindow;
  readonly #lexer: DumpLiterals;
  readonly #marks: DumpMarks;
  #database: string;
  #rows: RowsAtHand | undefined;

  constructor(window: DumpWindow, from: Pick<DumpPlace, "dialect" | "database">) {
    this.#window = window;
    this.#lexer = new DumpLiterals(window, from.dialect);
    this.#marks = new DumpMarks(window);
    this.#database = from.database;
  }

  /**
   * The next part; nothing at the end.
   *
   * @throws SourceError where the dump is cut short, or holds something that is no data
   */
  async next(): Promise<DumpPart | undefined> {
    for (;;) {
      let start: number | undefined;
      try {
        if (this.#rows !== undefined) return this.#group(this.#rows);
        // What is behind is never looked at again: a comment is heard once.
        this.#lexer.skipBlank((comment) => this.#marks.comment(comment));
        start = this.#window.at;
        const part = this.#statement(start);
        if (part !== "passed over") return part;
      } catch (error) {
        if (error !== NeedMore.signal) throw error;
        if (start !== undefined) this.#window.at = start;
        await this.#window.fill();
      }
    }
  }

  /** Where the next part begins. */
  get offset(): number {
    return this.#window.offsetOf(this.#window.at);
  }

  #statement(at: number): DumpPart | "passed over" | undefined {
    if (at >= this.#window.text.length) {
      if (!this.#window.atEnd) throw NeedMore.signal;
      this.#marks.end();
      return undefined;
    }
    if (this.#window.text[at] === "\\") return this.#metaCommand();
    return this.#byWord(this.#lexer.word()?.toUpperCase() ?? "", at);
  }

  #byWord(word: string, at: number): DumpPart | "passed over" {
    switch (word) {
      case "INSERT":
      case "REPLACE":
        return this.#insert(at);
      case "COPY":
        return this.#copy(at);
      case "CREATE":
        return this.#create();
      case "DELIMITER":
        return this.#delimiter();
      default:
        return this.#setting(word, at);
    }
  }

  /** A command of psql, up to the end of its line: `\connect`, `\restrict`. */
  #metaCommand(): "passed over" {
    const { text, at } = this.#window;
    const end = this.#window.find("\n", at);
    const [command, name] = text.slice(at, end).trim().split(/\s+/);
    if (command === "\\connect" && name !== undefined)
      this.#database = this.#lexer.decode(name.replaceAll('"', ""));
    this.#window.at = end + 1;
    return "passed over";
  }

  #delimiter(): "passed over" {
    const { text, at } = this.#window;
    const end = this.#window.find("\n", at);
    const delimiter = text.slice(at + "DELIMITER".length, end).trim();
    this.#lexer.dialect = { ...this.#lexer.dialect, delimiter };
    this.#window.at = end + 1;
    return "passed over";
  }

  #skip(): "passed over" {
    this.#window.at = endOfStatement(this.#window, this.#lexer.dialect);
    return "passed over";
  }

  /** Statements that say how those behind them are written, or where they belong. */
  #setting(word: string, at: number): "passed over" {
    const { text } = this.#window;
    const end = endOfStatement(this.#window, this.#lexer.dialect);
    const statement = text.slice(at, Math.min(end, at + 2_000));
    this.#window.at = end;
    if (word === "SET")
      this.#lexer.dialect = dialectSet(this.#lexer.dialect, statement, this.#window);
    if (word === "USE") {
      this.#database = this.#lexer.decode(/^USE\s+[`"]?([^`";]+)/i.exec(statement)?.[1] ?? "");
    }
    this.#marks.statement(word, statement);
    return "passed over";
  }

  #create(): DumpPart | "passed over" {
    const { at } = this.#window;
    const created = readColumns(this.#lexer);
    if (created === undefined) {
      this.#window.at = at;
      return this.#skip();
    }
    this.#skip();
    return { kind: "columns", table: this.#named(created.name), columns: created.columns };
  }

  #named(names: readonly string[]): DumpTableName {
    const table = names.at(-1) ?? "";
    // MySQL's schema is its database.
    const isMySql = this.#lexer.dialect.program === "MySQL";
    const database = isMySql ? (names.at(-2) ?? this.#database) : this.#database;
    return { database, schema: isMySql ? "" : (names.at(-2) ?? ""), table };
  }

  #insert(at: number): DumpPart | "passed over" {
    const from = this.#placeOf(at);
    const found = readInsert(this.#lexer);
    if (found === undefined) return this.#skip();
    const table = this.#named(found.name);
    if (found.rows === "values") {
      this.#rows = { form: "insert", table, columns: found.columns, from };
      return "passed over";
    }
    this.#skip();
    const row: DumpRow = { values: [], line: from.line, offset: from.offset };
    return { kind: "rows", table, columns: [], rows: [row], from };
  }

  #copy(at: number): "passed over" {
    const from = this.#placeOf(at);
    const found = readCopy(this.#lexer);
    if (found === undefined) return this.#skip();
    this.#rows = { form: "copy", table: this.#named(found.name), columns: found.columns, from };
    return "passed over";
  }

  #placeOf(at: number): DumpPlace {
    const { dialect } = this.#lexer;
    const place = { offset: this.#window.offsetOf(at), line: this.#window.lineOf(at) };
    return { ...place, dialect, database: this.#database };
  }

  #group(rows: RowsAtHand): DumpPart {
    const { table, columns, from, form } = rows;
    const found: DumpRow[] = [];
    for (let ends = false; !ends && found.length < GROUP; ) {
      const { at } = this.#window;
      try {
        ends = form === "copy" ? this.#copyLine(found) : this.#tuple(found);
      } catch (error) {
        this.#window.at = at;
        if (error === NeedMore.signal && found.length > 0) break;
        throw error;
      }
      if (ends) this.#rows = undefined;
    }
    return { kind: "rows", table, columns, rows: found, from };
  }

  /** @returns whether it was the last one */
  #tuple(found: DumpRow[]): boolean {
    const { at } = this.#window;
    const lexer = this.#lexer;
    lexer.undecoded = false;
    const values = lexer.tuple();
    const end = this.#window.at;
    const more = lexer.takeSign(",");
    // ON CONFLICT, ON DUPLICATE KEY and the like end the statement.
    if (!more) this.#skip();
    found.push(this.#row(values, at, end));
    return !more;
  }

  /** @returns whether the line ends the rows */
  #copyLine(found: DumpRow[]): boolean {
    const { at } = this.#window;
    const end = this.#window.find("\n", at);
    const { text } = this.#window;
    const line = text.slice(at, text[end - 1] === "\r" ? end - 1 : end);
    this.#window.at = end + 1;
    if (line === "\\.") return true;
    const lexer = this.#lexer;
    lexer.undecoded = false;
    found.push(
      this.#row(
        copyFields(line, (raw) => lexer.decode(raw)),
        at,
        end,
      ),
    );
    return false;
  }

  #row(values: DumpValue[], at: number, end: number): DumpRow {
    const row = { values, line: this.#window.lineOf(at), offset: this.#window.offsetOf(at) };
    if (!this.#lexer.undecoded) return row;
    return { ...row, undecoded: Buffer.from(this.#window.bytes(at, end)) };
  }
}
