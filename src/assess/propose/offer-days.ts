import type { Importer } from "../../../importers/define.ts";
import type { ReferenceFound } from "../assessment.ts";
import type { Contestant } from "./contest.ts";
import { pointingFrom } from "./find-through.ts";
import type { TableReading } from "./read-table.ts";

interface Offering {
  readonly found: readonly Contestant[];
  readonly importers: readonly Importer[];
  readonly references: readonly ReferenceFound[];
}

/**
 * Days of the records that a table's records hang on, as a mapping looks them up: a prescription without a day may be of
 * that of its visit. A person says whether it is.
 */
export function offeredDays(
  table: TableReading,
  importer: Importer | undefined,
  { found, importers, references }: Offering,
): string[] {
  const parents = new Set(
    Object.values(importer?.fields ?? {}).flatMap(({ reference }) => reference?.entity ?? []),
  );
  return pointingFrom(table, references).flatMap(({ column, toFile, toColumn }) => {
    const other = found.find(({ table: one }) => one.file === toFile);
    const best = other?.ranked[0];
    if (other === undefined || best === undefined || !parents.has(best.entity)) return [];
    const { fields = {} } = importers.find(({ entity }) => entity === best.entity) ?? {};
    const isDay = (name: string) => fields[name]?.kind === "date" && fields[name]?.required;
    const day = best.choices.find(({ field, fields: all = [field] }) => all.some(isDay));
    const named = day && other.table.header[day.at];
    return named === undefined
      ? []
      : [JSON.stringify({ file: toFile, column: named, by: { [toColumn]: column } })];
  });
}
