import { and, eq, type SQL, sql } from "drizzle-orm";
import { QueryBuilder, type SQLiteColumn, type SQLiteTable } from "drizzle-orm/sqlite-core";
import { crosswalk } from "../../shared/ledger.ts";
import type { DbValue } from "../db/database.ts";
import { keyColumn } from "../db/key-column.ts";

/** Where the record stands that a crosswalk row was last written for. */
export interface CrosswalkPlace {
  readonly fileId: number;
  readonly record: number;
  readonly line: number;
}

/** One row of the crosswalk, and whether its target row is still there. */
export interface CrosswalkRow extends CrosswalkPlace {
  readonly id: number;
  readonly targetId: string;
  readonly contentHash: Buffer | null;
  readonly runId: number;
  /** The run that made the target row. */
  readonly madeByRunId: number;
  readonly targetExists: boolean;
  /** Whether the row was last written for this content. */
  isOf(contentHash: Buffer): boolean;
}

/** The target table's primary key column. */
export const targetIdColumn = (table: SQLiteTable): SQLiteColumn => keyColumn(table).column;

/** What a query of `findQuery` has found. */
export function crosswalkRow(row: readonly DbValue[]): CrosswalkRow {
  const [id, targetId, contentHash, runId, madeByRunId, fileId, record, line, found] = row;
  return {
    id: Number(id),
    targetId: String(targetId),
    runId: Number(runId),
    madeByRunId: Number(madeByRunId),
    fileId: Number(fileId),
    record: Number(record),
    line: Number(line),
    contentHash: contentHash as Buffer | null,
    targetExists: found !== null,
    isOf: (hash) => contentHash !== null && hash.equals(contentHash as Buffer),
  };
}

const columnsOf = (table: SQLiteTable) => ({
  id: crosswalk.id,
  targetId: crosswalk.targetId,
  hash: crosswalk.contentHash,
  runId: crosswalk.runId,
  madeByRunId: crosswalk.madeByRunId,
  fileId: crosswalk.fileId,
  record: crosswalk.record,
  line: crosswalk.line,
  found: sql`${targetIdColumn(table)}`.as("found"),
});

/** Reads rows of the crosswalk, and whether their target rows are there. */
export const findQuery = (table: SQLiteTable, condition: SQL | undefined) =>
  new QueryBuilder()
    .select(columnsOf(table))
    .from(crosswalk)
    .leftJoin(table, eq(targetIdColumn(table), crosswalk.targetId))
    .where(condition);

/** The condition that names one crosswalk row. */
export function ofLegacyId() {
  return and(
    eq(crosswalk.legacyId, sql.placeholder("legacyId")),
    eq(crosswalk.entity, sql.placeholder("entity")),
    eq(crosswalk.legacySystem, sql.placeholder("legacySystem")),
  );
}

/** What of a run a crosswalk row belongs to. */
export interface CrosswalkScope {
  readonly legacySystem: string;
  readonly runId: number;
}

/** What a legacy id became. */
export interface NewCrosswalkRow {
  readonly legacyId: string;
  readonly targetId: string;
  /** Null for a placeholder. */
  readonly contentHash: Buffer | null;
  /** Of its unmapped cells, where any are kept. */
  readonly unmappedHash?: Buffer | undefined;
}
