import type { LegacyTable, WantedTables } from "./legacy-database.ts";

type Named = Pick<LegacyTable, "schema" | "name">;

/**
 * Whether a table is asked for: by its name, or by schema and name where a glob has a dot. `*` is any text, `?` one
 * character, and `!` before a glob leaves out what it fits; case does not matter, as not everybody knows how a
 * database keeps its names.
 */
export function wantsTable({ tables = [] }: WantedTables, table: Named): boolean {
  const [out, wanted] = [tables.filter(isExcluding), tables.filter((glob) => !isExcluding(glob))];
  if (out.some((glob) => fits(glob.slice(1), table))) return false;
  return wanted.length === 0 || wanted.some((glob) => fits(glob, table));
}

const isExcluding = (glob: string): boolean => glob.startsWith("!");

/** Whether somebody asked for this very table, or for all that fit a glob, rather than for whatever there is. */
export const isAskedFor = ({ tables = [] }: WantedTables, table: Named): boolean =>
  tables.some((glob) => !isExcluding(glob) && fits(glob, table));

/** Globs that fit no table: a slip of the pen. */
export const fittingNothing = (
  { tables = [] }: WantedTables,
  found: readonly Named[],
): readonly string[] =>
  tables.filter((glob) => !isExcluding(glob) && !found.some((table) => fits(glob, table)));

function fits(glob: string, { schema, name }: Named): boolean {
  const escaped = glob.replace(/[\\^$.+()|[\]{}]/g, "\\$&");
  const pattern = new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`, "isu");
  return pattern.test(name) || (schema !== undefined && pattern.test(`${schema}.${name}`));
}
