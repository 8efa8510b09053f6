import type { Importer } from "../../../importers/define.ts";
import type { EntityWords } from "../../../importers/define-vocabulary.ts";
import type { ColumnProfile, ColumnProposal, FileProposal } from "../assessment.ts";
import { nameFields } from "./held-fields.ts";
import { matchFields } from "./match-field.ts";
import type { TableReading } from "./read-table.ts";
import { contradicts } from "./value-fit.ts";

/** So sure a name is that its column is not left out because nobody can read its cells. */
const SURE = 0.85;
const FEWEST = 3;

type Readings = Pick<TableReading, "file" | "readings" | "columns">;

/** What cells of a kind are called, and what settles how they are read. */
const KINDS: Readonly<Record<string, { readonly what: string; readonly option: string }>> = {
  date: { what: "days", option: `the "format" of its cells` },
  time: { what: "times", option: `the "format" of its cells` },
  money: { what: "amounts", option: `the "symbols", "decimal" and "group" of its cells` },
};
/** Times and amounts in words are slots and classes, which nobody expects to be read: `morning`, `free`. */
const IN_DIGITS = 0.5;

/**
 * A column that is called like a day, a time or an amount of the entity, and whose cells nobody can read as such: they
 * are of a calendar or a form that is not known. What becomes of them is for a person to say, or all records come in
 * without them.
 */
export function unreadableColumns(
  importer: Importer,
  columns: readonly ColumnProposal[],
  { table, words }: { table: Readings; words: EntityWords },
): FileProposal["open"] {
  const { entity, fields } = importer;
  const matching = { words, whole: nameFields({ words, importer }).whole };
  const fed = new Set(columns.flatMap(({ field, fields: more }) => more ?? field ?? []));
  return columns.flatMap(({ header, field }, at) => {
    const [reading, profile] = [table.readings[at], table.columns[at]];
    if (field !== null || reading === undefined || profile === undefined) return [];
    const [match] = matchFields(reading, matching);
    const declared = fields[match?.field ?? ""];
    const known = KINDS[declared?.kind ?? ""];
    if (match === undefined || declared === undefined || known === undefined) return [];
    if (match.score < SURE || fed.has(match.field)) return [];
    if (!isUnreadable(declared, profile)) return [];
    fed.add(match.field);
    return [
      {
        key: `entities.${entity}.fields.${match.field}`,
        or: [`entities.${entity}.ignore`],
        decision: null,
        choices: [JSON.stringify(header)],
        says: `${table.file}, column ${header} is called ${match.field}, but its cells cannot be read as ${known.what}: name it with ${known.option}, or put it under "ignore" with "by" and "why"`,
      },
    ];
  });
}

function isUnreadable(field: Parameters<typeof contradicts>[0], profile: ColumnProfile): boolean {
  // One word for all of them says that nothing is known.
  if (profile.distinct.count < FEWEST || !contradicts(field, profile)) return false;
  return field.kind === "date" || shareInDigits(profile) >= IN_DIGITS;
}

function shareInDigits({ shapes }: ColumnProfile): number {
  const sum = (list: typeof shapes) => list.reduce((all, { count }) => all + count, 0);
  return sum(shapes.filter(({ shape }) => DIGIT.test(shape))) / Math.max(sum(shapes), 1);
}

const DIGIT = /9/;
