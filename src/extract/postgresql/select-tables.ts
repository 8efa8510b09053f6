import { UsageError } from "../../plain/errors.ts";
import { nearestHint } from "../../plain/nearest.ts";
import type { WantedTables } from "../legacy-database.ts";
import { wantsTable } from "../wants-table.ts";
import type { CatalogTable } from "./catalog.ts";

/**
 * The tables of the schemas that are asked for: those of the default schema unless others are named, by --schema or
 * in front of a dot.
 *
 * @throws UsageError if a schema is not there, or the default one is empty and others are not
 */
export function selectTables(
  all: readonly CatalogTable[],
  { schemas = [], tables = [] }: WantedTables,
  { defaultSchema, title }: { defaultSchema: string; title: string },
): readonly CatalogTable[] {
  const known = [...new Set(all.map(({ schema }) => schema))];
  const unknown = schemas.find((schema) => !known.includes(schema));
  if (unknown !== undefined) {
    throw new UsageError(
      `${title} has no tables in a schema ${unknown}${nearestHint(unknown, known)}, or you may not see it.`,
      {
        cure: known.length === 0 ? "Check --source." : `Schemas with tables: ${known.join(", ")}.`,
      },
    );
  }
  const dotted = tables.filter((glob) => glob.includes(".") && !glob.startsWith("!"));
  const chosen = all.filter((table) => {
    if (schemas.length > 0) return schemas.includes(table.schema);
    return (
      table.schema === defaultSchema || (dotted.length > 0 && wantsTable({ tables: dotted }, table))
    );
  });
  if (chosen.length === 0 && known.length > 0) {
    throw new UsageError(`${title} has no tables in the schema ${defaultSchema}.`, {
      cure: `Name another with --schema: ${known.join(", ")}.`,
    });
  }
  return chosen;
}
