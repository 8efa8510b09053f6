import { and, eq, isNotNull, sql } from "drizzle-orm";
import { QueryBuilder } from "drizzle-orm/sqlite-core";
import type { Importer } from "../../importers/define.ts";
import { runs } from "../../shared/ledger.ts";
import type { Database, Statement } from "../db/database.ts";
import { contentHash, hashRow, type StoredValue } from "./content-hash.ts";
import type { CrosswalkRow } from "./crosswalk.ts";
import type { RunSummary } from "./run-summary.ts";

/** Which columns each run imported of an entity, by its number: its content hashes are over these. */
export function importedColumns(db: Database, entity: string): Map<number, readonly string[]> {
  const query = new QueryBuilder()
    .select({ id: runs.id, summary: runs.summary })
    .from(runs)
    .where(and(isNotNull(runs.summary), eq(runs.committed, sql.placeholder("committed"))));
  const found = db.prepareBuilt(query, ["committed"]).all([1]);
  return new Map(
    found.map(([id, summary]) => {
      const { entities } = JSON.parse(String(summary)) as RunSummary;
      return [Number(id), entities[entity]?.columns ?? []] as const;
    }),
  );
}

/**
 * Tells the rows that were edited in HMSync since their import, by the columns of that import: a
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

  has({ targetId, runId, contentHash: imported }: CrosswalkRow): boolean {
    if (imported === null) return false;
    const row = this.#select(runId)?.get([targetId]) as StoredValue[] | undefined;
    return row !== undefined && !contentHash(hashRow(row)).equals(imported);
  }

  #select(runId: number): Statement | undefined {
    const { entity, table } = this.#importer;
    this.#columns ??= importedColumns(this.#db, entity);
    const columns = this.#columns.get(runId);
    if (columns === undefined) return undefined;
    const select = this.#selects.get(runId) ?? this.#db.prepareSelect(table, columns);
    this.#selects.set(runId, select);
    return select;
  }
}
