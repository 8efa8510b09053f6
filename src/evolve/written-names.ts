import { quoteName } from "../db/names.ts";

// How a person writes the name of a table or column in a flag, a file or a migration's first line:
// `patients.phone`; with a dot, a comma or an equals sign in it, or a quote at its beginning, it is quoted as
// in SQL: `"a.b"."c=d"`.

/** One name, as the source of a regular expression. */
export const NAME = `("(?:[^"]|"")+"|[^.=,"][^.=,]*)`;

const PLAIN = /^[^\s.=,"](?:[^.=,]*[^\s.=,])?$/;

/** A name as it is written. */
export const writeName = (name: string): string => (PLAIN.test(name) ? name : quoteName(name));

/** `table.column`, as it is written: the key by which decisions know a column. */
export const columnKey = (table: string, column: string): string =>
  `${writeName(table)}.${writeName(column)}`;

/** The name that is meant by what was written. */
export const readName = (written: string): string =>
  written.startsWith('"') ? written.slice(1, -1).replaceAll('""', '"') : written.trim();

const KEY = new RegExp(`^${NAME}\\.${NAME}$`);

/** The table and the column of a key; undefined if it is none. */
export function readColumnKey(key: string): { table: string; column: string } | undefined {
  const [, table, column] = KEY.exec(key) ?? [];
  if (table === undefined || column === undefined) return undefined;
  return { table: readName(table), column: readName(column) };
}
