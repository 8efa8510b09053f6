import { getTableColumns } from "drizzle-orm";
import type { Importer } from "../../../importers/define.ts";
import { deriveTargetId } from "../../../shared/target-id.ts";
import type { Database } from "../../db/database.ts";
import { keyColumn } from "../../db/key-column.ts";
import type { StoredValue } from "../../digest/content-hash.ts";
import type { CrosswalkScope } from "../../ledger/crosswalk-row.ts";
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

/** What follows from the legacy ids of records, where they are read. */
export interface DerivedIds {
  /** Of a record with a legacy id, where it will be needed. */
  targetId(record: { readonly legacyId: string | null }): string | null;
  /** The columns that follow from it. */
  valuesFor: DerivedColumns["valuesFor"];
}

/** @param legacySystem that target ids are derived for; undefined if the load may not need them */
export function derivedIds(importer: Importer, legacySystem: string | undefined): DerivedIds {
  const { valuesFor } = derivedColumns(importer);
  if (legacySystem === undefined) return { targetId: () => null, valuesFor };
  return {
    targetId: ({ legacyId }) =>
      legacyId === null ? null : deriveTargetId(legacySystem, importer.entity, legacyId),
    valuesFor,
  };
}
