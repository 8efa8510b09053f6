import { type ColumnStep, readAdded } from "./added-columns.ts";
import { type DeclaredKeys, keysOf, NO_KEYS } from "./declared-keys.ts";
import type { DumpLexer } from "./dump-lexer.ts";
import type { DumpLiterals } from "./dump-literals.ts";

/** Keys that a statement declares of a table which is there already, and what becomes of its columns. */
export interface AlteredTable {
  readonly name: readonly string[];
  readonly keys: DeclaredKeys;
  readonly steps: readonly ColumnStep[];
}

/** What ALTER TABLE adds, up to where the statement ends; undefined if it is of something else. */
export function readAlter(lexer: DumpLiterals, end: number): AlteredTable | undefined {
  lexer.takeWord("ALTER");
  if (lexer.takeWord("TABLE") === undefined) return undefined;
  while (lexer.takeWord("IF", "EXISTS", "ONLY"));
  const name = lexer.path();
  return { name, ...readAdded(lexer, end) };
}

/** The columns that CREATE UNIQUE INDEX ... ON table (...) declares; undefined for another statement. */
export function readUniqueIndex(lexer: DumpLexer, end: number): AlteredTable | undefined {
  lexer.takeWord("CREATE");
  if (lexer.takeWord("UNIQUE") === undefined) return undefined;
  while (lexer.takeWord("CLUSTERED", "NONCLUSTERED"));
  if (lexer.takeWord("INDEX") === undefined) return undefined;
  while (lexer.takeWord("CONCURRENTLY", "IF", "NOT", "EXISTS"));
  if (lexer.takeWord("ON") === undefined) {
    lexer.path();
    if (lexer.takeWord("ON") === undefined) return undefined;
  }
  while (lexer.takeWord("ONLY"));
  const name = lexer.path();
  const text = lexer.window.text.slice(lexer.window.at, end);
  // An index of a part of the rows, or of what is computed, says nothing of a column's values.
  const list = /^(?:USING\s+\w+\s*)?(\((?:[^()'])*\))/i.exec(text)?.[1];
  if (list === undefined || /\bWHERE\b/i.test(text)) return { name, keys: NO_KEYS, steps: [] };
  const keys = keysOf({ column: undefined, text: `UNIQUE ${list}` }, (raw) => lexer.decode(raw));
  return { name, keys, steps: [] };
}
