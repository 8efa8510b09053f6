import { statSync } from "node:fs";
import { basename, join } from "node:path";
import type { PasswordMeans } from "../../db/connecting/password.ts";
import { type Extracted, extractDatabase, type NamedTable } from "../../extract/extract.ts";
import type { LegacyDatabase, WantedTables } from "../../extract/legacy-database.ts";
import type { Manifest } from "../../extract/manifest.ts";
import { isAddress, isDatabase, openLegacyDatabase } from "../../extract/open-legacy-database.ts";
import { type SpoolFolder, spoolFolder } from "../../extract/spool-folder.ts";
import { refuseNoDatabase } from "../../extract/sqlite/database-file.ts";
import { grouped } from "../../plain/columns.ts";
import { UsageError } from "../../plain/errors.ts";
import type { Export } from "../../source/source-file.ts";
import type { Cancellable } from "../cancel.ts";
import type { Listener } from "../listener.ts";

/** A source that may be a database. */
export interface AskedSource {
  readonly source: string;
  /** What was found there, if it was read beforehand. */
  readonly spooled?: Export | undefined;
  /** Which tables of a database are meant. */
  readonly wanted?: WantedTables | undefined;
  /** Where the password of a server is found; without it, none is. */
  readonly passwords?: PasswordMeans | undefined;
}

/** How a database is read that a source may be. */
export interface SourceReading extends Cancellable, Pick<Listener, "note"> {
  /** The database that is written: it is no source of its own. */
  readonly target?: string | undefined;
  /** Where the rows are kept for a run that may be resumed; else they go with the process. */
  readonly keptIn?: string | undefined;
  /** Looks at the tables before any row is read. */
  readonly check?: ((tables: readonly NamedTable[]) => void) | undefined;
}

/** What was read of a database. */
export interface ReadDatabase {
  /** The folder of the spool. */
  readonly folder: string;
  readonly manifest: Manifest;
}

/** As long as a statement, or a lock of somebody else, may keep us waiting. */
const PATIENCE_MS = 30_000;

/**
 * Works on what a source holds. A database is read first, once and in one snapshot; what was read is removed
 * afterwards, unless a run that may be resumed needs it.
 *
 * @throws UsageError, SourceError, DecisionNeeded if the database cannot be read
 */
export async function withSource<Asked extends AskedSource, Result>(
  asked: Asked,
  reading: SourceReading,
  work: (opened: Asked, read?: ReadDatabase) => Promise<Result>,
): Promise<Result> {
  if (asked.spooled !== undefined) return work(asked);
  if (!isDatabase(asked.source)) {
    refuseChoice(asked);
    refuseNoDatabase(asked.source);
    return work(asked);
  }
  refuseItself(asked.source, reading.target);
  const spool = spoolFolder(reading.keptIn);
  try {
    const { found, manifest } = await read(asked, reading, spool);
    const source = isAddress(asked.source) ? await bare(asked.source) : asked.source;
    return await work({ ...asked, source, spooled: found }, { folder: spool.path, manifest });
  } finally {
    spool.release();
  }
}

async function read(
  { source, wanted = {}, passwords }: AskedSource,
  { signal, note, check }: SourceReading,
  { path }: SpoolFolder,
): Promise<Extracted> {
  const options = { timeoutMs: PATIENCE_MS, ...(signal && { signal }) };
  const database = await openLegacyDatabase(source, options, passwords);
  try {
    for (const line of database.notes ?? []) note?.(line);
    const told = nowAndThen((step) => note?.(step));
    const extracted = await extractDatabase(database, {
      wanted,
      into: join(path, "tables"),
      signal,
      told,
      check,
    });
    note?.(summary(database, extracted.manifest));
    return extracted;
  } finally {
    await database.close();
  }
}

/** Between two lines: milliseconds. */
const SILENCE_MS = 5_000;

/** Small tables pass unnamed; where it takes long, what is being read is said. */
function nowAndThen(tell: (step: string) => void): (step: string) => void {
  let last = performance.now();
  return (step) => {
    if (performance.now() - last < SILENCE_MS) return;
    last = performance.now();
    tell(step);
  };
}

const ENGINES = { sqlite: "SQLite", postgresql: "PostgreSQL", mysql: "MySQL" } as const;

function summary(
  { title, engine, version, snapshot }: LegacyDatabase,
  { tables }: Manifest,
): string {
  const rows = tables.reduce((sum, one) => sum + one.rows, 0);
  const what = `${grouped(rows)} rows of ${tables.length} ${tables.length === 1 ? "table" : "tables"}`;
  const of = `${ENGINES[engine]} ${version}`;
  return `Read ${what} from ${title} (${of}), all as of ${snapshot}`;
}

/** An address without its password: what may be told, and kept. */
async function bare(source: string): Promise<string> {
  const { parseLocation, withoutPassword } = await import("../../db/connecting/location.ts");
  const location = parseLocation(source);
  return location === undefined ? source : withoutPassword(location);
}

function refuseChoice({ source, wanted }: AskedSource): void {
  const { schemas = [], tables = [] } = wanted ?? {};
  if (schemas.length === 0 && tables.length === 0) return;
  throw new UsageError(
    `${tables.length > 0 ? "--tables" : "--schema"} chooses tables of a database, and ${source} is none.`,
    { cure: "Omit it: a folder is read whole, and a mapping says what is left out." },
  );
}

/** @throws UsageError if what is read is what is written */
function refuseItself(source: string, target: string | undefined): void {
  if (target === undefined || isAddress(source)) return;
  const [one, other] = [source, target].map((path) => statSync(path, { throwIfNoEntry: false }));
  if (one === undefined || one.ino !== other?.ino || one.dev !== other.dev) return;
  throw new UsageError(
    `${basename(source)} is the database that is written, and cannot be its own source.`,
    {
      cure: "Name another database with --db, or the legacy system's with --source.",
    },
  );
}
