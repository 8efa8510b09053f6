import { getTableColumns } from "drizzle-orm";
import type { Importer } from "../../../importers/define.ts";
import { derivePublicId, hasPublicIds } from "../../../shared/public-id.ts";
import type { StoredValue } from "../../digest/content-hash.ts";
import { UsageError } from "../../plain/errors.ts";

/** Columns of an imported row that no export fills: their values follow from the target id. */
export interface DerivedColumns {
  /** Of the Drizzle table. */
  readonly keys: readonly string[];
  /** In the order of the keys; called for every row that is inserted. */
  valuesFor(targetId: string): readonly StoredValue[];
}

const NONE: DerivedColumns = { keys: [], valuesFor: () => [] };

/**
 * The columns of an importer's table that are derived: the public id.
 *
 * @throws UsageError if the table has one and the entity no prefix
 */
export function derivedColumns({ entity, table }: Importer): DerivedColumns {
  if (!("publicId" in getTableColumns(table))) return NONE;
  if (!hasPublicIds(entity)) {
    throw new UsageError(`The entity ${entity} has no prefix for its public ids.`, {
      cure: "Give it one in shared/public-id.ts.",
    });
  }
  return { keys: ["publicId"], valuesFor: (targetId) => [derivePublicId(entity, targetId)] };
}
