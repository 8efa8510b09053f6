import { SourceError } from "../plain/errors.ts";
import { groupBy } from "../plain/group-by.ts";
import { namesakesIn } from "../source/column-names.ts";
import type { SourceFile } from "../source/source-file.ts";
import type { EntityMapping, Mapping } from "./mapping.ts";

interface ReadAs {
  readonly file: Pick<SourceFile, "name">;
  readonly header: readonly string[];
  readonly mapping: EntityMapping;
}

/**
 * Of two columns of one name the mapping must say what becomes of each, or of all that no field takes.
 *
 * @param matched the columns of the file that the mapping knows
 * @throws SourceError that names the second one
 */
export function checkTwice(
  { file, header, mapping }: ReadAs,
  matched: readonly string[],
  whole: Pick<Mapping, "unmapped">,
): void {
  const isKept = (mapping.unmapped ?? whole.unmapped) === "keep";
  const used = new Set(Object.values(mapping.fields).flatMap(({ columns }) => columns));
  const namesakes = namesakesIn(header);
  const times = groupBy(matched, (column) => column);
  for (const column of matched.filter((one) => used.has(one))) {
    const [second] = namesakes(column).filter((one) => !times.has(one));
    const isOne = times.get(column)?.length === 1;
    if (isOne && (second === undefined || isKept)) continue;
    throw new SourceError(`${file.name} has two columns "${column}".`, {
      cure: `Name the second one in the mapping as "${second ?? `${column} (column ${header.lastIndexOf(column) + 1})`}": in a field, or under "ignore".`,
    });
  }
}
