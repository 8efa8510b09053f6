import type { DumpProgram } from "./dump-dialect.ts";
import {
  effectsOf,
  mayChangeRows,
  type StatementEffect,
  withoutStrings,
} from "./statement-effects.ts";

// Statements that hold no rows: which of them change nothing, and what the others do.

/** They begin statements that bring no row and change none, whatever stands behind them. */
const NOISE = new Set([
  ...["SET", "RESET", "USE", "LOCK", "UNLOCK", "PRAGMA", "GRANT", "REVOKE", "DENY", "COMMENT"],
  ...["START", "COMMIT", "END", "SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "CHECKPOINT", "ABORT"],
  ...["ANALYZE", "VACUUM", "REINDEX", "OPTIMIZE", "REPAIR", "CHECK", "FLUSH", "PURGE", "CLUSTER"],
  ...["PRINT", "RAISERROR", "THROW", "DBCC", "RECONFIGURE", "WAITFOR", "DECLARE", "RETURN", "GOTO"],
  ...["ENABLE", "DISABLE", "SHOW", "DESC", "DESCRIBE", "EXPLAIN", "HELP", "EXIT", "QUIT", "NULL"],
  ...[
    "CONNECT",
    "DISCONNECT",
    "DEFINE",
    "COLUMN",
    "VARIABLE",
    "CLEAR",
    "BREAK",
    "COMPUTE",
    "STORE",
  ],
  ...[
    "ATTACH",
    "DETACH",
    "DISCARD",
    "LISTEN",
    "NOTIFY",
    "SECURITY",
    "REASSIGN",
    "REFRESH",
    "AUDIT",
  ],
  ...["NOAUDIT", "STATISTICS", "DEALLOCATE", "INSTALL", "UNINSTALL", "CHANGE", "KILL", "RESTORE"],
  ...["BACKUP", "SHUTDOWN", "STOP", "FETCH", "OPEN", "CLOSE", "ELSE", "THEN", "TRY", "SPOOL"],
]);

/** Lines of SQL*Plus, which no sign ends: an apostrophe in them is one. */
const LINES = /^(?:REM|REMARK|PROMPT|SPOOL|WHENEVER|TTITLE|BTITLE|ACCEPT|UNDEFINE|PAUSE|HOST)\b/i;
const LINES_OF_ORACLE =
  /^(?:SET\s+(?!TRANSACTION|ROLE|CONSTRAINT|TERM\b)|CONN(?:ECT)?\b|DEFINE\b|EXIT\b|QUIT\b|COLUMN\b|SHOW\b|CLEAR\b|VARIABLE\b)/i;

/** What the programs say meanwhile, where somebody has redirected it into the dump. */
const SAID_MEANWHILE =
  /^(?:(?:mysqldump|mariadb-dump|mysql|pg_dump|pg_dumpall)(?:\.exe)?: |Warning: |Dump (?:completed|progress))/i;

/** Whether a line is a command of its own, whatever signs it has. */
export const isLine = (line: string, program: DumpProgram): boolean =>
  LINES.test(line) ||
  SAID_MEANWHILE.test(line) ||
  (program === "Oracle" && LINES_OF_ORACLE.test(line));

/** A line that takes statements or rows from another file. */
export const takesFromElsewhere = (line: string): boolean =>
  /^(?:@@?|:r\b|\.(?:read|import|restore)\b|\\(?:ir?|include(?:_relative)?|copy|gexec)\b|\\\.\s+\S)/i.test(
    line,
  );

/** What psql and the client of MySQL take from a line of their own. */
const META =
  /^\\(?:\.|[!?]|(?:c|connect|restrict|unrestrict|encoding|set|unset|echo|qecho|warn|pset|timing|o|out|i|ir|include|include_relative|copy|g|gexec|q|if|elif|else|endif|t|a|x|f|H|r|w|p|u|cd|prompt|password|errverbose)(?![\w\\]))/;

/** A command of a client that cannot be one, or that holds rows: a sign before it is another than it was. */
export const isDamagedCommand = (line: string): boolean =>
  line.startsWith("\\")
    ? !META.test(line)
    : /^[:.!]/.test(line) && (mayChangeRows(line) || /\b(?:INTO|VALUES)\b/i.test(line));

/** Lines of COPY, which are in no statement: what ended the one before them is gone. */
export const holdsCopied = (statement: string, program: DumpProgram): boolean =>
  program === "PostgreSQL" && /\n[^\t\n$]*[^\s$]\t[^\t\n]*\t/.test(statement);

/** It goes on in `sp_...`: what a server's own procedures are told is no row, but for these. */
const OWN_PROCEDURE =
  /^EXEC(?:UTE)?\s+(?:@\w+\s*=\s*)?(?:\[?\w*\]?\s*\.\s*){0,3}\[?(?:sp|xp|dbms)_/i;
const RUNS_TEXT = /\b(?:sp_executesql|sp_rename|sp_MSforeach(?:table|db)|xp_cmdshell)\b/i;

/** What a statement does to rows: to tables, or that nobody can tell. */
export type OtherStatement = readonly StatementEffect[] | "not understood";

/** What a statement that holds no rows, and creates no table, does to rows. */
export function readOther(word: string, statement: string): OtherStatement {
  switch (word) {
    case "EXEC":
    case "EXECUTE":
      return executed(statement);
    case "CALL":
    case "SOURCE":
    case "FOR":
    case "LOOP":
    case "WHILE":
    case "WRITETEXT":
    case "UPDATETEXT":
      return "not understood";
    case "DO":
    case "PREPARE":
    case "EXCEPTION":
      return anywhere(statement);
    case "WITH":
      return anywhere(withoutStrings(statement));
    default:
      return NOISE.has(word) ? [] : known(word, statement);
  }
}

const KNOWN = new Set([
  ...["UPDATE", "DELETE", "TRUNCATE", "DROP", "MERGE", "RENAME", "LOAD", "BULK", "SELECT", "ALTER"],
  ...["CREATE", "IF", "INSERT", "REPLACE", "COPY", "TABLE"],
]);

const known = (word: string, statement: string): OtherStatement =>
  KNOWN.has(word) ? effectsOf(statement) : "not understood";

/** Where something runs that is not read, each table that it names may be changed. */
const anywhere = (text: string): OtherStatement =>
  mayChangeRows(text)
    ? [{ effect: BRINGS.test(text) ? "brings" : "alters", target: undefined }]
    : [];

const BRINGS = /\b(?:INSERT|MERGE|REPLACE\s+INTO|LOAD|COPY)\b/i;

function executed(statement: string): OtherStatement {
  const runsText =
    RUNS_TEXT.test(statement) || /^EXEC(?:UTE)?\s*(?:\(|IMMEDIATE\b)/i.test(statement);
  if (runsText && /@\w|\|\|/.test(withoutStrings(statement)) && !/sp_executesql/i.test(statement))
    return "not understood";
  if (runsText) return anywhere(statement);
  return OWN_PROCEDURE.test(statement) ? [] : "not understood";
}
