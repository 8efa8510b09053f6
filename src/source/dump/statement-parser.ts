import { readAlter, readUniqueIndex } from "./alter-table.ts";
import { readColumns } from "./create-table.ts";
import { type DumpDialect, encodingNamed } from "./dump-dialect.ts";
import type { ChangesPart, DumpChange, DumpPart } from "./dump-part.ts";
import { type DumpWindow, NeedMore } from "./dump-window.ts";
import { holdsCopied, readOther } from "./other-statements.ts";
import { type PlainChange, readPlainChange } from "./plain-change.ts";
import { DAMAGED, MARGIN, type Situation } from "./situation.ts";
import {
  mayChangeRows,
  type StatementEffect,
  withoutStrings,
  wordsOf,
} from "./statement-effects.ts";

export type Read = DumpPart | "passed over";

const TRANSACTION =
  /^BEGIN\b(?:\s*;|\s+(?:TRAN|TRANSACTION|WORK|DEFERRED|IMMEDIATE|EXCLUSIVE|ISOLATION|READ|NOT)\b)/i;
/** As much of a setting is looked at. */
const HEAD = 4_000;
const ANY: readonly StatementEffect[] = [{ effect: "alters", target: undefined }];

interface Changing {
  readonly at: number;
  readonly text: string;
  readonly word: string;
  readonly plain?: PlainChange | undefined;
}

/** Reads the statements that bring no rows: definitions, settings, and what changes rows. */
export class StatementParser {
  readonly #now: Situation;

  constructor(situation: Situation) {
    this.#now = situation;
  }

  /** CREATE: a table's columns, an index that says what is unique, or something without rows. */
  create(at: number): Read {
    const { window, lexer } = this.#now;
    const { line } = this.#now.place(at);
    const created = readColumns(lexer);
    if (created === undefined) return this.#createOther(at);
    const { end, text: behind } = this.#now.whole(at, window.at);
    const text = window.text.slice(at, end.at);
    if (holdsRows(text, behind) || holdsCopied(text, lexer.dialect.program)) {
      throw window.refuse("rows are inside the definition of a table", DAMAGED);
    }
    window.at = end.at;
    this.#now.endsCondition();
    const { name, columns, keys } = created;
    const table = this.#now.named(name);
    if (!/\bSELECT\b/i.test(text)) return { kind: "columns", table, columns, keys, line };
    const effects = [{ effect: "brings", target: name }] as const;
    return this.#changes(effects, { at, text, word: "CREATE TABLE ... AS SELECT" });
  }

  #createOther(at: number): Read {
    const { window, lexer } = this.#now;
    const { end } = this.#now.whole(at);
    const index = readUniqueIndex(lexer, end.at);
    if (index === undefined) return this.other(at, "CREATE");
    window.at = end.at;
    return { ...index, kind: "keys", table: this.#now.named(index.name), ...this.#now.place(at) };
  }

  /** ALTER: what it adds to a table, or does to its rows. */
  alter(at: number): Read {
    const { end } = this.#now.whole(at);
    const place = this.#now.place(at);
    const found = readAlter(this.#now.lexer, end.at);
    const read = this.other(at, "ALTER");
    if (found === undefined || read !== "passed over") return read;
    const { keys, steps, name } = found;
    return { kind: "keys", table: this.#now.named(name), keys, steps, ...place };
  }

  /** A transaction, or a block: what stands in the block is read like the rest. */
  begin(at: number): Read {
    const { window } = this.#now;
    if (window.text.length - at < MARGIN && !window.atEnd) throw NeedMore.signal;
    const head = window.text.slice(at, at + MARGIN);
    if (TRANSACTION.test(head)) return this.other(at, "BEGIN");
    // What a block does that runs where the one before it has failed is not done.
    window.at = /^BEGIN\s+CATCH\b/i.test(head)
      ? window.find("END CATCH", at) + "END CATCH".length
      : at + (/^BEGIN\s+(?:TRY|ATOMIC)\b/i.exec(head)?.[0].length ?? "BEGIN".length);
    return "passed over";
  }

  /** Passes over a condition: what hangs on it follows. */
  conditional(at: number, word: string): Read {
    const { end, text } = this.#now.whole(at);
    this.#now.window.at = end.at;
    if (end.closed && mayChangeRows(text)) return this.#changes(ANY, { at, text, word });
    if (!end.closed) this.#now.condition = /\b(?:BEGIN|THEN)\b/i.test(text) ? "block" : "statement";
    return "passed over";
  }

  /** Every other statement: what it says of how those behind it are written, and does to rows. */
  other(at: number, word: string): Read {
    const { end, text } = this.#now.whole(at);
    if (holdsCopied(text, this.#now.lexer.dialect.program)) {
      throw this.#now.window.refuse("rows of COPY are inside a statement", DAMAGED);
    }
    const found = readOther(word, text);
    const isKnown = found !== "not understood";
    const plain = isKnown && found.length > 0 ? this.#plain(at, end.at) : undefined;
    this.#now.window.at = end.at;
    this.#set(word, text.slice(0, HEAD));
    if (!isKnown) {
      const { changes } = this.#changes(ANY, { at, text, word });
      return changed(changes.map((one) => ({ ...one, effect: "not understood" as const })));
    }
    return found.length > 0 ? this.#changes(found, { at, text, word, plain }) : "passed over";
  }

  #plain(at: number, end: number): PlainChange | undefined {
    this.#now.window.at = at;
    return readPlainChange(this.#now.lexer, end);
  }

  #set(word: string, statement: string): void {
    const { lexer, window, marks } = this.#now;
    if (word === "SET") lexer.dialect = dialectSet(lexer.dialect, statement, window);
    const { database, schema } = placeSet(word, statement);
    if (database !== undefined) this.#now.database = lexer.decode(database);
    if (schema !== undefined) this.#now.schema = lexer.decode(schema);
    if (word === "END") this.#now.condition = "none";
    marks.statement(word, statement);
  }

  /** Several for a statement that names several tables. */
  #changes(effects: readonly StatementEffect[], { at, text, word, plain }: Changing): ChangesPart {
    const { lexer } = this.#now;
    const words = new Set([...wordsOf(text)].map((name) => lexer.decode(name)));
    const isSure = !this.#now.endsCondition();
    const common = { ...this.#now.place(at), what: word, words };
    return changed(
      effects.map(({ effect, target, whole }): DumpChange => {
        const table = target && this.#now.named(target.map((name) => lexer.decode(name)));
        // Whether a table is there is what DROP hangs on; nobody knows about other conditions.
        const isDone = isSure || effect === "brings" || effect === "drops";
        return {
          ...common,
          effect: isDone ? effect : "alters",
          table,
          ...(whole !== undefined && { whole: lexer.decode(whole) }),
          plain: isSure ? plain : undefined,
        };
      }),
    );
  }
}

/** What stood between the definition of a table and rows is gone, or a quote of it: it goes on among them. */
function holdsRows(definition: string, behind: string): boolean {
  const plain = withoutStrings(definition);
  if (/\b(?:INSERT|INTO)\b|\)\s*''/i.test(plain)) return true;
  if (HAS_LISTS.test(plain)) return false;
  return ROWS.test(definition) || /\(\s*''/.test(withoutStrings(behind));
}

/** Options of a table that are lists of texts. */
const HAS_LISTS = /\b(?:PARTITION|TBLPROPERTIES|SERDEPROPERTIES|PARAMETERS)\b/i;

const ROWS = /\)\s*[,;]\s*(?:\(\s*(?:'|NULL\b|-?\d)|INSERT\s+INTO\b)/i;

export const changed = (changes: readonly DumpChange[]): ChangesPart => ({
  kind: "changes",
  changes,
});

/** Whose tables follow, as a statement says it. */
interface PlaceSet {
  readonly database?: string | undefined;
  readonly schema?: string | undefined;
}

const QUOTED_NAME = /[`"[]?([^`"\];,'\s]+)/.source;
const USE = new RegExp(`^USE\\s+${QUOTED_NAME}`, "i");
const SEARCH_PATH = new RegExp(
  `^SET\\s+(?:\\w+\\s+)?search_path\\s*(?:=|TO)\\s*'?${QUOTED_NAME}`,
  "i",
);
const CURRENT_SCHEMA = new RegExp(`\\bCURRENT_SCHEMA\\s*=?\\s*${QUOTED_NAME}`, "i");

/** The database or schema of the tables that follow, where a statement sets it. */
function placeSet(word: string, statement: string): PlaceSet {
  if (word === "USE") return { database: USE.exec(statement)?.[1] ?? "" };
  if (word !== "SET" && word !== "ALTER") return {};
  const schema = SEARCH_PATH.exec(statement)?.[1] ?? CURRENT_SCHEMA.exec(statement)?.[1];
  return schema === undefined ? {} : { schema: schema === "pg_catalog" ? "" : schema };
}

/**
 * How a dump is written behind a SET statement.
 *
 * @throws SourceError if it declares an encoding that nobody knows
 */
function dialectSet(dialect: DumpDialect, statement: string, window: DumpWindow): DumpDialect {
  const terminator = /^SET\s+TERM\s+([^\s\w]{1,4})/i.exec(statement)?.[1];
  if (terminator !== undefined)
    return { ...dialect, delimiter: terminator.replace(/^(.+);$/, "$1") };
  const named = /\b(?:client_encoding\s*(?:=|TO)|NAMES)\s*'?([\w-]+)'?/i.exec(statement)?.[1];
  const encoding = named === undefined || dialect.recoded ? dialect.encoding : known(named);
  const standard = /\bstandard_conforming_strings\s*(?:=|TO)\s*'?(\w+)/i.exec(statement)?.[1];
  const mode = /\bsql_mode\s*=\s*(\S[\s\S]*)/i.exec(statement)?.[1];
  const off = mode !== undefined && /^["'][^"']*NO_BACKSLASH_ESCAPES/i.test(mode);
  // A routine's mode ends behind it: mysqldump goes back to its own, which has the escapes.
  if (mode !== undefined && !off && dialect.program === "MySQL")
    return { ...dialect, encoding, backslash: "MySQL" };
  if (standard === undefined && !off) return { ...dialect, encoding };
  const escapes = standard !== undefined && /^(?:off|false|0)$/i.test(standard);
  return { ...dialect, encoding, backslash: escapes ? "PostgreSQL" : "plain" };

  function known(name: string): string {
    const found = encodingNamed(name, dialect.program);
    if (found !== undefined) return found;
    throw window.refuse(
      `the dump declares the encoding ${name.slice(0, 30)}, which is unknown`,
      "Make the dump again with an encoding such as UTF8 or utf8mb4.",
    );
  }
}
