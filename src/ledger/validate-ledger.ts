import { eq, getTableColumns, inArray, notInArray, sql } from "drizzle-orm";
import { QueryBuilder, type SQLiteColumn } from "drizzle-orm/sqlite-core";
import type { Importer } from "../../importers/define.ts";
import { crosswalk, files, runs } from "../../shared/ledger.ts";
import type { Database, DbValue } from "../db/database.ts";
import {
  contentHash,
  differingColumns,
  hashRow,
  type StoredValue,
} from "../digest/content-hash.ts";
import { targetIdColumn } from "./crosswalk-row.ts";
import { importedColumns } from "./edited-rows.ts";
import { legacyIdKey } from "./owned-columns.ts";
import { type UnmappedComparison, validateUnmapped } from "./unmapped/validate-unmapped.ts";

/** More than this are counted, not listed. */
const LISTED = 1_000;

/** A target row that is not what was imported. */
export interface Deviation {
  readonly what: "changed" | "deleted";
  /** The run that last wrote the row. */
  readonly run: string;
  readonly file: string;
  readonly record: number;
  readonly line: number;
  readonly targetId: string;
  /** The columns that were changed. */
  readonly columns: readonly string[];
}

/** What became, in the application, of what was imported of one entity. */
export interface LedgerComparison {
  readonly entity: string;
  /** Rows that the crosswalk knows. */
  readonly imported: number;
  readonly asImported: number;
  readonly changed: number;
  readonly deleted: number;
  /** Rows that stand for records that no export held. */
  readonly placeholders: number;
  /** Rows that no import wrote. */
  readonly notImported: number;
  /** The first of them. */
  readonly deviations: readonly Deviation[];
  /** Cells that have no place in the application. */
  readonly unmapped: UnmappedComparison;
}

/**
 * Compares the crosswalk with the target as it is now, row by row, by content hash.
 *
 * @param beside of the target's importers `all`, of which several may fill one table; and the entities that the
 *   crosswalk has, `known`: it is not searched for others
 */
export function validateLedger(
  db: Database,
  importer: Importer,
  beside: { readonly all?: readonly Importer[]; readonly known?: ReadonlySet<string> } = {},
): LedgerComparison {
  const { all = [importer], known = new Set([importer.entity]) } = beside;
  const { entity } = importer;
  const compared = known.has(entity) ? compareKnown(db, importer) : NONE_KNOWN;
  return { entity, ...compared, notImported: notImported(db, importer, all) };
}

type OfCrosswalk = Omit<LedgerComparison, "entity" | "notImported">;

const NO_ROWS = { imported: 0, asImported: 0, changed: 0, deleted: 0, placeholders: 0 };
const NONE_KNOWN: OfCrosswalk = {
  ...NO_ROWS,
  deviations: [],
  unmapped: { kept: 0, changed: 0, lost: 0, deviations: [] },
};

function compareKnown(db: Database, importer: Importer): OfCrosswalk {
  const columnsByRun = importedColumns(db, importer.entity);
  const counts = { ...NO_ROWS };
  const deviations: Deviation[] = [];
  for (const row of importedRows(db, importer)) {
    counts.imported++;
    if (row.hash === null) counts.placeholders++;
    const found = deviation(row, columnsByRun.get(row.runId) ?? []);
    if (found !== undefined) {
      counts[found.what]++;
      if (deviations.length < LISTED) deviations.push(found);
    } else if (row.hash !== null) counts.asImported++;
  }
  return { ...counts, deviations, unmapped: validateUnmapped(db, importer.entity) };
}

/** The entities of which the crosswalk has records. */
export function importedEntities(db: Database): ReadonlySet<string> {
  const query = new QueryBuilder().selectDistinct({ entity: crosswalk.entity }).from(crosswalk);
  return new Set(
    db
      .prepareBuilt(query, [])
      .all([])
      .map(([entity]) => String(entity)),
  );
}

function deviation(row: ImportedRow, imported: readonly string[]): Deviation | undefined {
  const { run, file, record, line, targetId } = row;
  const place = { run, file, record, line, targetId };
  if (!row.exists) return { what: "deleted", ...place, columns: [] };
  const columns = changedColumns(row, imported);
  return columns.length === 0 ? undefined : { what: "changed", ...place, columns };
}

interface ImportedRow {
  readonly run: string;
  readonly runId: number;
  readonly file: string;
  readonly record: number;
  readonly line: number;
  readonly targetId: string;
  readonly hash: Buffer | null;
  readonly exists: boolean;
  /** By key of the Drizzle table. */
  readonly values: ReadonlyMap<string, DbValue>;
}

function* importedRows(db: Database, importer: Importer): Generator<ImportedRow> {
  const { table, entity } = importer;
  const columns = getTableColumns(table) as Record<string, SQLiteColumn>;
  const keys = Object.keys(columns);
  const query = new QueryBuilder()
    .select({
      run: runs.name,
      file: files.name,
      record: crosswalk.record,
      line: crosswalk.line,
      targetId: crosswalk.targetId,
      hash: crosswalk.contentHash,
      runId: crosswalk.runId,
      legacyId: crosswalk.legacyId,
      found: sql`${targetIdColumn(table)}`.as("found"),
      ...Object.fromEntries(keys.map((key) => [`target ${key}`, columns[key] as SQLiteColumn])),
    })
    .from(crosswalk)
    .innerJoin(runs, eq(runs.id, crosswalk.runId))
    .innerJoin(files, eq(files.id, crosswalk.fileId))
    .leftJoin(table, eq(targetIdColumn(table), crosswalk.targetId))
    .where(eq(crosswalk.entity, sql.placeholder("entity")));
  for (const row of db.prepareBuilt(query, ["entity"]).iterate([entity])) {
    const [run, file, record, line, targetId, hash, runId, legacyId, found, ...values] = row;
    yield {
      run: String(run),
      file: String(file),
      record: Number(record),
      line: Number(line),
      targetId: String(targetId),
      hash: hash as Buffer | null,
      exists: found !== null,
      runId: Number(runId),
      // Where the table has no column for it, the crosswalk says what its record is called.
      values: new Map([
        [legacyIdKey(importer), legacyId ?? null],
        ...keys.map((key, at) => [key, values[at] ?? null] as const),
      ]),
    };
  }
}

function changedColumns(row: ImportedRow, columns: readonly string[]): string[] {
  if (row.hash === null) return [];
  const values = columns.map((key) => (row.values.get(key) ?? null) as StoredValue);
  const now = contentHash(hashRow(values));
  if (now.equals(row.hash)) return [];
  return differingColumns(now, row.hash, columns.length).map((at) => columns[at] ?? "");
}

function notImported(db: Database, { table }: Importer, all: readonly Importer[]): number {
  const entities = all.filter((one) => one.table === table).map(({ entity }) => entity);
  // Not a correlated `exists`: the crosswalk has no index on target ids, and needs none for this.
  const known = new QueryBuilder()
    .select({ id: crosswalk.targetId })
    .from(crosswalk)
    .where(inArray(crosswalk.entity, entities));
  const query = new QueryBuilder()
    .select({ rows: sql`count(*)` })
    .from(table)
    .where(notInArray(targetIdColumn(table), known));
  return Number(db.prepareBuilt(query, []).get([])?.[0]);
}
