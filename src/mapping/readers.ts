import type { Importer } from "../../importers/define.ts";
import { entityOfFile, namesOf } from "./file-options.ts";
import type { EntityMapping, Mapping } from "./mapping.ts";

/** An entity that a file is read for, and how. */
export interface Reader {
  readonly importer: Importer;
  readonly mapping: EntityMapping;
}

/**
 * The entities that a mapping reads one file for, if there are several; those first whose records a column of none
 * belongs with: the visit of a row that has a patient and a visit, then the first as the target lists them.
 */
export function readersOf(
  file: string,
  { entities }: Pick<Mapping, "entities">,
  importers: readonly Importer[],
): readonly Reader[] | undefined {
  const readers = importers.flatMap((importer): Reader[] => {
    const entity = entities[importer.entity];
    if (entity === undefined || !namesOf(entity).has(file.toLowerCase())) return [];
    return [{ importer, mapping: entityOfFile(entity, file) }];
  });
  if (readers.length < 2) return undefined;
  const depths = new Map(readers.map((one) => [one, depthOf(one, readers)]));
  return readers.toSorted((one, other) => (depths.get(other) ?? 0) - (depths.get(one) ?? 0));
}

/** How many others of the file stand above an entity: those that its records name, and what these name. */
function depthOf({ importer, mapping }: Reader, readers: readonly Reader[]): number {
  const named = Object.entries(importer.fields).flatMap(([name, { reference }]) => {
    return mapping.fields[name] === undefined ? [] : (reference?.entity ?? []);
  });
  // A record that names another one of its own entity stands no deeper for it.
  const rest = readers.filter((one) => one.importer !== importer);
  const above = rest.filter((one) => named.includes(one.importer.entity));
  return Math.max(0, ...above.map((one) => depthOf(one, rest) + 1));
}
