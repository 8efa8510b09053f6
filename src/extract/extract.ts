import { rmSync } from "node:fs";
import { join } from "node:path";
import { Interrupted, SourceError, UsageError, WrittenOtherwise } from "../plain/errors.ts";
import { nearestHint } from "../plain/nearest.ts";
import { makeFolder } from "../plain/owner-only.ts";
import { writeWhole } from "../plain/whole-file.ts";
import type { Export } from "../source/source-file.ts";
import type { LegacyDatabase, LegacyTable, WantedTables } from "./legacy-database.ts";
import { exportOf, MANIFEST, type Manifest, type SpooledTable } from "./manifest.ts";
import { spoolTable } from "./spool-table.ts";
import { tableNames } from "./table-names.ts";
import { fittingNothing, isAskedFor, wantsTable } from "./wants-table.ts";

/** What is read of a legacy database, and where it is kept. */
export interface Extracting {
  readonly wanted: WantedTables;
  /** The folder of the spool; it is made, and its owner's alone. */
  readonly into: string;
  readonly signal?: AbortSignal | undefined;
  /** Hears what is about to be read. */
  readonly told?: ((step: string) => void) | undefined;
  /** Looks at the tables before any row is read; throws where they are not what was meant. */
  readonly check?: ((tables: readonly NamedTable[]) => void) | undefined;
}

/** A table, and what it is called as a file of the export. */
export interface NamedTable {
  readonly name: string;
  readonly table: LegacyTable;
}

/** A database that was read: one file for each of its tables. */
export interface Extracted {
  readonly found: Export;
  readonly manifest: Manifest;
  /** Removes the files. */
  release(): void;
}

/**
 * Reads the tables of a legacy database, each once, into files that everything behind reads as an export.
 *
 * @throws SourceError if a table cannot be read whole, WrittenOtherwise if it holds another number of rows than
 * its database counts; UsageError, Interrupted: then nothing is left of any
 */
export async function extractDatabase(
  database: LegacyDatabase,
  extracting: Extracting,
): Promise<Extracted> {
  const { into, check } = extracting;
  const release = () => rmSync(into, { recursive: true, force: true });
  try {
    const all = await database.tables(extracting.wanted);
    const { read, leftOut } = chosen(database, all, extracting.wanted);
    check?.(read);
    makeFolder(into);
    const tables: SpooledTable[] = [];
    for (const one of read) tables.push(await spooled(database, one, extracting));
    const { title, engine, version, snapshot, notes = [] } = database;
    const about = { manifestVersion: 1 as const, title, engine, version, snapshot };
    const manifest = { ...about, notes, tables, leftOut };
    await writeWhole(join(into, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
    return { found: exportOf(into, manifest), manifest, release };
  } catch (error) {
    release();
    throw error;
  }
}

/** @throws UsageError if nothing is asked for that is there, SourceError if a table that is cannot be read */
function chosen(database: LegacyDatabase, all: readonly LegacyTable[], wanted: WantedTables) {
  const [none] = fittingNothing(wanted, all);
  if (none !== undefined) {
    const names = all.map(({ name }) => name);
    throw new UsageError(`${database.title} has no table "${none}"${nearestHint(none, names)}.`, {
      cure: "Correct --tables, or name its schema with --schema.",
    });
  }
  const named = tableNames(all);
  const asked = all
    .map((table, at): NamedTable => ({ name: named[at] ?? table.name, table }))
    .filter(({ table }) => wantsTable(wanted, table));
  const why = (table: LegacyTable) => reasonToLeave(table, isAskedFor(wanted, table));
  for (const { name, table } of asked) refuseUnreadable(database, name, table);
  const read = asked.filter(({ table }) => why(table) === undefined);
  const leftOut = asked.flatMap(({ name, table }) => {
    const reason = why(table);
    return reason === undefined ? [] : [{ name, reason }];
  });
  if (read.length > 0) return { read, leftOut };
  const told = leftOut.map(({ name, reason }) => `  ${name}: ${reason}`);
  throw new UsageError([`${database.title} has no table to read.`, ...told], {
    cure: "Check its name, and name schemas and tables with --schema and --tables.",
  });
}

/** Why a table is told and not read; a view repeats what tables hold, so that one is read where it is asked for. */
function reasonToLeave(table: LegacyTable, isAsked: boolean): string | undefined {
  const { unreadable, kind, leftOut, columns } = table;
  if (unreadable !== undefined) return `${unreadable.reason} ${unreadable.cure}`;
  if (columns.length === 0) return "it has no columns";
  if (leftOut !== undefined && !isAsked) return leftOut;
  return kind === "view" && !isAsked ? "a view: --tables with its name reads it" : undefined;
}

/** A table that is missing would pass for one that nobody filled. */
function refuseUnreadable({ title }: LegacyDatabase, name: string, table: LegacyTable): void {
  const { unreadable, kind } = table;
  if (unreadable === undefined || kind === "view") return;
  throw new SourceError(`${title}: the table ${name} cannot be read: ${unreadable.reason}`, {
    cure: `${unreadable.cure} Or leave it out with  --tables '!${name}'`,
  });
}

async function spooled(
  database: LegacyDatabase,
  { name, table }: NamedTable,
  { into, told, signal }: Extracting,
): Promise<SpooledTable> {
  checkGoing(signal);
  told?.(`Reading ${name}`);
  const file = `${name}.csv`;
  const made = await spoolTable(database, table, {
    path: join(into, file),
    checkGoing: () => checkGoing(signal),
  });
  const counted = await database.count(table);
  if (counted === made.rows) return { name, file, table, ...made };
  throw new WrittenOtherwise(
    `${database.title}: ${made.rows} rows of ${name} were read, and the database counts ${counted}.`,
    { cure: "Nothing was kept. Run again; if it stays so, check the database for damage." },
  );
}

function checkGoing(signal: AbortSignal | undefined): void {
  if (signal?.aborted !== true) return;
  throw new Interrupted("Reading the database was interrupted.", { cure: "Nothing was changed." });
}
