import { type DumpDialect, encodingNamed } from "./dump-dialect.ts";
import type { DumpWindow } from "./dump-window.ts";

/**
 * How a dump is written behind a SET statement.
 *
 * @throws SourceError where it declares an encoding that nobody knows
 */
export function dialectSet(
  dialect: DumpDialect,
  statement: string,
  window: DumpWindow,
): DumpDialect {
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
      `the dump declares the encoding ${name.slice(0, 30)}, which is not known`,
      "Make the dump again with an encoding such as UTF8 or utf8mb4.",
    );
  }
}
