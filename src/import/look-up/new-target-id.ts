import type { Importer } from "../../../importers/define.ts";
import { deriveTargetId } from "../../../shared/target-id.ts";
import type { Database } from "../../db/database.ts";
import { keyColumn } from "../../db/key-column.ts";
import type { CrosswalkScope } from "../../ledger/crosswalk-row.ts";

/** Gives the row of a new record its id. */
export type NewTargetId = (legacyId: string) => string;

/** A text is derived from the legacy id; a number follows those that the table has, or has ever had. */
export function newTargetIds(
  { db, scope }: { readonly db: Database; readonly scope: CrosswalkScope },
  { table, entity }: Importer,
): NewTargetId {
  const { isNumber } = keyColumn(table);
  if (!isNumber) return (legacyId) => deriveTargetId(scope.legacySystem, entity, legacyId);
  const next = db.prepareNextNumber(table);
  return () => String(next());
}
