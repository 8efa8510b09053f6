import { and, eq, isNotNull, sql } from "drizzle-orm";
import { QueryBuilder } from "drizzle-orm/sqlite-core";
import type { Importer } from "../../importers/define.ts";
import { runs } from "../../shared/ledger.ts";
import type { Database, Statement } from "../db/database.ts";
import {
  contentHash,
  differingColumns,
  hashRow,
  type StoredValue,
} from "../digest/content-hash.ts";
import type { CrosswalkRow } from "./crosswalk-row.ts";
import { summaryIn } from "./kept-summary.ts";
import { prepareOwned } from "./owned-columns.ts";

/** Which columns each run imported of an entity, by its number: its content hashes are over these. */
export function importedColumns(db: Database, entity: string): Map<number, readonly string[]> {
  const query = new QueryBuilder()
    .select({ id: runs.id, summary: runs.summary })
    .from(runs)
    .where(and(isNotNull(runs.summary), eq(runs.committed, sql.placeholder("committed"))));
  const found = db.prepareBuilt(query, ["committed"]).all([1]);
  return new Map(
    found.map(([id, summary]) => {
      const figures = summaryIn(summary);
      return [Number(id), figures?.entities[entity]?.columns ?? []] as const;
    }),
  );
}

/**
 * Tells the rows that were edited in the application since their import, by the columns of that import: a
 * later export may have others.
 */
export class EditedRows {
  readonly #db: Database;
  readonly #importer: Importer;
  readonly #selects = new Map<number, Statement>();
  #columns: ReadonlyMap<number, readonly string[]> | undefined;

  constructor(db: Database, importer: Importer) {
    this.#db = db;
    this.#importer = importer;
  }

  /** The columns of a row that hold something else than was imported; none if it was not edited. */
  columnsOf({ targetId, runId, contentHash: imported }: CrosswalkRow): readonly string[] {
    if (imported === null) return [];
    const row = this.#select(runId)?.get([targetId]) as StoredValue[] | undefined;
    if (row === undefined) return [];
    const now = contentHash(hashRow(row));
    if (now.equals(imported)) return [];
    const columns = this.#columns?.get(runId) ?? [];
    return differingColumns(now, imported, columns.length).map((at) => columns[at] ?? "");
  }

  #select(runId: number): Statement | undefined {
    const { entity } = this.#importer;
    this.#columns ??= importedColumns(this.#db, entity);
    const columns = this.#columns.get(runId);
    if (columns === undefined) return undefined;
    const select = this.#selects.get(runId) ?? prepareOwned(this.#db, this.#importer, columns);
    this.#selects.set(runId, select);
    return select;
  }
}
