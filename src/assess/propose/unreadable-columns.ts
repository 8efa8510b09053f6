import type { Importer } from "../../../importers/define.ts";
import type { EntityWords } from "../../../importers/define-vocabulary.ts";
import type { ColumnProposal, FileProposal } from "../assessment.ts";
import { matchFields } from "./match-field.ts";
import type { TableReading } from "./read-table.ts";
import { contradicts } from "./value-fit.ts";

/** So sure a name is that its column is not left out because nobody can read its cells. */
const SURE = 0.85;
const FEWEST = 3;

type Readings = Pick<TableReading, "file" | "readings" | "columns">;

/**
 * A column that is called like a day of the entity, and whose cells nobody can read as days: the days of a calendar or
 * a form that is not known. What becomes of them is for a person to say, or all records come in without them.
 */
export function unreadableColumns(
  { entity, fields }: Pick<Importer, "entity" | "fields">,
  columns: readonly ColumnProposal[],
  { table, words }: { table: Readings; words: EntityWords },
): FileProposal["open"] {
  const fed = new Set(columns.flatMap(({ field, fields: more }) => more ?? field ?? []));
  return columns.flatMap(({ header, field }, at) => {
    const [reading, profile] = [table.readings[at], table.columns[at]];
    if (field !== null || reading === undefined || profile === undefined) return [];
    const [match] = matchFields(reading, words);
    const kind = fields[match?.field ?? ""]?.kind;
    if (match === undefined || match.score < SURE || kind !== "date" || fed.has(match.field))
      return [];
    // One word for all of them says that nothing is known.
    if (profile.distinct.count < FEWEST || !contradicts({ name: match.field, kind }, profile))
      return [];
    fed.add(match.field);
    return [
      {
        key: `entities.${entity}.fields.${match.field}`,
        or: [`entities.${entity}.ignore`],
        decision: null,
        choices: [JSON.stringify(header)],
        says: `${table.file}, column ${header} is called ${match.field}, but its cells cannot be read as days: name it with the "format" of its cells, or put it under "ignore" with "by" and "why"`,
      },
    ];
  });
}
