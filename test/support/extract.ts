import { join } from "node:path";
import { SqliteDriver } from "../../src/db/sqlite/driver.ts";
import { type Extracted, extractDatabase } from "../../src/extract/extract.ts";
import type { WantedTables } from "../../src/extract/legacy-database.ts";
import { openLegacySqlite } from "../../src/extract/sqlite/open-sqlite.ts";
import { openTable, readTable } from "../../src/source/read-table.ts";
import type { SourceRecord } from "../../src/source/record.ts";
import { ByteReader, type SourceFile } from "../../src/source/source-file.ts";
import { workspace } from "./workspace.ts";

/** Makes an SQLite file of statements. */
export function sqliteFile(sql: string, path = join(workspace(), "legacy.db")): string {
  const driver = new SqliteDriver(path);
  driver.exec(sql);
  driver.close();
  return path;
}

/** A row as it came out: null for NULL. */
export const cellsOf = ({ cells, nulls = [] }: SourceRecord): (string | null)[] =>
  cells.map((cell, at) => (nulls.includes(at) ? null : cell));

/** The records of one spooled table. */
export async function recordsOf(file: SourceFile): Promise<SourceRecord[]> {
  const table = await openTable(file, {});
  const records: SourceRecord[] = [];
  for await (const group of readTable(table, new ByteReader(file)).groups) records.push(...group);
  return records;
}

/** The tables of an SQLite file as an export. */
export async function openedSqlite(path: string): Promise<Extracted> {
  const database = await openLegacySqlite(path, { timeoutMs: 300 });
  try {
    return await extractDatabase(database, { wanted: {}, into: join(workspace(), "spool") });
  } finally {
    await database.close();
  }
}

/** Reads an SQLite file as an import does. */
export async function readSqlite(path: string, wanted: WantedTables = {}) {
  const database = await openLegacySqlite(path, { timeoutMs: 300 });
  try {
    const { found, manifest, release } = await extractDatabase(database, {
      wanted,
      into: join(workspace(), "spool"),
    });
    const tables = new Map<string, SourceRecord[]>();
    for (const file of found.files) tables.set(file.name, await recordsOf(file));
    release();
    return { tables, manifest, ignored: found.ignored, notes: database.notes };
  } finally {
    await database.close();
  }
}
