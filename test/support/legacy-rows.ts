import { type Location, parseLocation } from "../../src/db/connecting/location.ts";
import type {
  LegacyDatabase,
  LegacyTable,
  OpenOptions,
  WantedTables,
} from "../../src/extract/legacy-database.ts";
import { openPostgresql } from "../../src/extract/postgresql/open-postgresql.ts";
import { wantsTable } from "../../src/extract/wants-table.ts";
import { UsageError } from "../../src/plain/errors.ts";

const TIMEOUT_MS = 60_000;

/** A table that was read whole. */
export interface ReadTable {
  readonly table: LegacyTable;
  readonly counted: number;
  /** Its rows in the spool's dialect. */
  readonly text: string;
}

/** Where a URL points, which is one of a database. */
export function locationOf(url: string): Location {
  const location = parseLocation(url);
  if (location === undefined) throw new UsageError("This is no URL.", { cure: "Mend the test." });
  return location;
}

/** Opens a PostgreSQL database with the password of its URL. */
export function opened(url: string, options: Partial<OpenOptions> = {}): Promise<LegacyDatabase> {
  const location = locationOf(url);
  const { password } = location;
  return openPostgresql(location, {
    timeoutMs: TIMEOUT_MS,
    ...(password === undefined ? {} : { password }),
    ...options,
  });
}

/** Reads all of a PostgreSQL database that is asked for. */
export async function readDatabase(
  url: string,
  wanted: WantedTables = {},
): Promise<readonly ReadTable[]> {
  const database = await opened(url);
  try {
    const read: ReadTable[] = [];
    for (const table of await database.tables(wanted)) {
      if (table.unreadable !== undefined || !wantsTable(wanted, table)) continue;
      const counted = await database.count(table);
      read.push({ table, counted, text: await textOf(database.rows(table)) });
    }
    return read;
  } finally {
    await database.close();
  }
}

export async function textOf(chunks: AsyncIterable<Buffer>): Promise<string> {
  const all: Buffer[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all).toString("utf8");
}
