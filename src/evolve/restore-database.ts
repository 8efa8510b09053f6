import { existsSync } from "node:fs";
import { readCatalog } from "../db/sqlite/catalog.ts";
import { checkIsFile } from "../db/sqlite/check-path.ts";
import { openForReading } from "../db/sqlite/open.ts";
import { type Restored, restoreBackup } from "../db/sqlite/restore.ts";
import { HmsyncError } from "../plain/errors.ts";
import { catalogHash } from "./catalog-hash.ts";
import { OperationLog } from "./schema-log.ts";

/**
 * Makes a database what a backup holds, on record in the log beside it: the table in the database comes
 * from the backup.
 *
 * @throws as `restoreBackup` does
 */
export async function restoreDatabase(path: string, backup: string, now: Date): Promise<Restored> {
  checkIsFile(path);
  const started = Date.now();
  const log = new OperationLog({ path });
  const hashes = { fromHash: hashOf(path), toHash: hashOf(backup) };
  log.begin({ at: now.toISOString(), command: "db:restore", ...hashes, statements: [] });
  try {
    const restored = await restoreBackup(path, backup, now);
    log.done(restored.aside ?? null, Date.now() - started);
    log.write();
    return restored;
  } catch (error) {
    log.failed(error, Date.now() - started);
    log.write();
    throw error;
  }
}

/** Of all that is in a database; empty if it cannot be read. */
function hashOf(path: string): string {
  if (!existsSync(path)) return "";
  try {
    const db = openForReading(path);
    try {
      const catalog = readCatalog(db);
      return catalogHash(catalog, [...catalog.tables.keys(), ...catalog.views.map((v) => v.name)]);
    } finally {
      db.close();
    }
  } catch (error) {
    if (error instanceof HmsyncError) return "";
    throw error;
  }
}
