import type { DumpChange, DumpPart, DumpPlace } from "./dump-part.ts";
import { type DumpWindow, NeedMore } from "./dump-window.ts";
import { InsertParser } from "./insert-parser.ts";
import { isDamagedCommand, isLine, takesFromElsewhere } from "./other-statements.ts";
import { DAMAGED, GO, MARGIN, Situation, SLASH } from "./situation.ts";
import { changed, type Read, StatementParser } from "./statement-parser.ts";

const LETTER = /[A-Za-z]/;

/**
 * Reads the statements of a dump, one after the other: tables, rows, and what changes rows. No byte is
 * passed over that is not of a statement which does nothing to rows.
 */
export class DumpParser {
  readonly #now: Situation;
  readonly #inserts: InsertParser;
  readonly #statements: StatementParser;

  constructor(
    window: DumpWindow,
    from: Pick<DumpPlace, "dialect"> & Partial<Pick<DumpPlace, "database" | "schema">>,
  ) {
    this.#now = new Situation(window, from);
    this.#inserts = new InsertParser(this.#now);
    this.#statements = new StatementParser(this.#now);
  }

  /**
   * The next part; undefined at the end.
   *
   * @throws SourceError if the dump is cut short, or holds something that is no data
   */
  async next(): Promise<DumpPart | undefined> {
    const { window, lexer } = this.#now;
    for (;;) {
      let start: number | undefined;
      try {
        const rows = this.#inserts.group();
        if (rows !== undefined) return rows;
        // What is behind is never looked at again: a comment is heard once.
        lexer.skipBlank((comment) => this.#comment(comment));
        start = window.at;
        if (this.#inserts.goesOn()) continue;
        const part = this.#statement(start);
        if (part !== "passed over") return part;
      } catch (error) {
        if (error !== NeedMore.signal) throw error;
        if (start !== undefined) window.at = start;
        await window.fill();
      }
    }
  }

  /** Where the next part begins. */
  get offset(): number {
    return this.#now.window.offsetOf(this.#now.window.at);
  }

  #comment(text: string): void {
    this.#now.marks.comment(text);
    // mysqldump and phpMyAdmin say there whose tables follow, and do not always USE it.
    const named = /^-- (?:Host: .*\s)?Database: *`?([^`\s]+)`?\s*$/.exec(text)?.[1];
    if (named !== undefined) this.#now.database = this.#now.lexer.decode(named);
  }

  #statement(at: number): Read | undefined {
    const { window, lexer, marks } = this.#now;
    const { text } = window;
    if (at >= text.length) {
      if (!window.atEnd) throw NeedMore.signal;
      marks.end();
      return undefined;
    }
    const sign = text[at] ?? "";
    if (LETTER.test(sign)) return this.#worded(at);
    const ends = [";", lexer.dialect.delimiter].find((one) => text.startsWith(one, at));
    if (ends !== undefined) return this.#passed(at + ends.length);
    if (sign === "\\") return this.#metaCommand();
    if (sign === "/" && this.#now.alone(SLASH)) return this.#slash(at);
    if (/[:@.!]/.test(sign)) return this.#line(at);
    if (sign === "(" && /^\(\s*SELECT\b/i.test(text.slice(at, at + MARGIN)))
      return this.#statements.other(at, "SELECT");
    throw window.refuse("this is not a statement", DAMAGED);
  }

  #passed(at: number): "passed over" {
    this.#now.window.at = at;
    return "passed over";
  }

  #worded(at: number): Read {
    const { window, lexer } = this.#now;
    const word = lexer.word()?.toUpperCase() ?? "";
    if (word === "INSERT") {
      const read = this.#inserts.insert(at);
      return read === "other" ? this.#statements.other(at, word) : read;
    }
    const go = word === "GO" ? this.#now.alone(GO) : undefined;
    if (go !== undefined) return this.#go(at, go);
    if (isLine(window.text.slice(at, at + MARGIN), lexer.dialect.program)) return this.#line(at);
    this.#now.before = undefined;
    const read = this.#byWord(word, at);
    return read === "other" ? this.#statements.other(at, word) : read;
  }

  #byWord(word: string, at: number): Read | "other" {
    switch (word) {
      case "REPLACE":
        return this.#inserts.insert(at);
      case "COPY":
        return this.#inserts.copy(at);
      case "CREATE":
        return this.#statements.create(at);
      case "ALTER":
        return this.#statements.alter(at);
      case "DELIMITER":
        return this.#delimiter(at);
      case "BEGIN":
        return this.#statements.begin(at);
      case "IF":
      case "ELSE":
        return this.#statements.conditional(at, word);
      case "ENTER":
        return this.#prompt(at);
      default:
        return "other";
    }
  }

  /** What mysqldump asks for, where it was redirected with the rest. */
  #prompt(at: number): Read | "other" {
    const prompt = /^Enter password: ?/i.exec(this.#now.window.text.slice(at, at + MARGIN));
    return prompt === null ? "other" : this.#passed(at + prompt[0].length);
  }

  /** A batch ends, and is run as often as GO says. */
  #go(at: number, [whole, times = "1"]: RegExpExecArray): Read {
    const words = this.#now.batch;
    this.#now.batch = new Set();
    this.#now.condition = "none";
    this.#now.before = undefined;
    const place = this.#now.place(at);
    this.#passed(at + whole.length);
    if (times === "1" || words.size === 0) return "passed over";
    const what = `GO ${times}, which runs what is above it ${times} times`;
    return changed([{ ...place, what, effect: "alters", table: undefined, words }]);
  }

  /** SQL*Plus runs the statement before: once, where it had no semicolon, else once more. */
  #slash(at: number): Read {
    const { before } = this.#now;
    this.#now.before = undefined;
    const place = this.#now.place(at);
    this.#passed(at + 1);
    if (before === undefined) return "passed over";
    const what = "/, which runs the INSERT before it again";
    const words = new Set([before.table.toLowerCase()]);
    return changed([{ ...place, what, effect: "alters", table: undefined, words }]);
  }

  /** A command that ends with its line. */
  #line(at: number): Read {
    const end = this.#now.endOfLine(at);
    const line = this.#now.window.text.slice(at, end);
    if (isDamagedCommand(line)) throw this.#now.window.refuse("this is not a statement", DAMAGED);
    this.#now.marks.line(line);
    const place = this.#now.place(at);
    this.#passed(end);
    if (!takesFromElsewhere(line)) return "passed over";
    const change: DumpChange = {
      ...place,
      what: "a command that reads another file",
      effect: "not understood",
      table: undefined,
      words: new Set(),
    };
    return changed([change]);
  }

  /** A command of psql, up to the end of its line: `\connect`, `\restrict`. */
  #metaCommand(): Read {
    const { window, lexer } = this.#now;
    const { text, at } = window;
    const [command, name] = text.slice(at, this.#now.endOfLine(at)).trim().split(/\s+/);
    const connects = command === "\\connect" || command === "\\c";
    if (connects && name !== undefined && name !== "-")
      this.#now.database = lexer.decode(name.replaceAll('"', ""));
    return this.#line(at);
  }

  #delimiter(at: number): "passed over" {
    const { window, lexer } = this.#now;
    const end = this.#now.endOfLine(at);
    const delimiter = window.text.slice(at + "DELIMITER".length, end).trim();
    if (delimiter !== "") lexer.dialect = { ...lexer.dialect, delimiter };
    return this.#passed(end);
  }
}
