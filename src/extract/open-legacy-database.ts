import type { LegacyDatabase, OpenOptions } from "./legacy-database.ts";
import { isSqliteFile } from "./sqlite/database-file.ts";

/** Whether a source is a database: an SQLite file, whatever its name, or the address of a server. */
export const isDatabase = (source: string): boolean => isAddress(source) || isSqliteFile(source);

/** Whether a source is the address of a database's server. */
export const isAddress = (source: string): boolean =>
  /^(?:postgres(?:ql)?|mysql|mariadb):\/\//i.test(source);

/**
 * Opens a legacy database, by the engine that its source names.
 *
 * @throws SourceError, UsageError
 */
export async function openLegacyDatabase(
  source: string,
  options: OpenOptions,
): Promise<LegacyDatabase> {
  const { openLegacySqlite } = await import("./sqlite/open-sqlite.ts");
  return openLegacySqlite(source, options);
}
