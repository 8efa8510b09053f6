import type { Statement } from "./read-statements.ts";

// What a statement is to a migration: a part of its transaction, one that runs outside of any, one that begins or
// ends a transaction, or one that no migration may hold.

/** The beginning of a statement in one line: words in upper case, one blank between two tokens. */
export const beginningOf = ({ tokens }: Pick<Statement, "tokens">): string =>
  tokens
    .slice(0, LOOKED_AT)
    .map(({ text }) => text)
    .join(" ");

const LOOKED_AT = 60;

/** Statements that begin and end transactions; the migration's own takes their place. */
const BEGINS = /^(?:BEGIN|START TRANSACTION)\b/;
const ENDS = /^(?:COMMIT|END)\b/;
const PLAIN_CONTROL = /^(?:BEGIN|START TRANSACTION|COMMIT|END)(?: (?:WORK|TRANSACTION))?$/;

/** What PostgreSQL runs outside of transactions alone. */
const OUTSIDE = [
  /^CREATE (?:UNIQUE )?INDEX CONCURRENTLY\b/,
  /^DROP INDEX CONCURRENTLY\b/,
  /^REINDEX\b.*\b(?:CONCURRENTLY|DATABASE|SYSTEM|SCHEMA)\b/,
  /^VACUUM\b/,
  /^CLUSTER$/,
  /^ALTER TABLE\b.*\bDETACH PARTITION .* (?:CONCURRENTLY|FINALIZE)$/,
];

interface Refused {
  readonly pattern: RegExp;
  readonly what: string;
  readonly cure: string;
}

const REMOVE = "Remove the statement.";
const REFUSED: readonly Refused[] = [
  {
    pattern: /^(?:ROLLBACK|ABORT)\b(?!.* TO\b)/,
    what: "would take back the migration's own transaction",
    cure: REMOVE,
  },
  {
    pattern: /^(?:PREPARE TRANSACTION|COMMIT PREPARED|ROLLBACK PREPARED)\b/,
    what: "leaves a transaction to another session",
    cure: REMOVE,
  },
  {
    pattern: /^(?:CREATE|DROP) (?:DATABASE|TABLESPACE|SUBSCRIPTION)\b/,
    what: "changes the server, and not this database alone",
    cure: "Run it by hand.",
  },
  {
    pattern: /^ALTER (?:SYSTEM\b|DATABASE .* (?:SET TABLESPACE|RENAME TO)\b)/,
    what: "changes the server, and not this database alone",
    cure: "Run it by hand.",
  },
  {
    pattern: /^COPY\b.*\bTO\b/,
    what: "writes rows out, which is no migration",
    cure: REMOVE,
  },
  {
    pattern: /^COPY\b.*\bFROM (?:PROGRAM\b|')/,
    what: "reads a file or a program of the server",
    cure: "Put the rows behind COPY ... FROM STDIN.",
  },
  {
    pattern: /^SET (?:(?:SESSION|LOCAL) )?SESSION_REPLICATION_ROLE\b/,
    what: "turns triggers and foreign keys off, and lets orphans in",
    cure: REMOVE,
  },
  {
    pattern:
      /^SET (?:(?:SESSION|LOCAL) )?STANDARD_CONFORMING_STRINGS (?:=|TO) (?!ON\b|'on'|TRUE\b)/,
    what: "changes how the strings behind it are read",
    cure: "Write backslashes in strings with an E before them.",
  },
  {
    pattern: /^SET (?:(?:SESSION|LOCAL) )?(?:CLIENT_ENCODING (?:=|TO)|NAMES) (?!'?UTF-?8\b)/i,
    what: "is another encoding than that of the file",
    cure: "Write the file in UTF-8.",
  },
  { pattern: /^DISCARD\b/, what: "gives up the session's lock", cure: REMOVE },
];

/** Why a statement may not stand in a migration; undefined if it may. */
export function whyRefused(statement: Statement): Refused | undefined {
  const beginning = beginningOf(statement);
  const found = REFUSED.find(({ pattern }) => pattern.test(beginning));
  if (found !== undefined) return found;
  const controls = BEGINS.test(beginning) || ENDS.test(beginning);
  if (!controls || PLAIN_CONTROL.test(beginning)) return undefined;
  return {
    pattern: BEGINS,
    what: "asks for a transaction of another kind than the migration has",
    cure: "Write BEGIN and COMMIT alone, or leave them out.",
  };
}

export type Kind = "begin" | "end" | "outside" | "inside";

/** What a statement is to a migration. */
export function kindOf(statement: Statement): Kind {
  const beginning = beginningOf(statement);
  if (BEGINS.test(beginning)) return "begin";
  if (ENDS.test(beginning)) return "end";
  return OUTSIDE.some((pattern) => pattern.test(beginning)) ? "outside" : "inside";
}

const NAME = `((?:"(?:[^"]|"")+"|[^\\s".(]+)(?: \\. (?:"(?:[^"]|"")+"|[^\\s".(]+))?)`;
const ADDS_VALUE = new RegExp(`^ALTER TYPE ${NAME} ADD VALUE (?:IF NOT EXISTS )?('(?:[^']|'')*')`);
const CREATES_TYPE = new RegExp(`^CREATE TYPE ${NAME} AS ENUM\\b`);

/**
 * Whether a statement adds a value to an enum that a later one names: the value can be used only when it is
 * committed, unless the type itself is as new.
 */
export function isUsedLater(statement: Statement, among: readonly Statement[]): boolean {
  const [, type, value = ""] = ADDS_VALUE.exec(beginningOf(statement)) ?? [];
  if (type === undefined) return false;
  const at = among.indexOf(statement);
  const isNew = among.slice(0, at).some((one) => CREATES_TYPE.exec(beginningOf(one))?.[1] === type);
  return !isNew && among.slice(at + 1).some(({ sql, rows }) => names(`${sql}${rows ?? ""}`, value));
}

const names = (text: string, value: string): boolean =>
  text.includes(value.slice(1, -1).replaceAll("''", "'")) || text.includes(value);
