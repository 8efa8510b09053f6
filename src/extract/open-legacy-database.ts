import { type Location, parseLocation } from "../db/connecting/location.ts";
import { openWithPassword, type PasswordMeans } from "../db/connecting/password.ts";
import { withLibpqSettings } from "../db/postgresql/libpq-settings.ts";
import { isSqliteFile } from "../source/sqlite-file.ts";
import type { LegacyDatabase, OpenOptions } from "./legacy-database.ts";

/** Whether a source is a database: an SQLite file, whatever its name, or the address of a server. */
export const isDatabase = (source: string): boolean => isAddress(source) || isSqliteFile(source);

/** Whether a source is the address of a database's server. */
export const isAddress = (source: string): boolean =>
  /^\s*(?:postgres(?:ql)?|mysql|mariadb):\/\//i.test(source);

/**
 * Opens a legacy database, by the engine that its source names.
 *
 * @param passwords where one is found that the source does not have itself
 * @throws SourceError, UsageError; PasswordNeeded if the server asks for one and there is none
 */
export async function openLegacyDatabase(
  source: string,
  options: OpenOptions,
  passwords?: PasswordMeans,
): Promise<LegacyDatabase> {
  const named = parseLocation(source);
  const location = named && withLibpqSettings(named, passwords?.env ?? {});
  // What reads one engine is much, and most imports have none of them.
  if (location === undefined) {
    const { openLegacySqlite } = await import("./sqlite/open-sqlite.ts");
    return openLegacySqlite(source, options);
  }
  const open = async (password: string | undefined) =>
    openServer(location, password === undefined ? options : { ...options, password });
  return passwords === undefined
    ? open(location.password)
    : openWithPassword(location, passwords, open);
}

async function openServer(location: Location, options: OpenOptions): Promise<LegacyDatabase> {
  if (location.engine === "mysql") {
    const { openMysql } = await import("./mysql/open-mysql.ts");
    return openMysql(location, options);
  }
  const { openPostgresql } = await import("./postgresql/open-postgresql.ts");
  return openPostgresql(location, options);
}
