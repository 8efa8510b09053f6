import type { LegacyTable, WantedTables } from "./legacy-database.ts";

/**
 * Whether a table is asked for: by its name, or by schema and name where a glob has a dot. `*` is any text, `?` one
 * character; case does not matter, as not everybody knows how a database keeps its names.
 */
export function wantsTable(
  { tables }: WantedTables,
  { schema, name }: Pick<LegacyTable, "schema" | "name">,
): boolean {
  if (tables === undefined || tables.length === 0) return true;
  const names = schema === undefined ? [name] : [name, `${schema}.${name}`];
  return tables.some((glob) => {
    const pattern = asPattern(glob);
    return names.some((one) => pattern.test(one));
  });
}

function asPattern(glob: string): RegExp {
  const escaped = glob.replace(/[\\^$.+()|[\]{}]/g, "\\$&");
  return new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`, "isu");
}
