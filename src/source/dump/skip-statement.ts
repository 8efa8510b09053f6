import type { DumpDialect } from "./dump-dialect.ts";
import { type DumpWindow, NeedMore } from "./dump-window.ts";

/** What a statement may hide its end in, what may end it, and words that open and close blocks. */
const MARKS =
  /'|"|`|--|\/\*|#|\$(?:[A-Za-z_\x80-\xff][\w\x80-\xff]*)?\$|;|\b(?:BEGIN|CASE|END)\b/gi;
/** As much of a statement says what it makes. */
const HEAD = 80;
const ROUTINE = /^CREATE\s+(?:OR\s+REPLACE\s+)?(?:FUNCTION|PROCEDURE)\b/i;
const TRIGGER = /^CREATE\s+(?:TEMP\s+|TEMPORARY\s+)?TRIGGER\b/i;

/**
 * Where the statement that begins at the window's place is over: behind its delimiter. Strings, comments
 * and the bodies of routines and triggers may have semicolons of their own.
 */
export function endOfStatement(window: DumpWindow, dialect: DumpDialect): number {
  const { text, at } = window;
  const { delimiter } = dialect;
  // Between DELIMITER lines a routine ends at a delimiter of its own.
  if (delimiter !== ";") return window.find(delimiter, at) + delimiter.length;
  const blocks = hasBlocks(window, dialect);
  MARKS.lastIndex = at;
  for (let depth = 0; ; ) {
    const found = MARKS.exec(text);
    if (found === null) throw window.ended();
    const [mark] = found;
    if (mark === ";" && depth <= 0) return MARKS.lastIndex;
    if (/^[a-z]/i.test(mark)) depth += blocks ? opens(mark) : 0;
    else if (mark !== ";") MARKS.lastIndex = endOf(mark, { window, dialect, at: found.index });
  }
}

const opens = (word: string): number => (word.toUpperCase() === "END" ? -1 : 1);

/** Whether the statement has a body of statements that no quotes are around. */
function hasBlocks({ text, at, atEnd }: DumpWindow, { program }: DumpDialect): boolean {
  const head = text.slice(at, at + HEAD);
  if (!/^CREATE\b/i.test(head)) return false;
  if (head.length < HEAD && !atEnd) throw NeedMore.signal;
  return program === "PostgreSQL" ? ROUTINE.test(head) : program !== "MySQL" && TRIGGER.test(head);
}

interface Marked {
  readonly window: DumpWindow;
  readonly dialect: DumpDialect;
  readonly at: number;
}

/** Where what a mark opens is over: a string, a quoted name, a comment. */
export function endOf(mark: string, { window, dialect, at }: Marked): number {
  const isMySql = dialect.program === "MySQL";
  if (mark === "#") return isMySql ? window.find("\n", at) : at + 1;
  if (mark === "--") return lineComment(window, at, isMySql);
  // What is in a conditional comment of MySQL is looked at like the rest.
  if (mark === "/*")
    return isMySql && /^\/\*M?!/.test(window.text.slice(at, at + 4))
      ? at + 3
      : window.find("*/", at + 2) + 2;
  if (mark.startsWith("$")) {
    if (dialect.program !== "PostgreSQL") return at + 1;
    return window.find(mark, at + mark.length) + mark.length;
  }
  return endOfQuoted(mark, { window, dialect, at });
}

function lineComment(window: DumpWindow, at: number, isMySql: boolean): number {
  if (isMySql && !/^--(?:\s|$)/.test(window.text.slice(at, at + 3))) return at + 2;
  return window.find("\n", at);
}

function endOfQuoted(quote: string, { window, dialect, at }: Marked): number {
  const { text } = window;
  const isE = quote === "'" && /e/i.test(text[at - 1] ?? "") && !/[\w$]/.test(text[at - 2] ?? "");
  const escapes = isE || dialect.backslash === "MySQL" || dialect.backslash === "PostgreSQL";
  for (let from = at + 1, end = -1; ; ) {
    if (end < from) end = window.find(quote, from);
    const slash = escapes && quote !== "`" ? text.slice(from, end).indexOf("\\") : -1;
    // A doubled quote opens the next string, which ends where this one does.
    if (slash === -1) return end + 1;
    from += slash + 2;
  }
}
