import { getTableColumns } from "drizzle-orm";
import type { Importer } from "../../../importers/define.ts";
import type { StoredValue } from "../../digest/content-hash.ts";
import { UsageError } from "../../plain/errors.ts";

/** Columns of an imported row that no export fills: their values follow from the target id. */
export interface DerivedColumns {
  /** Of the Drizzle table. */
  readonly keys: readonly string[];
  /** In the order of the keys; called for every row that is inserted. */
  valuesFor(targetId: string): readonly StoredValue[];
}

/**
 * The columns of an importer's table that are derived: the public id.
 *
 * @throws UsageError if the table has one and the importer does not say what it is
 */
export function derivedColumns({ entity, table, fromTargetId }: Importer): DerivedColumns {
  const keys = Object.keys(fromTargetId);
  if ("publicId" in getTableColumns(table) && !keys.includes("publicId")) {
    throw new UsageError(`The importer of ${entity} does not say what its public ids are.`, {
      cure: "Give it  fromTargetId: { publicId: (targetId) => ... }",
    });
  }
  const made = Object.values(fromTargetId);
  return { keys, valuesFor: (targetId) => made.map((make) => make(targetId)) };
}
