import type { DumpLexer } from "./dump-lexer.ts";
import { endOf } from "./skip-statement.ts";

/** A column as CREATE TABLE names it. */
export interface DumpColumn {
  readonly name: string;
  /** As it is written, in lower case: `character varying(20) not null`. */
  readonly type: string;
  /** SQLite's own dumps leave out what is computed. */
  readonly generated: boolean;
}

const CONSTRAINTS = new Set([
  ...["CONSTRAINT", "PRIMARY", "UNIQUE", "KEY", "INDEX", "FULLTEXT", "SPATIAL", "CHECK", "FOREIGN"],
  ...["EXCLUDE", "LIKE", "PERIOD"],
]);
const MARKS = /'|"|`|--|\/\*|#|\(|\)|,/g;
const GENERATED = /\bgenerated always as\b(?! identity)|^[^(]*\bas\s*\(/;
const TYPE = 400;

/** The name and the columns that a CREATE TABLE says; nothing where the statement is another one. */
export function readColumns(
  lexer: DumpLexer,
): { readonly name: readonly string[]; readonly columns: readonly DumpColumn[] } | undefined {
  lexer.takeWord("CREATE");
  while (lexer.takeWord("GLOBAL", "LOCAL", "TEMP", "TEMPORARY", "UNLOGGED", "FOREIGN"));
  if (lexer.takeWord("TABLE") === undefined) return undefined;
  while (lexer.takeWord("IF", "NOT", "EXISTS"));
  const name = [lexer.name()];
  while (lexer.takeSign(".")) name.push(lexer.name());
  if (!lexer.takeSign("(")) return undefined;
  const columns: DumpColumn[] = [];
  for (let last = false; !last; ) {
    if (lexer.takeSign(")")) break;
    const word = lexer.word()?.toUpperCase() ?? "";
    const column = CONSTRAINTS.has(word) ? undefined : lexer.name();
    const start = lexer.window.at;
    const end = endOfItem(lexer);
    last = lexer.window.text[end] === ")";
    lexer.window.at = end + 1;
    if (column !== undefined) {
      const type = plainType(lexer.window.text.slice(start, Math.min(end, start + TYPE)));
      columns.push({ name: column, type, generated: GENERATED.test(type) });
    }
    lexer.skipBlank();
  }
  return { name, columns };
}

/** Without the quotes that `--quote-all-identifiers` puts around a type, too. */
const plainType = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/^"?pg_catalog"?\./, "")
    .replace(/^"([^"]+)"/, "$1");

/** Where the comma or the bracket stands that ends a column or a constraint. */
function endOfItem({ window, dialect }: DumpLexer): number {
  MARKS.lastIndex = window.at;
  for (let depth = 0; ; ) {
    const found = MARKS.exec(window.text);
    if (found === null) throw window.ended();
    const [mark] = found;
    const nests = NESTING[mark];
    if (nests === undefined) MARKS.lastIndex = endOf(mark, { window, dialect, at: found.index });
    else if (depth === 0 && nests <= 0) return found.index;
    else depth += nests;
  }
}

const NESTING: Readonly<Record<string, number>> = { "(": 1, ")": -1, ",": 0 };
