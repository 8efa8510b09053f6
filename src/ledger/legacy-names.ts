import { and, asc, eq, getTableName, sql } from "drizzle-orm";
import { QueryBuilder } from "drizzle-orm/sqlite-core";
import { crosswalk } from "../../shared/ledger.ts";
import type { Database } from "../db/database.ts";

/** What a legacy system calls a row. */
export interface LegacyName {
  readonly legacySystem: string;
  readonly legacyId: string;
}

/** Finds what legacy systems call the rows of an entity, by their legacy ids and keys. */
export function legacyNames(
  db: Database,
  entity: string,
): (legacyId: string, targetId: string) => readonly LegacyName[] {
  // A database that nothing was imported into has no crosswalk.
  if (!db.catalog.hasTable(getTableName(crosswalk))) return () => [];
  const query = new QueryBuilder()
    .select({ legacySystem: crosswalk.legacySystem })
    .from(crosswalk)
    .where(
      and(
        eq(crosswalk.legacyId, sql.placeholder("legacyId")),
        eq(crosswalk.entity, sql.placeholder("entity")),
        eq(crosswalk.targetId, sql.placeholder("targetId")),
      ),
    )
    .orderBy(asc(crosswalk.legacySystem));
  const found = db.prepareBuilt(query, ["legacyId", "entity", "targetId"]);
  return (legacyId, targetId) =>
    found
      .all([legacyId, entity, targetId])
      .map(([legacySystem]) => ({ legacySystem: String(legacySystem), legacyId }));
}
