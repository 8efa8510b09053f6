import type { Importer } from "../../importers/define.ts";
import { DecisionNeeded } from "../plain/errors.ts";
import { groupBy } from "../plain/group-by.ts";
import { namesakesIn } from "../source/column-names.ts";
import type { SourceFile } from "../source/source-file.ts";
import { askForColumn, leavingOut } from "./column-choices.ts";
import type { EntityMapping, Mapping } from "./mapping.ts";
import { conditionsOf } from "./where/condition.ts";

interface ReadAs {
  readonly file: Pick<SourceFile, "name">;
  readonly header: readonly string[];
  readonly mapping: EntityMapping;
  readonly importer: Pick<Importer, "entity">;
}

/**
 * Of two columns of one name the mapping must say what becomes of each, or of all that no field takes: a question for
 * each name of which it does not.
 *
 * @param matched the columns of the file that the mapping knows
 */
export function askOfNamesakes(
  { file, header, mapping, importer }: ReadAs,
  matched: readonly string[],
  whole: Pick<Mapping, "unmapped">,
): DecisionNeeded[] {
  const isKept = (mapping.unmapped ?? whole.unmapped) === "keep";
  const used = new Set([
    ...Object.values(mapping.fields).flatMap(({ columns }) => columns),
    ...conditionsOf(mapping.where).map(({ column }) => column),
  ]);
  const namesakes = namesakesIn(header);
  const times = groupBy(matched, (column) => column);
  return [...times.keys()]
    .filter((column) => used.has(column))
    .flatMap((column) => {
      const [second] = namesakes(column).filter((one) => !times.has(one));
      const isOne = times.get(column)?.length === 1;
      if (isOne && (second === undefined || isKept)) return [];
      const told = second ?? `${column} (column ${header.lastIndexOf(column) + 1})`;
      const { entity } = importer;
      const says = `${file.name} has two columns "${column}", and a field takes one`;
      const first = leavingOut(entity, told);
      return new DecisionNeeded(`${says}.`, {
        asks: askForColumn(column, { entity, mapping, says, instead: [told] }, [first]),
        cure: `Say in the mapping which one is meant: name "${told}" in the field, or list it under entities.${importer.entity}.ignore if the first one is. Take a copy of a built-in mapping, and give it with --mapping FILE.`,
      });
    });
}
