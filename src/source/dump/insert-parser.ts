import type { DumpPart, DumpPlace, RowsPart } from "./dump-part.ts";
import type { DumpRow } from "./dump-value.ts";
import { NeedMore } from "./dump-window.ts";
import { isLine, readOther } from "./other-statements.ts";
import { RowReader, type RowsAtHand, type RowsEnd } from "./row-reader.ts";
import { type InsertForm, readCopy, readInsert, readTarget } from "./row-statements.ts";
import { DAMAGED, GO, MARGIN, type Situation, SLASH } from "./situation.ts";

const FROM_DUAL = /^SELECT\s+(?:\*|1)\s+FROM\s+(?:SYS\.)?DUAL\s*;?\s*$/i;

/** Reads the statements that bring rows: INSERT and REPLACE in their forms, and COPY. */
export class InsertParser {
  readonly #now: Situation;
  readonly #reader: RowReader;
  #rows: RowsAtHand | undefined;
  /** The INSERT ALL whose tables are being read. */
  #all: { readonly from: DumpPlace; readonly upsert: boolean } | undefined;

  constructor(situation: Situation) {
    this.#now = situation;
    this.#reader = new RowReader(situation.lexer, () => this.#behindRows());
  }

  /** Rows of the statement that is being read; undefined if none is. */
  group(): RowsPart | undefined {
    const rows = this.#rows;
    if (rows === undefined) return undefined;
    const { part, ends } = this.#reader.group(rows);
    if (ends) this.#rows = undefined;
    return part;
  }

  /** Whether an INSERT ALL continues with a table or ends. */
  goesOn(): boolean {
    if (this.#all === undefined) return false;
    this.#nextOfAll(this.#all);
    return true;
  }

  /** @returns `other` where its rows do not stand in the dump */
  insert(at: number): DumpPart | "passed over" | "other" {
    const { lexer } = this.#now;
    const from = this.#now.placeOf(at);
    const found = readInsert(lexer);
    const upsert = found.upsert || this.#now.endsCondition();
    if (found.form === "all") {
      this.#all = { from, upsert };
      return "passed over";
    }
    const table = this.#now.named(found.name);
    this.#now.bringsRowsOf(table);
    const rows = { table, columns: found.columns, from, upsert };
    if (found.form !== "values") return this.#otherForm(at, rows, found.form);
    this.#rows = { ...rows, form: "tuples" };
    return "passed over";
  }

  #otherForm(
    start: number,
    rows: Omit<RowsAtHand, "form">,
    form: Exclude<InsertForm, "values" | "all">,
  ): DumpPart | "other" {
    const { window } = this.#now;
    if (form === "set") {
      const { columns, row, end } = this.#reader.assigned();
      return { ...rows, kind: "rows", columns, rows: [row], upsert: rows.upsert || end.upsert };
    }
    const { at } = window;
    const { end } = this.#now.whole(start, at);
    window.at = at;
    if (form === "defaults") {
      window.at = end.at;
      const row: DumpRow = { values: [], line: rows.from.line, offset: rows.from.offset };
      return { ...rows, kind: "rows", columns: [], rows: [row] };
    }
    const found = this.#reader.selected(end.at);
    if (found === undefined) return "other";
    window.at = end.at;
    return { ...rows, kind: "rows", rows: found };
  }

  /** Oracle's INSERT ALL: each INTO has a table of its own, up to the SELECT that runs them once. */
  #nextOfAll({ from, upsert }: { readonly from: DumpPlace; readonly upsert: boolean }): void {
    const { lexer, window } = this.#now;
    if (lexer.takeWord("INTO") === undefined) {
      const { end, text } = this.#now.whole(window.at);
      if (!FROM_DUAL.test(text.trim())) throw this.#takesFromQuery();
      window.at = end.at;
      this.#all = undefined;
      return;
    }
    const { name, columns, form } = readTarget(lexer);
    if (form !== "values") throw this.#takesFromQuery();
    this.#rows = { form: "all", table: this.#now.named(name), columns, from, upsert };
  }

  #takesFromQuery(): Error {
    return this.#now.window.refuse("INSERT ALL takes its rows from a query", DAMAGED);
  }

  /** @returns `other` where it copies out of the database */
  copy(at: number): "passed over" | "other" {
    const from = this.#now.placeOf(at);
    const found = readCopy(this.#now.lexer);
    if (found === undefined) return "other";
    const table = this.#now.named(found.name);
    this.#rows = { form: "copy", table, columns: found.columns, from, upsert: false };
    return "passed over";
  }

  /** Behind the last row: the sign that ends the statement, or the next statement. */
  #behindRows(): RowsEnd {
    if (this.#rows?.form === "all") return PLAIN_END;
    const { window, lexer } = this.#now;
    const { text, at } = window;
    const { delimiter } = lexer.dialect;
    const isClosed = text[at] === ";" || text.startsWith(delimiter, at);
    this.#now.before = isClosed ? this.#rows?.table : undefined;
    if (isClosed) {
      window.at = at + (text.startsWith(delimiter, at) ? delimiter.length : 1);
      return PLAIN_END;
    }
    if (at >= text.length) return this.#atEnd();
    const word = lexer.word()?.toUpperCase() ?? "";
    if (word === "ON" || word === "RETURNING" || word === "AS") {
      window.at = this.#now.whole(at).end.at;
      return { upsert: word !== "RETURNING" };
    }
    if (!this.#isNext(word)) {
      const what = "a row is followed by neither the next row nor the end of the statement";
      throw window.refuse(what, DAMAGED);
    }
    this.#now.unclosed++;
    return PLAIN_END;
  }

  /** Whether another statement, or a line that ends this one, stands here. */
  #isNext(word: string): boolean {
    const { window, lexer } = this.#now;
    const { text, at } = window;
    if (text[at] === "\\" || this.#now.alone(SLASH) || this.#now.alone(GO)) return true;
    if (isLine(text.slice(at, at + MARGIN), lexer.dialect.program)) return true;
    return /^(?:CALL|DELIMITER|IF)$/.test(word) || isStatement(word);
  }

  /** The last statement needs no sign where its line is whole, or none of them has one. */
  #atEnd(): RowsEnd {
    const { window, lexer, unclosed } = this.#now;
    if (!window.atEnd) throw NeedMore.signal;
    const isWhole = /\n[ \t\r]*$/.test(window.text.slice(-MARGIN));
    if (!isWhole && unclosed === 0 && lexer.dialect.program !== "SQL Server") throw window.ended();
    return PLAIN_END;
  }
}

const PLAIN_END: RowsEnd = { upsert: false };

const isStatement = (word: string): boolean =>
  word !== "" && readOther(word, "") !== "not understood";
