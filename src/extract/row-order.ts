import type { LegacyTable } from "./legacy-database.ts";

/** ORDER BY for a query of a table: in the order of its key, the same rows come in the same order again. */
export function rowOrder(
  { declared: { primaryKey, unique, notNull } }: LegacyTable,
  quoted: (name: string) => string,
): string {
  const isKey = (columns: readonly string[]) => columns.every((one) => notNull.includes(one));
  const key = primaryKey.length > 0 ? primaryKey : (unique.find(isKey) ?? []);
  return key.length === 0 ? "" : ` order by ${key.map(quoted).join(", ")}`;
}
