import { getTableConfig } from "drizzle-orm/sqlite-core";
import type { Importer } from "../../importers/define.ts";
import { UsageError } from "../plain/errors.ts";

/**
 * Parents before children, as the foreign keys of the target tables say; otherwise in the order
 * given.
 *
 * @throws UsageError if tables refer to each other in a circle
 */
export function orderEntities(importers: readonly Importer[]): Importer[] {
  const ordered: Importer[] = [];
  const open = new Set<Importer>();
  const visit = (importer: Importer): void => {
    if (ordered.includes(importer)) return;
    if (open.has(importer)) throw circle(importer);
    open.add(importer);
    for (const parent of parentsOf(importer, importers)) visit(parent);
    ordered.push(importer);
  };
  importers.forEach(visit);
  return ordered;
}

function parentsOf(importer: Importer, importers: readonly Importer[]): Importer[] {
  const tables = getTableConfig(importer.table).foreignKeys.map(
    (key) => key.reference().foreignTable,
  );
  // Records of one table that name each other may be of several spaces.
  return importers.filter(
    (other) => other.table !== importer.table && tables.includes(other.table),
  );
}

function circle({ entity }: Importer): UsageError {
  return new UsageError(`The tables of ${entity} and others refer to each other in a cycle.`, {
    cure: "Make one of the foreign keys nullable and import it in a second run.",
  });
}
