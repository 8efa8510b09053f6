import type { DumpLexer } from "./dump-lexer.ts";
import { DAMAGED } from "./situation.ts";

/** A statement that brings rows: of which table, in which columns. */
interface RowStatement {
  /** Database or schema, and table. */
  readonly name: readonly string[];
  /** Undefined if the statement has no list. */
  readonly columns: readonly string[] | undefined;
}

/** How an INSERT holds its rows. */
export type InsertForm =
  /** In brackets. */
  | "values"
  /** It makes one row, and says nothing of it. */
  | "defaults"
  /** `SET a = 1, b = 2`. */
  | "set"
  /** `SELECT 1, 'a' UNION ALL SELECT ...`, or of another table. */
  | "select"
  /** Oracle: `INSERT ALL INTO a VALUES (...) INTO b VALUES (...) SELECT ...`. */
  | "all";

export interface InsertStatement extends RowStatement {
  readonly form: InsertForm;
  /** A row with the key of an earlier one takes its place, or gives way. */
  readonly upsert: boolean;
}

const FORMS = [
  ...["OR", "ABORT", "FAIL", "ROLLBACK", "LOW_PRIORITY", "DELAYED", "HIGH_PRIORITY", "IGNORE"],
  "REPLACE",
];
const GIVES_WAY = new Set(["IGNORE", "REPLACE"]);

/** Reads an INSERT up to its first row, or to what computes its rows. */
export function readInsert(lexer: DumpLexer): InsertStatement {
  const isReplace = lexer.takeWord("INSERT", "REPLACE") === "REPLACE";
  // Most say nothing between; MySQL and T-SQL can do without INTO.
  const isPlain = lexer.takeWord("INTO") !== undefined;
  const upsert = isPlain ? isReplace : takeForms(lexer) || isReplace;
  if (!isPlain && lexer.takeWord("ALL") !== undefined)
    return { name: [], columns: undefined, form: "all", upsert };
  if (!isPlain) lexer.takeWord("INTO");
  const { name, columns, form } = readTarget(lexer);
  // Of INSERT ITO p VALUES (...) the rows would be those of a query into a table that nobody knows.
  if (form === "select" && !isQueryAhead(lexer)) {
    throw lexer.window.refuse("INSERT is followed by neither rows nor a query", DAMAGED);
  }
  return { name, columns, form, upsert };
}

const QUERY = new Set(["SELECT", "WITH", "TABLE", "EXEC", "EXECUTE", "OUTPUT", "PARTITION"]);

function isQueryAhead(lexer: DumpLexer): boolean {
  const { text, at } = lexer.window;
  return text[at] === "(" || QUERY.has(lexer.word()?.toUpperCase() ?? "");
}

/** @returns whether rows give way to others, or take their place */
function takeForms(lexer: DumpLexer): boolean {
  let givesWay = false;
  for (let found = lexer.takeWord(...FORMS); found !== undefined; ) {
    givesWay ||= GIVES_WAY.has(found);
    found = lexer.takeWord(...FORMS);
  }
  return givesWay;
}

/** The table, the columns and the form of what follows INTO. */
export function readTarget(lexer: DumpLexer): RowStatement & { readonly form: InsertForm } {
  const name = lexer.path();
  const columns = columnListAhead(lexer) ? columnList(lexer) : undefined;
  if (lexer.takeWord("VALUES", "VALUE") !== undefined) return { name, columns, form: "values" };
  return otherTarget(lexer, { name, columns });
}

function otherTarget(
  lexer: DumpLexer,
  { name, columns: first }: RowStatement,
): RowStatement & { readonly form: InsertForm } {
  // Standard SQL names the table once more for its columns: INSERT INTO t AS x (a).
  if (first === undefined && lexer.takeWord("AS") !== undefined) lexer.name();
  const columns = first ?? (columnListAhead(lexer) ? columnList(lexer) : undefined);
  while (lexer.takeWord("OVERRIDING", "SYSTEM", "USER", "VALUE"));
  const word = lexer.takeWord("VALUES", "DEFAULT", ...(columns === undefined ? ["SET"] : []));
  if (word === "DEFAULT") lexer.takeWord("VALUES");
  return { name, columns, form: FORM_OF[word ?? ""] ?? "select" };
}

const FORM_OF: Readonly<Record<string, InsertForm>> = {
  VALUES: "values",
  DEFAULT: "defaults",
  SET: "set",
};

/** A bracket may open a list of columns, or a query: INSERT INTO t (SELECT ...). */
function columnListAhead(lexer: DumpLexer): boolean {
  const { window } = lexer;
  const { at } = window;
  if (!lexer.takeSign("(")) return false;
  const isQuery = /^(?:SELECT|WITH)$/i.test(lexer.word() ?? "");
  if (isQuery) window.at = at;
  return !isQuery;
}

/**
 * Reads a COPY up to the line of its first row; undefined if it copies out of the database.
 *
 * @throws SourceError if its rows are elsewhere, or not in the form that pg_dump writes
 */
export function readCopy(lexer: DumpLexer): RowStatement | undefined {
  const { window } = lexer;
  lexer.takeWord("COPY");
  if (lexer.takeSign("(")) return undefined;
  const name = lexer.path();
  const columns = lexer.takeSign("(") ? columnList(lexer) : undefined;
  if (lexer.takeWord("FROM") === undefined) return undefined;
  if (lexer.takeWord("STDIN") === undefined) {
    throw window.refuse("COPY takes its rows from somewhere else", "Make the dump with pg_dump.");
  }
  if (window.text[window.at] !== ";") {
    if (window.at === window.text.length) throw window.ended();
    throw window.refuse("COPY has options", "Make the dump with pg_dump, which writes none.");
  }
  const end = window.find("\n", window.at);
  // The line end before the first row may be gone: then that row stands here.
  if (window.text.slice(window.at + 1, end).trim() !== "") {
    throw window.refuse("something follows COPY on its line", DAMAGED);
  }
  window.at = end + 1;
  return { name, columns };
}

function columnList(lexer: DumpLexer): string[] {
  const columns: string[] = [];
  if (lexer.takeSign(")")) return columns;
  for (;;) {
    columns.push(lexer.path().at(-1) ?? "");
    if (lexer.takeSign(",")) continue;
    if (lexer.takeSign(")")) return columns;
    if (lexer.window.at === lexer.window.text.length) throw lexer.window.ended();
    throw lexer.window.refuse("a list of columns does not end", "Check the file: it is damaged.");
  }
}
