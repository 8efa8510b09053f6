import { type DumpColumn, endOfItem, isConstraint, plainColumn } from "./create-table.ts";
import { type DeclaredKeys, joinKeys, keysOf, NO_KEYS } from "./declared-keys.ts";
import type { DumpLexer } from "./dump-lexer.ts";

/** Keys that a statement declares of a table which is there already. */
export interface AlteredTable {
  readonly name: readonly string[];
  readonly keys: DeclaredKeys;
  readonly added: readonly DumpColumn[];
}

/** It adds no column. */
const NO_COLUMN = /^(?:COLUMN\s+)?(?:PARTITION|DEFAULT|SYSTEM|PERIOD)\b/i;

/** What ALTER TABLE adds, up to where the statement ends; undefined if it is of something else. */
export function readAlter(lexer: DumpLexer, end: number): AlteredTable | undefined {
  lexer.takeWord("ALTER");
  if (lexer.takeWord("TABLE") === undefined) return undefined;
  while (lexer.takeWord("IF", "EXISTS", "ONLY"));
  const name = lexer.path();
  let keys = NO_KEYS;
  const added: DumpColumn[] = [];
  for (let at = lexer.window.at; at < end; ) {
    const next = Math.min(endOfItem(lexer, at, end), end);
    const text = lexer.window.text.slice(at, next);
    const begun =
      /^\s*(?:WITH\s+(?:NO)?CHECK\s+)?ADD\b\s*(?:COLUMN\b\s*)?(?:IF\s+NOT\s+EXISTS\s+)?/i.exec(
        text,
      );
    if (begun !== null) {
      lexer.window.at = at + begun[0].length;
      const word = lexer.word()?.toUpperCase() ?? "";
      const isColumn = !isConstraint(word, lexer) && !NO_COLUMN.test(text.slice(begun[0].length));
      const column = isColumn && lexer.window.at < next ? plainColumn(lexer, next) : undefined;
      if (column !== undefined) added.push(column);
      const item = { column: column?.name, text: lexer.window.text.slice(lexer.window.at, next) };
      keys = joinKeys(
        keys,
        keysOf(item, (raw) => lexer.decode(raw)),
      );
    }
    at = next + 1;
  }
  return { name, keys, added };
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
  if (list === undefined || /\bWHERE\b/i.test(text)) return { name, keys: NO_KEYS, added: [] };
  const keys = keysOf({ column: undefined, text: `UNIQUE ${list}` }, (raw) => lexer.decode(raw));
  return { name, keys, added: [] };
}
