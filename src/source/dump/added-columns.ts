import { type DumpColumn, endOfItem, isConstraint, plainColumn } from "./create-table.ts";
import { type DeclaredKeys, joinKeys, keysOf, NO_KEYS } from "./declared-keys.ts";
import type { DumpLiterals } from "./dump-literals.ts";
import type { DumpValue } from "./dump-value.ts";

/** Where a column goes among the others. */
type Place = "last" | "first" | { readonly after: string };

/** What ALTER TABLE does to the columns of a table. */
export type ColumnStep =
  | {
      readonly kind: "add";
      readonly column: DumpColumn;
      readonly place: Place;
      /** What rows have in it that are there already; undefined if a database computes it. */
      readonly fill: DumpValue | undefined;
    }
  | { readonly kind: "move"; readonly name: string; readonly place: Place };

/** A stretch of a statement with one definition. */
interface Item {
  readonly at: number;
  readonly end: number;
}

const ADD = /^\s*(?:WITH\s+(?:NO)?CHECK\s+)?ADD\b\s*(?:COLUMN\b\s*)?(?:IF\s+NOT\s+EXISTS\s+)?/i;
const MODIFY = /^\s*(?:MODIFY|CHANGE)\b\s*(?:COLUMN\b\s*)?/i;
/** It adds no column. */
const NO_COLUMN = /^(?:COLUMN\s+)?(?:PARTITION|DEFAULT|SYSTEM|PERIOD)\b/i;

/** What the definitions of an ALTER TABLE come to, from here up to where the statement ends. */
export function readAdded(
  lexer: DumpLiterals,
  end: number,
): { readonly keys: DeclaredKeys; readonly steps: readonly ColumnStep[] } {
  let keys = NO_KEYS;
  const steps: ColumnStep[] = [];
  const { undecoded } = lexer;
  for (const { kind, ...item } of itemsOf(lexer, end)) {
    lexer.window.at = item.at;
    if (kind === "modified") {
      const step = moved(lexer, item.end);
      if (step !== undefined) steps.push(step);
      continue;
    }
    const column = columnAt(lexer, item.end);
    const text = lexer.window.text.slice(
      column === undefined ? item.at : lexer.window.at,
      item.end,
    );
    if (column !== undefined) steps.push(added(lexer, column, item.end));
    const declared = { column: column?.name, text };
    keys = joinKeys(
      keys,
      keysOf(declared, (raw) => lexer.decode(raw)),
    );
  }
  lexer.undecoded = undecoded;
  return { keys, steps };
}

type KindOfItem = Item & { readonly kind: "added" | "modified" };

function itemsOf(lexer: DumpLiterals, end: number): KindOfItem[] {
  const { window, dialect } = lexer;
  const items: KindOfItem[] = [];
  let adds = false;
  for (let at = window.at; at < end; ) {
    const next = Math.min(endOfItem(lexer, at, end), end);
    const text = window.text.slice(at, next);
    const begun = ADD.exec(text);
    const modified = MODIFY.exec(text);
    if (begun !== null) items.push(...inBrackets(lexer, at + begun[0].length, next));
    // T-SQL says ADD once: ADD a int, b int.
    else if (adds && dialect.program === "SQL Server") items.push({ kind: "added", at, end: next });
    else if (modified !== null)
      items.push({ kind: "modified", at: at + modified[0].length, end: next });
    adds ||= begun !== null;
    at = next + 1;
  }
  return items;
}

/** Oracle and MySQL: ADD (a int, b int). */
function inBrackets(lexer: DumpLiterals, from: number, end: number): KindOfItem[] {
  const { window } = lexer;
  if (window.text[from] !== "(") return [{ kind: "added", at: from, end }];
  const items: KindOfItem[] = [];
  for (let at = from + 1; at < end; ) {
    const next = Math.min(endOfItem(lexer, at, end), end);
    items.push({ kind: "added", at, end: next });
    if (window.text[next] !== ",") break;
    at = next + 1;
  }
  return items;
}

/** Goes behind the name of a column; stays where it is at a constraint. */
function columnAt(lexer: DumpLiterals, end: number): DumpColumn | undefined {
  lexer.skipBlank();
  const { at } = lexer.window;
  const word = lexer.word()?.toUpperCase() ?? "";
  const isColumn =
    at < end && !isConstraint(word, lexer) && !NO_COLUMN.test(lexer.window.text.slice(at, end));
  return isColumn ? plainColumn(lexer, end) : undefined;
}

function added(lexer: DumpLiterals, column: DumpColumn, end: number): ColumnStep {
  const { at, text } = lexer.window;
  const declared = text.slice(at, end);
  const place = placeOf(lexer, declared);
  return { kind: "add", column, place, fill: fillOf(lexer, { at, end }) };
}

function moved(lexer: DumpLiterals, end: number): ColumnStep | undefined {
  const name = lexer.name();
  const { at, text } = lexer.window;
  const place = placeOf(lexer, text.slice(at, end));
  return place === "last" ? undefined : { kind: "move", name, place };
}

const AFTER = /\bAFTER\s+(`(?:[^`]|``)+`|"(?:[^"]|"")+"|[\w$\x80-\xff]+)[\s;]*$/i;

function placeOf(lexer: DumpLiterals, declared: string): Place {
  if (/\bFIRST[\s;]*$/i.test(declared)) return "first";
  const name = AFTER.exec(declared)?.[1];
  return name === undefined ? "last" : { after: lexer.decode(name.replace(/^[`"]|[`"]$/g, "")) };
}

const DEFAULT = /^(?:[^'"`]|'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`)*?\bDEFAULT\b\s*/i;
/** What may follow a value that is the whole default. */
const BEHIND =
  /^\s*(?:$|[;,)]|(?:NOT|NULL|COMMENT|COLLATE|CHECK|UNIQUE|PRIMARY|KEY|REFERENCES|AFTER|FIRST|WITH|CONSTRAINT|ON|INVISIBLE|VISIBLE|GENERATED|ENABLE|FOR)\b)/i;

/** What a database writes into the rows that are there: a value, nothing, or what it computes. */
function fillOf(lexer: DumpLiterals, { at, end }: Item): DumpValue | undefined {
  const { window, dialect } = lexer;
  const declared = window.text.slice(at, end);
  const found = DEFAULT.exec(declared);
  if (found === null) return null;
  // T-SQL leaves rows that are there without one, unless it is told otherwise.
  const leaves = !/\bNOT\s+NULL\b|\bWITH\s+VALUES\b/i.test(declared);
  if (dialect.program === "SQL Server" && leaves) return null;
  window.at = at + found[0].length;
  const value = lexer.literal();
  const isWhole = window.at >= end || BEHIND.test(window.text.slice(window.at, end));
  return isWhole ? value : undefined;
}
