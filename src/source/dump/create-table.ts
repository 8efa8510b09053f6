import { type DeclaredKeys, joinKeys, keysOf, NO_KEYS } from "./declared-keys.ts";
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
/** What stands between CREATE and TABLE; H2 says how it keeps one. */
const KINDS = [
  ...["OR", "REPLACE", "GLOBAL", "LOCAL", "TEMP", "TEMPORARY", "UNLOGGED", "FOREIGN", "CACHED"],
  ...["MEMORY", "COLUMN", "ROW"],
];
const MARKS = /'|"|`|\[|--|\/\*|#|\(|\)|,/g;
const GENERATED = /\bgenerated always as\b(?! identity)|^[^(]*\bas\s*\(/;
const TYPE = 400;

/** What a CREATE TABLE says. */
export interface CreatedTable {
  readonly name: readonly string[];
  readonly columns: readonly DumpColumn[];
  readonly keys: DeclaredKeys;
}

/** What a CREATE TABLE says; undefined if the statement is another one, or has no columns. */
export function readColumns(lexer: DumpLexer): CreatedTable | undefined {
  lexer.takeWord("CREATE");
  while (lexer.takeWord(...KINDS));
  if (lexer.takeWord("TABLE") === undefined) return undefined;
  while (lexer.takeWord("IF", "NOT", "EXISTS"));
  const table = lexer.path();
  if (!lexer.takeSign("(")) return undefined;
  const columns: DumpColumn[] = [];
  let keys = NO_KEYS;
  for (let last = false; !last; ) {
    if (lexer.takeSign(")")) break;
    const word = lexer.word()?.toUpperCase() ?? "";
    const { column, text, end } = readItem(lexer, word);
    keys = joinKeys(
      keys,
      keysOf({ column: column?.name, text }, (raw) => lexer.decode(raw)),
    );
    if (column !== undefined) columns.push(column);
    last = lexer.window.text[end] === ")";
    lexer.window.at = end + 1;
    lexer.skipBlank();
  }
  return { name: table, columns, keys };
}

/** A column or a constraint, and where it ends. A name may hold what would end it. */
function readItem(lexer: DumpLexer, word: string) {
  const name = isConstraint(word, lexer) ? undefined : lexer.name();
  const { at } = lexer.window;
  const end = endOfItem(lexer, at);
  const text = lexer.window.text.slice(at, end);
  return { end, text, column: name === undefined ? undefined : columnOf(name, text) };
}

/** A column, up to where what is declared of it ends; goes behind its name. */
export function plainColumn(lexer: DumpLexer, end: number): DumpColumn {
  const name = lexer.name();
  const { at, text } = lexer.window;
  return columnOf(name, text.slice(at, end));
}

function columnOf(name: string, declared: string): DumpColumn {
  const type = plainType(declared.slice(0, TYPE));
  return { name, type, generated: GENERATED.test(type) };
}

/** MySQL alone declares keys and indexes so; to the others these words are names. */
export const isConstraint = (word: string, { dialect }: DumpLexer): boolean =>
  CONSTRAINTS.has(word) &&
  (dialect.program === "MySQL" || dialect.program === "unknown" || !/^(?:KEY|INDEX)$/.test(word));

/** Without the quotes that `--quote-all-identifiers` puts around a type, too. */
const plainType = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/^"?pg_catalog"?\./, "")
    .replace(/^"([^"]+)"/, "$1");

/** Where the comma or the bracket stands that ends a column or a constraint. */
export function endOfItem(
  { window, dialect }: DumpLexer,
  from = window.at,
  until = Number.MAX_SAFE_INTEGER,
): number {
  MARKS.lastIndex = from;
  for (let depth = 0; ; ) {
    const found = MARKS.exec(window.text);
    if (found === null && until > window.text.length) throw window.ended();
    if (found === null || found.index >= until) return until;
    const [mark] = found;
    const nests = NESTING[mark];
    if (nests === undefined) MARKS.lastIndex = endOf(mark, { window, dialect, at: found.index });
    else if (depth === 0 && nests <= 0) return found.index;
    else depth += nests;
  }
}

const NESTING: Readonly<Record<string, number>> = { "(": 1, ")": -1, ",": 0 };
