import { readAlter, readUniqueIndex } from "./alter-table.ts";
import { readColumns } from "./create-table.ts";
import { DumpLiterals } from "./dump-literals.ts";
import { DumpMarks } from "./dump-marks.ts";
import type { DumpChange, DumpPart, DumpPlace, DumpTableName, RowsPart } from "./dump-part.ts";
import { dialectSet, placeSet } from "./dump-settings.ts";
import type { DumpRow } from "./dump-value.ts";
import { type DumpWindow, NeedMore } from "./dump-window.ts";
import { isLine, readOther, takesFromElsewhere } from "./other-statements.ts";
import { readPlainChange } from "./plain-change.ts";
import { type RowsAtHand, type RowsEnd, RowReader } from "./row-reader.ts";
import { type InsertStatement, readCopy, readInsert, readTarget } from "./row-statements.ts";
import { endOfStatement, type StatementEnd } from "./skip-statement.ts";
import { mayChangeRows, type StatementEffect, wordsOf } from "./statement-effects.ts";

type Read = DumpPart | "passed over" | undefined;

const GO = /GO(?:[ \t]+(\d+))?[ \t\r]*(?=\n|$)/iy;
const SLASH = /\/[ \t\r]*(?=\n|$)/y;
const TRANSACTION =
  /^BEGIN\b(?:\s*;|\s+(?:TRAN|TRANSACTION|WORK|DEFERRED|IMMEDIATE|EXCLUSIVE|ISOLATION|READ|NOT)\b)/i;
const DAMAGED = "Look at the file: it is damaged there, or was changed by hand.";
const MARGIN = 64;

/**
 * Reads the statements of a dump, one after the other: tables, rows, and what changes rows. No byte is
 * passed over that is not a statement which does nothing to rows.
 */
export class DumpParser {
  readonly #window: DumpWindow;
  readonly #lexer: DumpLiterals;
  readonly #marks: DumpMarks;
  readonly #reader: RowReader;
  #database: string;
  #schema: string;
  #rows: RowsAtHand | undefined;
  /** The INSERT ALL whose tables are being read. */
  #all: Pick<RowsAtHand, "from" | "upsert"> | undefined;
  /** Tables that the batch since the last GO has brought rows of. */
  #batch = new Set<string>();
  /** The table of the statement before, where that had a sign at its end: a slash runs it again. */
  #before: string | undefined;
  /** Statements that no sign ended. */
  #open = 0;
  /** What the statements that follow hang on: an IF, with its block. */
  #condition: "none" | "statement" | "block" = "none";

  constructor(
    window: DumpWindow,
    from: Pick<DumpPlace, "dialect"> & Partial<Pick<DumpPlace, "database" | "schema">>,
  ) {
    this.#window = window;
    this.#lexer = new DumpLiterals(window, from.dialect);
    this.#marks = new DumpMarks(window);
    this.#reader = new RowReader(this.#lexer, () => this.#behindRows());
    this.#database = from.database ?? "";
    this.#schema = from.schema ?? "";
  }

  /**
   * The next part; undefined at the end.
   *
   * @throws SourceError where the dump is cut short, or holds something that is no data
   */
  async next(): Promise<DumpPart | undefined> {
    for (;;) {
      let start: number | undefined;
      try {
        if (this.#rows !== undefined) return this.#group(this.#rows);
        // What is behind is never looked at again: a comment is heard once.
        this.#lexer.skipBlank((comment) => this.#comment(comment));
        start = this.#window.at;
        const part = this.#all ? this.#nextOfAll(this.#all) : this.#statement(start);
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

  #comment(text: string): void {
    this.#marks.comment(text);
    // mysqldump and phpMyAdmin say there whose tables follow, and do not always USE it.
    const named = /^-- (?:Host: .*\s)?Database: *`?([^`\s]+)`?\s*$/.exec(text)?.[1];
    if (named !== undefined) this.#database = this.#lexer.decode(named);
  }

  #statement(at: number): Read {
    const { window: { text } } = this.#lexer;
    if (at >= text.length) {
      if (!this.#window.atEnd) throw NeedMore.signal;
      this.#marks.end();
      return undefined;
    }
    const sign = text[at] ?? "";
    if (sign === ";") return this.#passed(at + 1);
    if (sign === "\\") return this.#metaCommand();
    if (/[A-Za-z]/.test(sign)) return this.#worded(at);
    if (text.startsWith(this.#lexer.dialect.delimiter, at))
      return this.#passed(at + this.#lexer.dialect.delimiter.length);
    if (sign === "/" && this.#isAlone(SLASH)) return this.#slash();
    if (/[:@.!]/.test(sign)) return this.#line();
    if (sign === "(" && /^\(\s*SELECT\b/i.test(text.slice(at, at + MARGIN))) return this.#other(at, "SELECT");
    throw this.#window.refuse("what stands here is no statement", DAMAGED);
  }

  #passed(at: number): "passed over" {
    this.#window.at = at;
    return "passed over";
  }

  #worded(at: number): Read {
    const word = this.#lexer.word()?.toUpperCase() ?? "";
    if (word === "GO" && this.#isAlone(GO)) return this.#go();
    if (this.#isLine()) return this.#line();
    if (word !== "INSERT" && word !== "COPY") this.#before = undefined;
    switch (word) {
      case "INSERT":
      case "REPLACE":
        return this.#insert(at);
      case "COPY":
        return this.#copy(at);
      case "CREATE":
        return this.#create(at);
      case "DELIMITER":
        return this.#delimiter();
      case "BEGIN":
        return this.#begin(at);
      case "IF":
      case "ELSE":
        return this.#conditional(at, word);
      default:
        return this.#other(at, word);
    }
  }

  /** Whether nothing else stands on the line from here on. */
  #isAlone(form: RegExp): boolean {
    const { text, at, atEnd } = this.#window;
    form.lastIndex = at;
    if (!form.test(text)) return false;
    if (form.lastIndex >= text.length && !atEnd) throw NeedMore.signal;
    return true;
  }

  #isLine(): boolean {
    const { text, at } = this.#window;
    return isLine(text.slice(at, at + MARGIN), this.#lexer.dialect.program);
  }

  /** A batch ends, and is run as often as GO says. */
  #go(): Read {
    const { at, text } = this.#window;
    GO.lastIndex = at;
    const [whole = "", times = "1"] = GO.exec(text) ?? [];
    const words = this.#batch;
    this.#batch = new Set();
    this.#condition = "none";
    this.#before = undefined;
    const line = this.#window.lineOf(at);
    const offset = this.#window.offsetOf(at);
    this.#window.at = at + whole.length;
    if (times === "1" || words.size === 0) return "passed over";
    const what = `GO ${times}, which runs what is above it ${times} times`;
    return changes({ line, offset, what, effect: "alters", table: undefined, words });
  }

  /** SQL*Plus runs the statement before: once, where it had no semicolon, else once more. */
  #slash(): Read {
    const { at } = this.#window;
    const table = this.#before;
    this.#before = undefined;
    const line = this.#window.lineOf(at);
    const offset = this.#window.offsetOf(at);
    this.#window.at = at + 1;
    if (table === undefined) return "passed over";
    const what = "/, which runs the INSERT before it once more";
    const words = new Set([table]);
    return changes({ line, offset, what, effect: "alters", table: undefined, words });
  }

  /** A command that ends with its line. */
  #line(): Read {
    const { at } = this.#window;
    const end = this.#endOfLine(at);
    const line = this.#window.text.slice(at, end);
    this.#marks.line(line);
    const place = { line: this.#window.lineOf(at), offset: this.#window.offsetOf(at) };
    this.#window.at = end;
    if (!takesFromElsewhere(line)) return "passed over";
    const what = "a command that reads another file";
    const words = new Set<string>();
    return changes({ ...place, what, effect: "not understood", table: undefined, words });
  }

  #endOfLine(at: number): number {
    const { text, atEnd } = this.#window;
    const end = text.indexOf("\n", at);
    if (end === -1 && !atEnd) throw NeedMore.signal;
    return end === -1 ? text.length : end;
  }

  /** A command of psql, up to the end of its line: `\connect`, `\restrict`. */
  #metaCommand(): Read {
    const { text, at } = this.#window;
    const [command, name] = text.slice(at, this.#endOfLine(at)).trim().split(/\s+/);
    if ((command === "\\connect" || command === "\\c") && name !== undefined && name !== "-")
      this.#database = this.#lexer.decode(name.replaceAll('"', ""));
    return this.#line();
  }

  #delimiter(): "passed over" {
    const { text, at } = this.#window;
    const end = this.#endOfLine(at);
    const delimiter = text.slice(at + "DELIMITER".length, end).trim();
    if (delimiter !== "") this.#lexer.dialect = { ...this.#lexer.dialect, delimiter };
    return this.#passed(end);
  }

  /** A transaction, or a block: what stands in the block is read like the rest. */
  #begin(at: number): Read {
    const { text } = this.#window;
    if (text.length - at < MARGIN && !this.#window.atEnd) throw NeedMore.signal;
    const head = text.slice(at, at + MARGIN);
    if (/^BEGIN\s+CATCH\b/i.test(head)) {
      // It runs where the block before it has failed.
      return this.#passed(this.#window.find("END CATCH", at) + "END CATCH".length);
    }
    if (TRANSACTION.test(head)) return this.#other(at, "BEGIN");
    return this.#passed(at + (/^BEGIN\s+(?:TRY|ATOMIC)\b/i.exec(head)?.[0].length ?? "BEGIN".length));
  }

  /** Passes over a condition: what hangs on it follows. */
  #conditional(at: number, word: string): Read {
    const { end, statement } = this.#whole(at);
    const hasBlock = /\bBEGIN\s*$|\bTHEN\b/i.test(statement) || /\bBEGIN\s/i.test(statement);
    this.#window.at = end.at;
    if (!end.closed) this.#condition = hasBlock ? "block" : "statement";
    const isPlain = word === "ELSE" || end.closed === false || !mayChangeRows(statement);
    if (isPlain) return "passed over";
    return this.#changes(at, { statement, effects: [{ effect: "alters", target: undefined }] }, word);
  }

  #whole(at: number): { readonly end: StatementEnd; readonly statement: string } {
    const end = endOfStatement(this.#window, this.#lexer.dialect);
    if (!end.closed) this.#open++;
    return { end, statement: this.#window.text.slice(at, end.at) };
  }

  /** Every other statement: what it says of how those behind it are written, and does to rows. */
  #other(at: number, word: string): Read {
    const altered = word === "ALTER" ? this.#altered(at) : undefined;
    this.#window.at = at;
    const { end, statement } = this.#whole(at);
    const found = readOther(word, statement);
    const plain =
      found !== "not understood" && found.length > 0 ? this.#plain(at, end.at) : undefined;
    this.#window.at = end.at;
    this.#set(word, statement.slice(0, 4_000));
    if (found === "not understood") {
      const effects = [{ effect: "alters", target: undefined }] as const;
      const change = this.#changes(at, { statement, effects }, word);
      return changes(...change.changes.map((one) => ({ ...one, effect: "not understood" as const })));
    }
    if (found.length > 0) return this.#changes(at, { statement, effects: found, plain }, word);
    return altered ?? "passed over";
  }

  #plain(at: number, end: number): ReturnType<typeof readPlainChange> {
    this.#window.at = at;
    return readPlainChange(this.#lexer, end);
  }

  #set(word: string, statement: string): void {
    if (word === "SET")
      this.#lexer.dialect = dialectSet(this.#lexer.dialect, statement, this.#window);
    const place = placeSet(word, statement);
    if (place.database !== undefined) this.#database = this.#lexer.decode(place.database);
    if (place.schema !== undefined) this.#schema = this.#lexer.decode(place.schema);
    if (word === "END") this.#condition = "none";
    this.#marks.statement(word, statement);
  }

  /** Several for a statement that names several tables. */
  #changes(
    at: number,
    {
      statement,
      effects,
      plain,
    }: {
      readonly statement: string;
      readonly effects: readonly StatementEffect[];
      readonly plain?: DumpChange["plain"];
    },
    word: string,
  ): Extract<DumpPart, { kind: "changes" }> {
    const words = new Set([...wordsOf(statement)].map((name) => this.#lexer.decode(name)));
    const isSure = this.#condition === "none" || /\b(?:EXISTS|OBJECT_ID)\b/i.test(statement);
    const common = {
      line: this.#window.lineOf(at),
      offset: this.#window.offsetOf(at),
      what: word,
      words,
    };
    this.#endsCondition();
    return changes(
      ...effects.map(({ effect, target, whole }): DumpChange => {
        const table = target && this.#named(target.map((name) => this.#lexer.decode(name)));
        return {
          ...common,
          effect: isSure || effect === "brings" || effect === "drops" ? effect : "alters",
          table,
          ...(whole !== undefined && { whole: this.#lexer.decode(whole) }),
          plain: isSure ? plain : undefined,
        };
      }),
    );
  }

  #endsCondition(): boolean {
    const depends = this.#condition !== "none";
    if (this.#condition === "statement") this.#condition = "none";
    return depends;
  }

  #altered(at: number): DumpPart | undefined {
    const { end } = this.#whole(at);
    const found = readAlter(this.#lexer, end.at);
    return found && { ...found, kind: "keys", table: this.#named(found.name) };
  }

  #create(at: number): Read {
    const { line } = this.#placeOf(at);
    const created = readColumns(this.#lexer);
    if (created === undefined) return this.#createOther(at);
    const { end } = this.#whole(this.#window.at);
    this.#window.at = end.at;
    this.#endsCondition();
    const { name, columns, keys } = created;
    return { kind: "columns", table: this.#named(name), columns, keys, line };
  }

  #createOther(at: number): Read {
    this.#window.at = at;
    const { end } = this.#whole(at);
    const index = readUniqueIndex(this.#lexer, end.at);
    this.#window.at = at;
    if (index === undefined) return this.#other(at, "CREATE");
    this.#window.at = end.at;
    return { kind: "keys", table: this.#named(index.name), keys: index.keys, added: [] };
  }

  #named(names: readonly string[]): DumpTableName {
    const table = names.at(-1) ?? "";
    // MySQL's schema is its database.
    if (this.#lexer.dialect.program === "MySQL")
      return { database: names.at(-2) ?? this.#database, schema: "", table };
    const database = names.at(-3) ?? this.#database;
    return { database, schema: names.at(-2) || this.#schema, table };
  }

  #insert(at: number): Read {
    const from = this.#placeOf(at);
    const found = readInsert(this.#lexer);
    if (found === undefined) return this.#other(at, "INSERT");
    const upsert = found.upsert || this.#endsCondition();
    if (found.form === "all") {
      this.#all = { from, upsert };
      return "passed over";
    }
    const table = this.#named(found.name);
    this.#batch.add(table.table.toLowerCase());
    const rows = { table, columns: found.columns, from, upsert };
    if (found.form === "values") {
      this.#rows = { ...rows, form: "tuples" };
      return "passed over";
    }
    return this.#otherInsert(at, rows, found.form);
  }

  #otherInsert(
    at: number,
    rows: Omit<RowsAtHand, "form">,
    form: Exclude<InsertStatement["form"], "values" | "all">,
  ): Read {
    if (form === "set") {
      const { columns, row, end } = this.#reader.assigned();
      return { kind: "rows", ...rows, columns, rows: [row], upsert: rows.upsert || end.upsert };
    }
    if (form === "defaults") {
      this.#window.at = this.#whole(at).end.at;
      const row: DumpRow = { values: [], line: rows.from.line, offset: rows.from.offset };
      return { kind: "rows", ...rows, columns: [], rows: [row] };
    }
    const { at: select } = this.#window;
    const { end } = this.#whole(select);
    const found = this.#reader.selected(end.at);
    if (found === undefined) {
      this.#window.at = at;
      return this.#other(at, "INSERT");
    }
    this.#window.at = end.at;
    return { kind: "rows", ...rows, rows: found };
  }

  /** Oracle's INSERT ALL: each INTO has a table of its own, up to the SELECT that runs them once. */
  #nextOfAll({ from, upsert }: Pick<RowsAtHand, "from" | "upsert">): Read {
    const lexer = this.#lexer;
    if (lexer.takeWord("INTO") === undefined) {
      const { end, statement } = this.#whole(this.#window.at);
      if (!/^SELECT\s+(?:\*|1)\s+FROM\s+(?:SYS\.)?DUAL\s*;?\s*$/i.test(statement.trim()))
        throw this.#window.refuse("INSERT ALL takes its rows from a query", DAMAGED);
      this.#window.at = end.at;
      this.#all = undefined;
      return "passed over";
    }
    const { name, columns, form } = readTarget(lexer);
    if (form !== "values")
      throw this.#window.refuse("INSERT ALL takes its rows from a query", DAMAGED);
    this.#rows = { form: "all", table: this.#named(name), columns, from, upsert };
    return "passed over";
  }

  #copy(at: number): Read {
    const from = this.#placeOf(at);
    const found = readCopy(this.#lexer);
    if (found === undefined) {
      this.#window.at = at;
      return this.#other(at, "COPY");
    }
    const { columns } = found;
    this.#rows = { form: "copy", table: this.#named(found.name), columns, from, upsert: false };
    return "passed over";
  }

  #placeOf(at: number): DumpPlace {
    const { dialect } = this.#lexer;
    const place = { offset: this.#window.offsetOf(at), line: this.#window.lineOf(at) };
    return { ...place, dialect, database: this.#database, schema: this.#schema };
  }

  #group(rows: RowsAtHand): RowsPart {
    const { part, ends } = this.#reader.group(rows);
    if (ends) this.#rows = undefined;
    return part;
  }

  /** Behind the last row: the sign that ends the statement, or the next statement. */
  #behindRows(): RowsEnd {
    if (this.#rows?.form === "all") return { upsert: false };
    const { text, at, atEnd } = this.#window;
    const { delimiter } = this.#lexer.dialect;
    this.#before = undefined;
    if (text.startsWith(delimiter, at) || text[at] === ";") {
      this.#window.at = at + (text[at] === ";" && delimiter !== ";" ? 1 : delimiter.length);
      this.#before = this.#rows?.table.table.toLowerCase();
      return { upsert: false };
    }
    if (at >= text.length) {
      if (!atEnd) throw NeedMore.signal;
      return this.#atEnd();
    }
    const word = this.#lexer.word()?.toUpperCase() ?? "";
    if (word === "ON" || word === "RETURNING" || word === "AS") {
      this.#window.at = this.#whole(at).end.at;
      return { upsert: word !== "RETURNING" };
    }
    const isNext =
      (word !== "" && readOther(word, "") !== "not understood") ||
      /^(?:CALL|DELIMITER|IF)$/.test(word) ||
      (word === "GO" && this.#isAlone(GO)) ||
      (text[at] === "/" && this.#isAlone(SLASH)) ||
      text[at] === "\\" ||
      this.#isLine();
    if (!isNext)
      throw this.#window.refuse(
        "what stands behind a row is neither the next row nor the end of the statement",
        DAMAGED,
      );
    this.#open++;
    return { upsert: false };
  }

  /** The last statement needs no sign where its line is whole, or none of them has one. */
  #atEnd(): RowsEnd {
    const { text } = this.#window;
    const { program } = this.#lexer.dialect;
    if (!/\n[ \t\r]*$/.test(text.slice(-MARGIN)) && this.#open === 0 && program !== "SQL Server")
      throw this.#window.ended();
    return { upsert: false };
  }
}

const changes = (...found: DumpChange[]): Extract<DumpPart, { kind: "changes" }> => ({
  kind: "changes",
  changes: found,
});
