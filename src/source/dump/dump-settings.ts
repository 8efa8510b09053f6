import { type DumpDialect, encodingNamed } from "./dump-dialect.ts";
import type { DumpWindow } from "./dump-window.ts";

/** Whose tables follow, as a statement says it. */
interface PlaceSet {
  readonly database?: string | undefined;
  readonly schema?: string | undefined;
}

const QUOTED_NAME = /[`"[]?([^`"\];,'\s]+)/.source;
const USE = new RegExp(`^USE\\s+${QUOTED_NAME}`, "i");
const SEARCH_PATH = new RegExp(
  `^SET\\s+(?:\\w+\\s+)?search_path\\s*(?:=|TO)\\s*'?${QUOTED_NAME}`,
  "i",
);
const CURRENT_SCHEMA = new RegExp(`\\bCURRENT_SCHEMA\\s*=?\\s*${QUOTED_NAME}`, "i");

/** The database or schema of the tables that follow, where a statement sets it. */
export function placeSet(word: string, statement: string): PlaceSet {
  if (word === "USE") return { database: USE.exec(statement)?.[1] ?? "" };
  if (word !== "SET" && word !== "ALTER") return {};
  const schema = SEARCH_PATH.exec(statement)?.[1] ?? CURRENT_SCHEMA.exec(statement)?.[1];
  return schema === undefined ? {} : { schema: schema === "pg_catalog" ? "" : schema };
}

/**
 * How a dump is written behind a SET statement.
 *
 * @throws SourceError if it declares an encoding that nobody knows
 */
export function dialectSet(
  dialect: DumpDialect,
  statement: string,
  window: DumpWindow,
): DumpDialect {
  const terminator = /^SET\s+TERM\s+([^\s\w]{1,4})/i.exec(statement)?.[1];
  if (terminator !== undefined)
    return { ...dialect, delimiter: terminator.replace(/^(.+);$/, "$1") };
  const named = /\b(?:client_encoding\s*(?:=|TO)|NAMES)\s*'?([\w-]+)'?/i.exec(statement)?.[1];
  const encoding = named === undefined || dialect.recoded ? dialect.encoding : known(named);
  const standard = /\bstandard_conforming_strings\s*(?:=|TO)\s*'?(\w+)/i.exec(statement)?.[1];
  const mode = /\bsql_mode\s*=\s*(\S[\s\S]*)/i.exec(statement)?.[1];
  const off = mode !== undefined && /^["'][^"']*NO_BACKSLASH_ESCAPES/i.test(mode);
  // A routine's mode ends behind it: mysqldump goes back to its own, which has the escapes.
  if (mode !== undefined && !off && dialect.program === "MySQL")
    return { ...dialect, encoding, backslash: "MySQL" };
  if (standard === undefined && !off) return { ...dialect, encoding };
  const escapes = standard !== undefined && /^(?:off|false|0)$/i.test(standard);
  return { ...dialect, encoding, backslash: escapes ? "PostgreSQL" : "plain" };

  function known(name: string): string {
    const found = encodingNamed(name, dialect.program);
    if (found !== undefined) return found;
    throw window.refuse(
      `the dump declares the encoding ${name.slice(0, 30)}, which is unknown`,
      "Make the dump again with an encoding such as UTF8 or utf8mb4.",
    );
  }
}
