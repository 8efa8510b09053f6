import type { DumpDialect } from "./dump-dialect.ts";
import { type DumpWindow, NeedMore } from "./dump-window.ts";

/** What a statement may hide its end in, what may end it, and words that open and close blocks. */
const MARKS =
  /'|"|`|\[|--|\/\*|#|\$(?:[A-Za-z_\x80-\xff][\w\x80-\xff]*)?\$|;|[()]|\n[ \t]*(?:GO(?:[ \t]+\d+)?|\/)[ \t\r]*(?=\n|$)|\b(?:END[ \t]+(?:IF|LOOP|WHILE|REPEAT|FOR|CASE)|BEGIN|CASE|END|INSERT|REPLACE|COPY|UPDATE|DELETE|TRUNCATE|MERGE|DROP|CREATE|RENAME|LOAD|USE|SET)\b/gi;
/** As much of a statement says what it makes, and whether a word begins another one. */
const HEAD = 400;
const DEFINER = "(?:DEFINER\\s*=\\s*\\S+\\s+)?(?:(?:NON)?EDITIONABLE\\s+)?";
const ROUTINE = new RegExp(
  `^(?:CREATE|ALTER)\\s+(?:OR\\s+(?:REPLACE|ALTER)\\s+)?${DEFINER}(?:TEMP\\s+|TEMPORARY\\s+|CONSTRAINT\\s+|AGGREGATE\\s+)?(?:FUNCTION|PROC|PROCEDURE|TRIGGER|EVENT|RULE|PACKAGE|TYPE\\s+BODY)\\b`,
  "i",
);
/** Rights are called after statements. */
const RIGHTS = /^(?:GRANT|REVOKE|DENY|AUDIT|COMMENT)\b/i;

const NAME = '[\\w$.`"\\[\\]\\x80-\\xff]+';
/** How a statement begins that brings rows, changes them, or says whose those behind it are. */
const BEGINS = new RegExp(
  [
    `INSERT\\s+(?:INTO|IGNORE|OR|ALL|FIRST|LOW_PRIORITY|DELAYED|HIGH_PRIORITY|(?!VALUES\\b|ON\\b)${NAME}\\s*(?:\\(|VALUES\\b|SELECT\\b|SET\\b))`,
    `REPLACE\\s+(?:INTO|LOW_PRIORITY|DELAYED|${NAME}\\s+(?:\\(|VALUES\\b|SELECT\\b|SET\\b))`,
    `COPY\\s+${NAME}\\s*(?:\\([^;']*\\)\\s*)?FROM\\s+stdin`,
    `UPDATE\\s+(?!SET\\b|CASCADE\\b|RESTRICT\\b|NO\\b|STATISTICS\\b)${NAME}[^;']*?\\sSET\\s`,
    "DELETE\\s+FROM\\s",
    `TRUNCATE\\s+(?!PARTITION\\b|SUBPARTITION\\b)(?:TABLE\\s+)?(?:ONLY\\s+)?${NAME}`,
    "MERGE\\s+INTO\\s",
    "DROP\\s+(?:TABLE|DATABASE|SCHEMA)\\s",
    "CREATE\\s+(?:OR\\s+REPLACE\\s+)?(?:GLOBAL\\s+|LOCAL\\s+)?(?:TEMP\\s+|TEMPORARY\\s+|UNLOGGED\\s+|CACHED\\s+|MEMORY\\s+)?(?:TABLE|DATABASE)\\s",
    `RENAME\\s+TABLE\\s`,
    "LOAD\\s+(?:DATA|XML)\\s",
    `USE\\s+${NAME}\\s*(?:;|\\n|$)`,
    "SET\\s+(?:NAMES|IDENTITY_INSERT|client_encoding|standard_conforming_strings|search_path)\\b",
  ].join("|"),
  "iy",
);

/** Where a statement is over, and whether a sign of its own ended it. */
export interface StatementEnd {
  /** Behind the sign; where none is, behind the last of the statement. */
  readonly at: number;
  readonly closed: boolean;
}

/** Signs after which a statement may begin that no sign ended before. */
type OtherStatements = "anywhere" | "on a line" | "never";

/**
 * Where the statement that begins at the window's place is over: behind its delimiter, before a line
 * with GO or a slash alone, or before a statement that brings or changes rows. Strings, comments and the
 * bodies of routines and triggers may have all of these of their own.
 *
 * @param from what stands before it in the statement has been read
 */
export function endOfStatement(
  window: DumpWindow,
  dialect: DumpDialect,
  from = window.at,
): StatementEnd {
  const { text, at } = window;
  const { delimiter } = dialect;
  // Between DELIMITER lines a routine ends at a delimiter of its own.
  if (delimiter !== ";")
    return { at: window.find(delimiter, from) + delimiter.length, closed: true };
  const { head, manner } = headOf(window);
  const body = manner === "routine" ? bodyOf(dialect, head) : "none";
  const scan: Scan = { window, body, others: OTHERS[manner], depth: { blocks: 0, brackets: 0 } };
  MARKS.lastIndex = behindBlanks(text, at, from);
  for (;;) {
    const found = MARKS.exec(text);
    if (found === null) return atEndOfDump(scan);
    const [mark] = found;
    const end = endAt(mark, found.index, scan);
    if (end !== undefined) return end;
    if (!/^[a-z;()\n]/i.test(mark))
      MARKS.lastIndex = endOf(mark, { window, dialect, at: found.index });
  }
}

/** The end of the line before may be what makes a line of its own of what follows. */
function behindBlanks(text: string, at: number, from: number): number {
  let start = from;
  while (start > at && /\s/.test(text[start - 1] ?? "")) start--;
  return start;
}

const OTHERS = { routine: "never", rights: "on a line", plain: "anywhere" } as const;

interface Scan {
  readonly window: DumpWindow;
  readonly body: Body;
  readonly others: OtherStatements;
  /** How deep in blocks and brackets the scan is. */
  readonly depth: { blocks: number; brackets: number };
}

/** The end, where a mark is one; else what it opens or closes is counted. */
function endAt(mark: string, index: number, scan: Scan): StatementEnd | undefined {
  const { body, depth } = scan;
  const isFree = depth.blocks <= 0 && depth.brackets <= 0;
  const isClosed =
    mark === ";"
      ? depth.blocks <= 0 && body !== "to a line"
      : mark.startsWith("\n") && endsAtLine(mark, index, { ...scan, isFree });
  if (isClosed) return { at: index + 1, closed: true };
  if (!/^[a-z]/i.test(mark)) depth.brackets += BRACKETS[mark] ?? 0;
  else if (isFree && beginsAnother(index, scan)) return { at: index, closed: false };
  else if (body === "blocks") depth.blocks += opens(mark);
  return undefined;
}

const BRACKETS: Readonly<Record<string, number>> = { "(": 1, ")": -1 };

/** A slash ends what stands alone, and routines; GO ends everything that is not a string. */
function endsAtLine(
  line: string,
  index: number,
  { window, isFree, body }: Scan & { readonly isFree: boolean },
): boolean {
  if (index + line.length >= window.text.length && !window.atEnd) throw window.ended();
  return /go/i.test(line) || isFree || body === "to a line";
}

type Body = "none" | "blocks" | "to a line";

/** How a routine's body ends: with its last block, or at a line that says so. */
function bodyOf({ program }: DumpDialect, head: string): Body {
  if (program === "SQL Server" || program === "Oracle") return "to a line";
  // PL/SQL declares its variables between IS and BEGIN, each with a semicolon.
  const isPlSql =
    program === "unknown" && /\b(?:PROCEDURE|FUNCTION|PACKAGE)\b[^;]*\b[AI]S\b/i.test(head);
  return isPlSql && !head.includes("$$") ? "to a line" : "blocks";
}

function headOf(window: DumpWindow): {
  readonly head: string;
  readonly manner: "routine" | "rights" | "plain";
} {
  const head = window.text.slice(window.at, window.at + HEAD);
  const isShort = head.length < HEAD && !window.atEnd;
  if (!/^(?:CREATE|ALTER|GRANT|REVOKE|DENY|AUDIT|COMMENT)\b/i.test(head))
    return { head, manner: "plain" };
  if (isShort && !head.includes(";")) throw NeedMore.signal;
  if (RIGHTS.test(head)) return { head, manner: "rights" };
  return { head, manner: ROUTINE.test(head) ? "routine" : "plain" };
}

function beginsAnother(index: number, { window, others }: Scan): boolean {
  const { text, at } = window;
  if (others === "never" || index === at) return false;
  const before = text.slice(Math.max(at, index - 200), index);
  if (others === "on a line" && !/\n[ \t]*$/.test(before)) return false;
  if (!/[\s)/*]$/.test(before)) return false;
  if (text.length - index < HEAD && !window.atEnd) throw NeedMore.signal;
  BEGINS.lastIndex = index;
  return BEGINS.test(text);
}

/** Behind the last statement of a dump no sign need stand, if its line is whole. */
function atEndOfDump({ window, depth, body }: Scan): StatementEnd {
  const { text } = window;
  const isOpen = depth.brackets > 0 || depth.blocks > 0;
  const isWhole = body === "to a line" || (!isOpen && /\n[ \t\r]*$/.test(text.slice(-HEAD)));
  if (!window.atEnd || !isWhole) throw window.ended();
  return { at: text.length, closed: false };
}

function opens(word: string): number {
  const upper = word.toUpperCase();
  if (upper === "BEGIN" || upper === "CASE") return 1;
  return upper === "END" || /^END\s+CASE$/.test(upper) ? -1 : 0;
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
  if (mark === "[") return dialect.program === "SQL Server" ? window.find("]", at) + 1 : at + 1;
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
  const end = window.text.indexOf("\n", at);
  if (end === -1 && !window.atEnd) throw window.ended();
  return end === -1 ? window.text.length : end;
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
