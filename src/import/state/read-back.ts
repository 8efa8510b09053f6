import { and, eq, getTableColumns, is, isNotNull, SQL, sql } from "drizzle-orm";
import { alias, QueryBuilder, type SQLiteColumn, type SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Importer } from "../../../importers/define.ts";
import { crosswalk } from "../../../shared/ledger.ts";
import type { Database } from "../../db/database.ts";
import type { StoredValue } from "../../digest/content-hash.ts";
import type { CrosswalkScope } from "../../ledger/crosswalk-row.ts";
import { targetIdColumn } from "../../ledger/crosswalk-row.ts";
import { legacyIdOf, ownedSelection } from "../../ledger/owned-columns.ts";
import type { CompiledEntity } from "../prepare/compile-entity.ts";

/** A target row as the database holds it. */
export interface TargetRow {
  /** The owned columns, in order. */
  readonly values: readonly StoredValue[];
  /** The legacy ids of the rows that it refers to, in the order of the references. */
  readonly named: readonly StoredValue[];
}

/** A row that the crosswalk says a run wrote. */
export interface WrittenRow extends TargetRow {
  readonly legacyId: string;
  readonly contentHash: Buffer;
  /** False where the target has no such row. */
  readonly exists: boolean;
}

type Importers = ReadonlyMap<string, Importer>;

/** Reads what a run wrote of one entity, as it stands in the target now. */
export function* readWritten(
  db: Database,
  { compiled, importers }: { readonly compiled: CompiledEntity; readonly importers: Importers },
  { legacySystem, runId }: CrosswalkScope,
): Generator<WrittenRow> {
  const { table, entity } = compiled.importer;
  const { selection, parents } = targetSelection(compiled, importers);
  const own = { legacyId: crosswalk.legacyId, hash: crosswalk.contentHash };
  const base = new QueryBuilder()
    .select({ ...own, found: sql`${targetIdColumn(table)}`.as("found"), ...selection })
    .from(crosswalk)
    .leftJoin(table, eq(targetIdColumn(table), crosswalk.targetId))
    .$dynamic();
  for (const { joined, key } of parents) base.leftJoin(joined, eq(targetIdColumn(joined), key));
  const query = base.where(
    and(
      eq(crosswalk.runId, sql.placeholder("runId")),
      eq(crosswalk.entity, sql.placeholder("entity")),
      eq(crosswalk.legacySystem, sql.placeholder("legacySystem")),
      isNotNull(crosswalk.contentHash),
    ),
  );
  const order = ["runId", "entity", "legacySystem"];
  const width = compiled.columns.length;
  for (const row of db.prepareBuilt(query, order).iterate([runId, entity, legacySystem])) {
    const [legacyId, contentHash, found] = row;
    yield {
      legacyId: String(legacyId),
      contentHash: contentHash as Buffer,
      exists: found !== null,
      values: row.slice(3, 3 + width) as StoredValue[],
      named: row.slice(3 + width) as StoredValue[],
    };
  }
}

/** Reads a single target row, by its id. */
export type RowReader = (targetId: string) => TargetRow | undefined;

/** Makes a reader of single target rows. */
export function rowReader(
  db: Database,
  { compiled, importers }: { readonly compiled: CompiledEntity; readonly importers: Importers },
): RowReader {
  const { table } = compiled.importer;
  const { selection, parents } = targetSelection(compiled, importers);
  const base = new QueryBuilder().select(selection).from(table).$dynamic();
  for (const { joined, key } of parents) base.leftJoin(joined, eq(targetIdColumn(joined), key));
  const query = base.where(eq(targetIdColumn(table), sql.placeholder("id")));
  const statement = db.prepareBuilt(query, ["id"]);
  const width = compiled.columns.length;
  return (targetId) => {
    const row = statement.get([targetId]) as StoredValue[] | undefined;
    return row && { values: row.slice(0, width), named: row.slice(width) };
  };
}

interface Parent {
  readonly joined: SQLiteTable;
  /** The foreign key column. */
  readonly key: SQLiteColumn;
  readonly legacyId: SQLiteColumn | SQL;
}

/** The owned columns, and for each reference the legacy id of the row that it points to. */
function targetSelection(compiled: CompiledEntity, importers: Importers) {
  const columns = getTableColumns(compiled.importer.table) as Record<string, SQLiteColumn>;
  const owned = ownedSelection(
    compiled.importer,
    compiled.columns.map(({ key }) => key),
  );
  const parents = compiled.references.flatMap(({ label, entity, column }): NamedParent[] => {
    const parent = importers.get(entity);
    const key = columns[compiled.columns[column]?.key ?? ""];
    if (parent === undefined || key === undefined) return [];
    const joined = alias(parent.table, `${label}_of`);
    return [{ label, joined, key, legacyId: legacyIdOf({ ...parent, table: joined }) }];
  });
  const named = parents.map(({ label, legacyId }) => {
    const name = `${label} legacy id`;
    return [name, is(legacyId, SQL) ? legacyId.as(name) : legacyId] as const;
  });
  return { selection: Object.assign(owned, Object.fromEntries(named)), parents };
}

type NamedParent = Parent & { readonly label: string };
