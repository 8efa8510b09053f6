import { and, eq, sql } from "drizzle-orm";
import { QueryBuilder } from "drizzle-orm/sqlite-core";
import { crosswalk } from "../../../shared/ledger.ts";
import type { Database, Statement } from "../../db/database.ts";
import { quoteName } from "../../db/names.ts";

/** The row that a reference names; or why none can be told. */
export type FoundParent = { readonly id: string } | { readonly problem: "unknown" | "ambiguous" };

/** Finds the row of a parent table that an older row names. */
export type FindParent = (reference: string) => FoundParent;

const REMEMBERED = 200_000;

/**
 * References of older rows: the id of a row that is there, or a legacy id that the crosswalk knows. One
 * that leads to two rows leads nowhere.
 *
 * @param legacySystem in which legacy ids are looked up; in all unless said
 */
export function parentFinder(
  db: Database,
  parent: string,
  legacySystem: string | undefined,
): FindParent {
  const own = db.prepare(`select id from ${quoteName(parent)} where id = ?`);
  const known = crosswalkLookup(db, parent, legacySystem);
  const found = new Map<string, FoundParent>();
  return (reference) => {
    const before = found.get(reference);
    if (before !== undefined) return before;
    if (found.size >= REMEMBERED) found.clear();
    const ids = new Set([
      ...own.all([reference]).map(([id]) => String(id)),
      ...known
        .all(legacySystem === undefined ? [reference] : [reference, legacySystem])
        .map(([id]) => String(id)),
    ]);
    const [id] = ids;
    const result: FoundParent =
      id === undefined ? { problem: "unknown" } : ids.size > 1 ? { problem: "ambiguous" } : { id };
    found.set(reference, result);
    return result;
  };
}

/** Target ids of a legacy id whose rows are there; the entity is called like its table. */
function crosswalkLookup(
  db: Database,
  parent: string,
  legacySystem: string | undefined,
): Statement {
  const ofSystem =
    legacySystem === undefined
      ? undefined
      : eq(crosswalk.legacySystem, sql.placeholder("legacySystem"));
  const query = new QueryBuilder()
    .select({ id: crosswalk.targetId })
    .from(crosswalk)
    .where(
      and(
        eq(crosswalk.legacyId, sql.placeholder("legacyId")),
        eq(crosswalk.entity, sql`${parent}`),
        sql`exists (select 1 from ${sql.identifier(parent)} p where p.id = ${crosswalk.targetId})`,
        ofSystem,
      ),
    );
  const order = legacySystem === undefined ? ["legacyId"] : ["legacyId", "legacySystem"];
  return db.prepareBuilt(query, order);
}
