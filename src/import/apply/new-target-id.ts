import { getTableName } from "drizzle-orm";
import type { Importer } from "../../../importers/define.ts";
import { deriveTargetId } from "../../../shared/target-id.ts";
import type { Database } from "../../db/database.ts";
import { keyColumn } from "../../db/key-column.ts";
import { quoteName } from "../../db/names.ts";
import type { CrosswalkScope } from "../../ledger/crosswalk-row.ts";

/** Gives the row of a new record its id. */
export type NewTargetId = (legacyId: string) => string;

/** A text is derived from the legacy id; a number follows those that the table has, or has ever had. */
export function newTargetIds(
  { db, scope }: { readonly db: Database; readonly scope: CrosswalkScope },
  { table, entity }: Importer,
): NewTargetId {
  const { column, isNumber } = keyColumn(table);
  if (!isNumber) return (legacyId) => deriveTargetId(scope.legacySystem, entity, legacyId);
  const name = getTableName(table);
  const largest = `(select max(${quoteName(column.name)}) from ${quoteName(name)})`;
  // What AUTOINCREMENT has given once, no other row gets.
  const counts = db.prepare("select 1 from sqlite_schema where name = 'sqlite_sequence'").get([]);
  const given = "(select seq from sqlite_sequence where name = ?)";
  const last = counts
    ? `max(coalesce(${largest}, 0), coalesce(${given}, 0))`
    : `coalesce(${largest}, 0)`;
  const next = db.prepare(`select ${last} + 1`);
  return () => String(next.get(counts ? [name] : [])?.[0] ?? 1);
}
