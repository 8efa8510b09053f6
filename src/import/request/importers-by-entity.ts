import { legacyId } from "../../../importers/convert/legacy-id.ts";
import type { Field, Importer } from "../../../importers/define.ts";

/** Tables whose rows are only named, too: their rows are told apart by a column, as those of entities by a legacy id. */
export function importersByEntity(importers: readonly Importer[]): Map<string, Importer> {
  const named = importers.flatMap(({ fields }) => Object.values(fields)).flatMap(namedOnly);
  return new Map([...named, ...importers].map((importer) => [importer.entity, importer]));
}

function namedOnly({ reference }: Field): Importer[] {
  if (reference?.rows === undefined) return [];
  const { table, by } = reference.rows;
  const fields = { legacyId: { ...legacyId(), column: by } };
  const nothing = { derives: [], fromTargetId: {}, rules: [], complete: () => undefined };
  return [{ entity: reference.entity, table, fields, ...nothing }];
}
