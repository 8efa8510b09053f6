import type { Importer } from "../../../importers/define.ts";
import type { Mapping } from "../mapping-data.ts";
import { orderEntities } from "../order-entities.ts";
import { type Spaces, spacedImporters, spacesOf } from "./space-importers.ts";

/** The importers of a target as a mapping has them, parents before children; those of the target where it has no spaces. */
export function importersOf(
  mapping: Pick<Mapping, "entities" | "legacySystem">,
  importers: readonly Importer[],
): readonly Importer[] {
  const spaces = spacesOf(mapping, importers);
  return orderSpaced(spacedImporters(importers, spaces, mapping.legacySystem), spaces);
}

/** Links come right behind the records that they join: what names those is judged by whether they are one. */
export function orderSpaced(importers: readonly Importer[], spaces: Spaces): readonly Importer[] {
  if (Object.keys(spaces).length === 0) return importers;
  const linkOf = ({ entity }: Importer) => spaces[entity]?.link;
  const ordered = orderEntities(importers.filter((one) => linkOf(one) === undefined));
  for (const one of importers) {
    const link = linkOf(one);
    if (link === undefined) continue;
    const last = ordered.findLastIndex(({ entity, table }) => {
      return entity === link.from || entity === link.to || table === one.table;
    });
    ordered.splice(last + 1, 0, one);
  }
  return ordered;
}
