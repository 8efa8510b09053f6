import { getTableColumns, getTableName } from "drizzle-orm";
import type { Importer } from "../../importers/define.ts";
import type { Database, DbValue } from "../db/database.ts";
import { keyColumn } from "../db/key-column.ts";
import { quoteName } from "../db/names.ts";
import { isJoined } from "./in-force.ts";
import { CROSSWALK, RECORDS } from "./ledger-tables.ts";

/** Which row a record became. */
export interface MappedId {
  readonly legacySystem: string;
  /** Its entity, or the space that a mapping gave it. */
  readonly entity: string;
  readonly legacyId: string;
  /** The key of the row that it has, or had, alone; and of the row that it is in now: its person's. */
  readonly ownId: string;
  readonly targetId: string;
  /** What people call the row; null where the table has nothing of the kind, or the row is gone. */
  readonly publicId: string | null;
}

/** Every record that the crosswalk knows of these importers, entity by entity, by legacy id. */
export function* idMap(
  db: Database,
  importers: readonly Importer[],
): Generator<MappedId, void, undefined> {
  for (const importer of importers) {
    for (const row of rowsOf(db, importer)) {
      const [legacySystem, entity, legacyId, ownId, targetId, publicId] = row;
      yield {
        legacySystem: String(legacySystem),
        entity: String(entity),
        legacyId: String(legacyId),
        ownId: String(ownId),
        targetId: String(targetId),
        publicId: publicId === null ? null : String(publicId),
      };
    }
  }
}

function rowsOf(db: Database, { entity, table }: Importer): Iterable<DbValue[]> {
  const columns = getTableColumns(table);
  const name = columns["publicId"]?.name;
  const key = quoteName(keyColumn(table).column.name);
  const publicId = name === undefined ? "null" : `t.${quoteName(name)}`;
  const own =
    isJoined(db) === undefined
      ? "null"
      : `(select r.own_id from ${RECORDS} r where r.person_id = c.target_id and r.space = c.entity
           and r.legacy_id = c.legacy_id and r.legacy_system = c.legacy_system)`;
  return db
    .prepare(
      `select c.legacy_system, c.entity, c.legacy_id, coalesce(${own}, c.target_id), c.target_id, ${publicId}
       from ${CROSSWALK} c left join main.${quoteName(getTableName(table))} t on t.${key} = c.target_id
       where c.entity = ? order by c.legacy_system, c.legacy_id`,
    )
    .iterate([entity]);
}
