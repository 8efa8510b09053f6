import type { DumpLexer } from "./dump-lexer.ts";

/** A statement that brings rows: of which table, in which columns. */
interface RowStatement {
  /** Database or schema, and table. */
  readonly name: readonly string[];
  /** Nothing where the statement has no list. */
  readonly columns: readonly string[] | undefined;
}

const FORMS = [
  ...["OR", "IGNORE", "REPLACE", "ABORT", "FAIL", "ROLLBACK", "LOW_PRIORITY", "DELAYED"],
  "HIGH_PRIORITY",
];

/**
 * Reads an INSERT up to its first row; nothing where it has none of its own, as INSERT ... SELECT.
 * `defaults`: it makes one row, and says nothing of it.
 */
export function readInsert(
  lexer: DumpLexer,
): (RowStatement & { readonly rows: "values" | "defaults" }) | undefined {
  lexer.takeWord("INSERT", "REPLACE");
  while (lexer.takeWord(...FORMS));
  // MySQL can do without it.
  lexer.takeWord("INTO");
  const name = qualified(lexer);
  const columns = lexer.takeSign("(") ? columnList(lexer) : undefined;
  while (lexer.takeWord("OVERRIDING", "SYSTEM", "USER", "VALUE"));
  const defaults = lexer.takeWord("DEFAULT") !== undefined;
  if (lexer.takeWord("VALUES") === undefined) return undefined;
  return { name, columns, rows: defaults ? "defaults" : "values" };
}

/**
 * Reads a COPY up to the line of its first row; nothing where it copies out of the database.
 *
 * @throws SourceError where its rows are elsewhere, or not in the form that pg_dump writes
 */
export function readCopy(lexer: DumpLexer): RowStatement | undefined {
  const { window } = lexer;
  lexer.takeWord("COPY");
  if (lexer.takeSign("(")) return undefined;
  const name = qualified(lexer);
  const columns = lexer.takeSign("(") ? columnList(lexer) : undefined;
  if (lexer.takeWord("FROM") === undefined) return undefined;
  if (lexer.takeWord("STDIN") === undefined) {
    throw window.refuse("COPY takes its rows from somewhere else", "Make the dump with pg_dump.");
  }
  if (window.text[window.at] !== ";") {
    if (window.at === window.text.length) throw window.ended();
    throw window.refuse("COPY has options", "Make the dump with pg_dump, which writes none.");
  }
  window.at = window.find("\n", window.at) + 1;
  return { name, columns };
}

function qualified(lexer: DumpLexer): string[] {
  const names = [lexer.name()];
  while (lexer.takeSign(".")) names.push(lexer.name());
  return names;
}

function columnList(lexer: DumpLexer): string[] {
  const columns: string[] = [];
  if (lexer.takeSign(")")) return columns;
  for (;;) {
    columns.push(lexer.name());
    if (lexer.takeSign(",")) continue;
    if (lexer.takeSign(")")) return columns;
    if (lexer.window.at === lexer.window.text.length) throw lexer.window.ended();
    throw lexer.window.refuse("a list of columns does not end", "Look at the file: it is damaged.");
  }
}
