import { createHash } from "node:crypto";
import { createReadStream, createWriteStream, existsSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { SourceError } from "../plain/errors.ts";
import { sha256OfFile } from "../plain/hash-file.ts";
import { makeFolder } from "../plain/owner-only.ts";
import { writeWhole } from "../plain/whole-file.ts";
import type { Export } from "../source/source-file.ts";
import { exportOf, type Manifest, readManifest, type SpooledTable } from "./manifest.ts";
import { spoolFolder } from "./spool-folder.ts";

// What a run keeps of the database that it read: the manifest in its report, and the rows in its archive.

/** In a run's report: the database as it was read, without a value of a record. */
const DATABASE_NOTE = "database.json";
/** In a spool. */
const TABLES = "tables";

/** Where the tables of a spool are. */
export const tablesIn = (spool: string): string => join(spool, TABLES);

/** Keeps in a run's report what was read of its database. */
export async function noteDatabase(report: string, spool: string): Promise<void> {
  await note(report, readManifest(tablesIn(spool)));
}

/** Keeps the same in the report of a retry, which reads what an earlier run has kept. */
export async function noteDatabaseOf(earlier: string, report: string): Promise<void> {
  await note(report, readManifest(earlier, DATABASE_NOTE));
}

async function note(report: string, manifest: Manifest | undefined): Promise<void> {
  if (manifest === undefined) return;
  await writeWhole(join(report, DATABASE_NOTE), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** SHA-256 of a table's rows as the archive of a run has them; undefined if it has none that can be read. */
export async function hashOfKept(report: string, name: string): Promise<string | undefined> {
  const table = notedTable(report, name);
  if (table === undefined || !existsSync(packedIn(report, table.file))) return undefined;
  const hash = createHash("sha256");
  try {
    await pipeline(createReadStream(packedIn(report, table.file)), createGunzip(), hash);
    return hash.digest("hex");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== undefined) return undefined;
    throw error;
  }
}

/** The table that a file of a run is; undefined if the run read no database. */
export const notedTable = (report: string, name: string): SpooledTable | undefined =>
  readManifest(report, DATABASE_NOTE)?.tables.find((one) => one.name === name);

/** The rows that are kept in the spool of a run that has not ended; undefined if they are gone. */
export function spoolOf(spool: string): Export | undefined {
  const manifest = readManifest(tablesIn(spool));
  return manifest && exportOf(tablesIn(spool), manifest);
}

/** Whether a run's report has a copy of rows that it read of a database. */
export const hasKeptTables = (report: string): boolean =>
  readManifest(report, DATABASE_NOTE)?.tables.some(({ file }) =>
    existsSync(packedIn(report, file)),
  ) === true;

/** Tables that were unpacked. */
export interface UnpackedTables {
  readonly found: Export;
  /** Removes them. */
  release(): void;
}

/**
 * Unpacks what a run read of its database from the run's archive.
 *
 * @throws SourceError if the run kept none of it, or not as it was
 */
export async function keptTables(report: string): Promise<UnpackedTables> {
  const manifest = readManifest(report, DATABASE_NOTE);
  const kept = manifest?.tables.filter(({ file }) => existsSync(packedIn(report, file))) ?? [];
  if (manifest === undefined || kept.length === 0) {
    throw new SourceError(`${report} has no copy of the rows that the run read of its database.`, {
      cure: "Import the database again: records already written will be unchanged.",
    });
  }
  const spool = spoolFolder();
  try {
    makeFolder(tablesIn(spool.path));
    for (const table of kept) await unpack(report, table, spool.path);
    const found = exportOf(tablesIn(spool.path), withoutOthers(manifest, kept));
    return { found, release: spool.release };
  } catch (error) {
    spool.release();
    throw error;
  }
}

const packedIn = (report: string, file: string): string => join(report, "source", `${file}.gz`);

async function unpack(report: string, { file, sha256 }: SpooledTable, spool: string) {
  const path = join(tablesIn(spool), file);
  const packed = packedIn(report, file);
  await pipeline(
    createReadStream(packed),
    createGunzip(),
    createWriteStream(path, { mode: 0o600, flags: "wx" }),
  );
  if ((await sha256OfFile(path)) === sha256) return;
  throw new SourceError(`${packed} is not what the run read.`, {
    cure: "Import the database again: records already written will be unchanged.",
  });
}

function withoutOthers(manifest: Manifest, kept: readonly SpooledTable[]): Manifest {
  const others = manifest.tables.filter((table) => !kept.includes(table));
  const reason = "the run did not read it";
  return {
    ...manifest,
    tables: kept,
    leftOut: [...manifest.leftOut, ...others.map(({ name }) => ({ name, reason }))],
  };
}
