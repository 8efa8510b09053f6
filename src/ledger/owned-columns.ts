import { eq, getTableColumns, getTableName, type SQL, sql } from "drizzle-orm";
import { QueryBuilder, type SQLiteColumn } from "drizzle-orm/sqlite-core";
import type { Importer } from "../../importers/define.ts";
import { crosswalk } from "../../shared/ledger.ts";
import type { Database, Statement } from "../db/database.ts";
import { keyColumn } from "../db/key-column.ts";

// The columns that a legacy system owns. What it calls a record is the first of them; where the table has
// no column for that, the crosswalk tells it.

/** What is needed to read the owned columns of rows. */
type OfTable = Pick<Importer, "entity" | "table" | "fields">;

/** The key of the column for what the legacy system calls a record. */
export const legacyIdKey = ({ fields }: Pick<Importer, "fields">): string =>
  fields["legacyId"]?.column ?? "legacyId";

/** Whether the table has a column for what the legacy system calls a record. */
export const hasLegacyId = (importer: OfTable): boolean =>
  legacyIdKey(importer) in getTableColumns(importer.table);

/** Reads what the legacy system calls the record of a row: its column, or the crosswalk's by target id. */
export function legacyIdOf(importer: OfTable): SQLiteColumn | SQL {
  const { entity, table } = importer;
  const columns = getTableColumns(table) as Record<string, SQLiteColumn>;
  const own = columns[legacyIdKey(importer)];
  if (own !== undefined) return own;
  // Within the inner query, a bare name would be one of the crosswalk's.
  const id = sql`${sql.identifier(getTableName(table))}.${sql.identifier(keyColumn(table).column.name)}`;
  const known = sql.identifier(getTableName(crosswalk));
  return sql`(select known.legacy_id from ${known} known where known.target_id = cast(${id} as text)
    and known.entity = ${entity} order by known.id limit 1)`;
}

/** Reads owned columns, by their keys in the Drizzle table. */
export function ownedSelection(
  importer: OfTable,
  keys: readonly string[],
): Record<string, SQLiteColumn | SQL.Aliased> {
  const columns = getTableColumns(importer.table) as Record<string, SQLiteColumn>;
  return Object.fromEntries(
    keys.map((key) => {
      const column = columns[key] ?? sql`${legacyIdOf(importer)}`.as(`target ${key}`);
      return [`target ${key}`, column];
    }),
  );
}

/** The placeholder of a row's id. */
const ID = "row id";

/** Reads owned columns of a row, by its id. */
export function prepareOwned(db: Database, importer: OfTable, keys: readonly string[]): Statement {
  const { table } = importer;
  if (keys.every((key) => key in getTableColumns(table))) return db.prepareSelect(table, keys);
  const query = new QueryBuilder()
    .select(ownedSelection(importer, keys))
    .from(table)
    .where(eq(keyColumn(table).column, sql.placeholder(ID)));
  return db.prepareBuilt(query, [ID]);
}

/** What makes the crosswalk tell quickly what a row's record is called. */
export const CROSSWALK_BY_TARGET = `CREATE INDEX \`ledger_crosswalk_target_id_idx\` ON \`${getTableName(crosswalk)}\` (\`target_id\`,\`entity\`)`;
