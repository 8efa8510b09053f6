import { resolve } from "node:path";
import type { NamedTable } from "../../extract/extract.ts";
import { hasKeptTables, keptTables, noteDatabase, spoolOf } from "../../extract/kept-tables.ts";
import type { Manifest } from "../../extract/manifest.ts";
import { isDatabase } from "../../extract/open-legacy-database.ts";
import { dropSpools, keepForRun, OF_RUNS } from "../../extract/spool-folder.ts";
import type { RunSettings, TableShape } from "../../ledger/run-summary.ts";
import { DecisionNeeded, UsageError } from "../../plain/errors.ts";
import { REPORTS } from "../run/report-folder.ts";
import type { AskedImport } from "./asked-import.ts";
import { type SourceReading, withSource } from "./open-source.ts";

/** Where the rows of databases are kept while runs that may be resumed need them. */
const keptIn = () => resolve(REPORTS, OF_RUNS);

/** Works on an import whose source may be a database: what was read of one is noted in its settings. */
export function withTables<Result>(
  asked: AskedImport,
  reading: SourceReading,
  work: (asked: AskedImport) => Promise<Result>,
): Promise<Result> {
  const { extract } = asked.settings;
  return withSource({ ...asked, wanted: extract }, reading, ({ wanted: _, ...opened }, read) => {
    if (read === undefined) return work(opened);
    const shapes = shapesOf(read.manifest);
    const settings = { ...opened.settings, extract: { ...extract, folder: read.folder, shapes } };
    return work({ ...opened, settings });
  });
}

/** The same for a run that may have to be resumed: it reads the same rows then. */
export const withKeptTables = <Result>(
  asked: AskedImport,
  reading: SourceReading,
  work: (asked: AskedImport) => Promise<Result>,
): Promise<Result> =>
  withTables(asked, isResumable(asked.settings) ? { ...reading, keptIn: keptIn() } : reading, work);

const isResumable = ({ mode, dryRun }: RunSettings): boolean => mode === "lenient" && !dryRun;

const shapesOf = ({ tables }: Manifest): TableShape[] =>
  tables.map(({ name, table }) => ({
    name,
    columns: table.columns.map((column) => [column.name, column.type] as const),
  }));

/** What a run does with the rows of its database. */
export interface RowsOfRun {
  /** The run has ended, whatever came of it. */
  ended(): void;
}

/** Notes in a run's report which database it reads, and keeps the rows until the run has ended. */
export async function rowsOfRun(
  { extract, ...settings }: RunSettings,
  { database, report }: { readonly database: string; readonly report: string },
): Promise<RowsOfRun> {
  const folder = extract?.folder;
  if (folder === undefined) return { ended: () => undefined };
  await noteDatabase(report, folder);
  const of = { keptIn: keptIn(), database: resolve(database) };
  if (isResumable(settings)) await keepForRun(folder, of.database);
  return { ended: () => dropSpools(folder, of) };
}

/**
 * A run that is resumed reads the rows that it began with.
 *
 * @throws UsageError if they are gone
 */
export function withRowsOf(run: string, asked: AskedImport): AskedImport {
  const { extract } = asked.settings;
  if (extract?.folder === undefined) return asked;
  const spooled = spoolOf(extract.folder);
  if (spooled !== undefined) return { ...asked, spooled };
  throw new UsageError(`The rows that ${run} read from ${asked.source} are no longer kept.`, {
    cure: "Import it again: records already written will be unchanged.",
  });
}

/**
 * What an earlier run read, where its source is a database: from its archive, as the database has gone on since.
 *
 * @throws SourceError if the run kept no copy
 */
export async function withArchivedRows(asked: AskedImport, report: string) {
  if (!isDatabase(asked.source)) return { asked, release: () => undefined };
  const { found, release } = await keptTables(report);
  return { asked: { ...asked, spooled: found }, release };
}

/** Works on what an earlier run read: of a database, what its archive has, where it has any of it. */
export async function withRowsAtHand<Result>(
  asked: AskedImport,
  report: string,
  work: (asked: AskedImport) => Promise<Result>,
): Promise<Result> {
  if (!isDatabase(asked.source) || !hasKeptTables(report)) return work(asked);
  const { found, release } = await keptTables(report);
  try {
    return await work({ ...asked, spooled: found });
  } finally {
    release();
  }
}

/**
 * Compares tables with what they were when a plan was made of them, before a row is read.
 *
 * @throws DecisionNeeded that names each that is gone, and each column whose type is another
 */
export function checkShapes(planned: readonly TableShape[], tables: readonly NamedTable[]): void {
  const changes = planned.flatMap(({ name, columns }) => {
    const now = tables.find((one) => one.name === name)?.table.columns;
    if (now === undefined) return [`The table ${name} is gone.`];
    const types = new Map(now.map((column) => [column.name, column.type]));
    const known = new Set(columns.map(([column]) => column));
    return [
      ...columns.flatMap(([column, type]) =>
        changeOf(`${name}.${column}`, type, types.get(column)),
      ),
      ...now.flatMap((one) => (known.has(one.name) ? [] : [`${name}.${one.name} is new.`])),
    ];
  });
  if (changes.length === 0) return;
  throw new DecisionNeeded(
    ["The database has changed since the plan was made.", ...changes.map((line) => `  ${line}`)],
    { cure: "Make a new plan. Nothing was written." },
  );
}

function changeOf(column: string, before: string, now: string | undefined): string[] {
  if (now === undefined) return [`The column ${column} is gone.`];
  return now === before ? [] : [`The column ${column} was ${before}, and is ${now}.`];
}
