import type { SourceError } from "../../plain/errors.ts";
import { DumpLiterals } from "./dump-literals.ts";
import type { DumpPlace, DumpTableName } from "./dump-part.ts";
import { type DumpWindow, NeedMore } from "./dump-window.ts";
import { endOfStatement, type StatementEnd } from "./skip-statement.ts";

/** A statement, from its first word to where it is over. */
export interface WholeStatement {
  readonly end: StatementEnd;
  readonly text: string;
}

/** Where the reading of a dump stands, and what the statements so far mean for those that follow. */
export class Situation {
  readonly window: DumpWindow;
  readonly lexer: DumpLiterals;
  readonly marks: DumpMarks;
  database: string;
  schema: string;
  /** Tables that the batch since the last GO has brought rows of, in lower case. */
  batch = new Set<string>();
  /** The table of the INSERT before, where that had a sign at its end: a slash runs it again. */
  before: DumpTableName | undefined;
  /** Statements that no sign ended. */
  unclosed = 0;
  /** What the statements that follow hang on: an IF, with its block. */
  condition: "none" | "statement" | "block" = "none";

  #inBatch: DumpTableName | undefined;
  #last:
    | {
        readonly names: readonly string[];
        readonly database: string;
        readonly schema: string;
        readonly table: DumpTableName;
      }
    | undefined;

  constructor(
    window: DumpWindow,
    from: Pick<DumpPlace, "dialect"> & Partial<Pick<DumpPlace, "database" | "schema">>,
  ) {
    this.window = window;
    this.lexer = new DumpLiterals(window, from.dialect);
    this.marks = new DumpMarks(window);
    this.database = from.database ?? "";
    this.schema = from.schema ?? "";
  }

  /** The statement that begins here, of which something has been read; the window goes back to its start. */
  whole(at: number, from = at): WholeStatement {
    this.window.at = at;
    const end = endOfStatement(this.window, this.lexer.dialect, from);
    if (!end.closed) this.unclosed++;
    return { end, text: this.window.text.slice(from, end.at) };
  }

  /** A table by its name and what stands before it: the same object while statements name the same. */
  named(names: readonly string[]): DumpTableName {
    const last = this.#last;
    if (
      last?.database === this.database &&
      last.schema === this.schema &&
      last.names.length === names.length &&
      names.every((name, at) => name === last.names[at])
    )
      return last.table;
    const table = this.#tableOf(names);
    this.#last = { names, database: this.database, schema: this.schema, table };
    return table;
  }

  #tableOf(names: readonly string[]): DumpTableName {
    const table = names.at(-1) ?? "";
    // MySQL's schema is its database.
    if (this.lexer.dialect.program === "MySQL")
      return { database: names.at(-2) ?? this.database, schema: "", table };
    return { database: names.at(-3) ?? this.database, schema: names.at(-2) || this.schema, table };
  }

  place(at: number): { readonly line: number; readonly offset: number } {
    return { line: this.window.lineOf(at), offset: this.window.offsetOf(at) };
  }

  placeOf(at: number): DumpPlace {
    const { window, database, schema } = this;
    const { dialect } = this.lexer;
    const [line, offset] = [window.lineOf(at), window.offsetOf(at)];
    return { line, offset, dialect, database, schema };
  }

  /** Notes the table of a batch, which GO may run several times. */
  bringsRowsOf(table: DumpTableName): void {
    if (table === this.#inBatch && this.batch.size > 0) return;
    this.#inBatch = table;
    this.batch.add(table.table.toLowerCase());
  }

  /** Whether a statement hangs on a condition that stands before it. */
  endsCondition(): boolean {
    const depends = this.condition !== "none";
    if (this.condition === "statement") this.condition = "none";
    return depends;
  }

  /** What stands here, where it has a line to itself from here on. */
  alone(form: RegExp): RegExpExecArray | undefined {
    const { text, at, atEnd } = this.window;
    form.lastIndex = at;
    const found = form.exec(text);
    if (found === null) return undefined;
    if (form.lastIndex >= text.length && !atEnd) throw NeedMore.signal;
    return found;
  }

  endOfLine(at: number): number {
    const { text, atEnd } = this.window;
    const end = text.indexOf("\n", at);
    if (end === -1 && !atEnd) throw NeedMore.signal;
    return end === -1 ? text.length : end;
  }
}

/** A line with GO, and how often it runs what stands above it. */
export const GO = /GO(?:[ \t]+(\d+))?[ \t\r]*(?=\n|$)/iy;
/** SQL*Plus runs the statement before a line with a slash. */
export const SLASH = /\/[ \t\r]*(?=\n|$)/y;
/** How far a look ahead goes. */
export const MARGIN = 64;
export const DAMAGED = "Check the file: it is damaged there, or was edited by hand.";

const BEGINS = /^-- (?:PostgreSQL database (?:cluster )?dump\s*$|(?:MySQL|MariaDB) dump )/;
/** With rows behind it on its line, it is no mark but damage. */
const ENDS =
  /^-- (?:PostgreSQL database (?:cluster )?dump complete|Dump completed(?: on [\d: -]+)?)\s*$/;
const AGAIN = "Make the dump again, and watch the messages of its program.";

/** What the programs write so that a dump that was cut short can be told: a mark at its end. */
class DumpMarks {
  readonly #window: DumpWindow;
  #begun = 0;
  #ended = 0;
  #inTransaction = false;

  constructor(window: DumpWindow) {
    this.#window = window;
  }

  /** @throws SourceError if the program says that the dump is not whole */
  comment(text: string): void {
    if (BEGINS.test(text)) this.#begun++;
    else if (ENDS.test(text)) this.#ended++;
    else if (/^-- mysqldump: (?:Error|Couldn't)/i.test(text)) throw this.#broken();
  }

  /** What a program said meanwhile. @throws SourceError if it could not go on */
  line(text: string): void {
    if (
      /^(?:mysqldump|mariadb-dump|mysql|pg_dump(?:all)?)(?:\.exe)?: (?!\[?warning|warning)/i.test(
        text,
      )
    )
      throw this.#broken();
  }

  /** @throws SourceError if the program gave up */
  statement(word: string, text: string): void {
    if (word === "BEGIN") this.#inTransaction = true;
    if (word === "COMMIT" || word === "END") this.#inTransaction = false;
    // sqlite3 ends so what it could not read to the end: "ROLLBACK; -- due to errors".
    if (word === "ROLLBACK" && !/\bTO\b/i.test(text)) throw this.#broken();
  }

  /** @throws SourceError if the end is missing */
  end(): void {
    if (this.#begun <= this.#ended && !this.#inTransaction) return;
    const line = this.#window.lineOf(this.#window.text.length);
    throw this.#window.refuse(
      `the dump is cut short: it ends at line ${line} without the mark that its program writes last`,
      "Make or copy the dump again, and compare the sizes.",
    );
  }

  #broken(): SourceError {
    return this.#window.refuse("the program that made the dump says that it is incomplete", AGAIN);
  }
}
