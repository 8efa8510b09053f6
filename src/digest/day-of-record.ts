import type { Importer } from "../../importers/define.ts";

/**
 * The one field of an entity that says when it happened: the day of a visit, of a registration, of a bill. Not a birth or
 * a hiring: who counts those by month learns nothing of the export.
 *
 * @param present fields that the export has; all of the importer unless said
 */
export function dayOfRecord(
  { fields }: Importer,
  present: readonly string[] = Object.keys(fields),
): string | undefined {
  const days = Object.entries(fields).filter(
    ([name, { kind }]) => kind === "date" && present.includes(name),
  );
  const found =
    days.find(([, { holds }]) => holds === "visited") ??
    days.find(([, { holds }]) => holds === "registered") ??
    days.find(([, { required }]) => required) ??
    days.find(([, { holds }]) => holds === undefined);
  return found?.[0];
}
