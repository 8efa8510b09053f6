import { getTableColumns } from "drizzle-orm";
import type { Importer } from "../../../importers/define.ts";
import { isAdjustable } from "../../mapping/rule-book.ts";
import { namesakesIn } from "../../source/column-names.ts";
import type { ColumnProposal, DecisionSubject, FileProposal, KeyCandidate } from "../assessment.ts";
import { SETTLING } from "../settling-option.ts";
import type { TableKnown } from "./table-known.ts";
import { unknownWords } from "./unknown-words.ts";

/** Which decisions matter to a kind of field. */
const MATTERING: Readonly<Record<string, readonly DecisionSubject[]>> = {
  date: ["calendar", "dateFormat", "centuryPivot"],
  time: ["calendar", "dateFormat", "timeFormat"],
  money: ["currencies", "decimalSeparator"],
  integer: ["decimalSeparator"],
  decimal: ["decimalSeparator"],
  measured: ["decimalSeparator"],
  range: ["decimalSeparator"],
  code: ["codes"],
};

/** Fields that no record can do without, and that no column feeds. */
export function neededFields({ fields, rules }: Importer, fed: ReadonlySet<string>): string[] {
  const required = Object.keys(fields).filter((name) => fields[name]?.required && !fed.has(name));
  const ruled = rules
    .filter(({ code, severity }) => code.endsWith(".missing") && severity === "error")
    .filter((rule) => !rule.fields.some((name) => fed.has(name)))
    .flatMap(({ fields: [first] }) => first ?? []);
  return [...new Set([...required, ...ruled])];
}

interface Offered {
  /** Days of what the records hang on, as a mapping looks them up. */
  readonly days?: readonly string[];
}

function missingField(
  importer: Importer,
  name: string,
  { file, keys = [], days = [] }: Pick<TableKnown, "file" | "keys"> & Offered,
): FileProposal["open"][number] {
  const { entity, fields, table } = importer;
  const field = fields[name];
  const code = `${entity}.${field?.label ?? name}.missing`;
  const notNull = getTableColumns(table)[field?.column ?? name]?.notNull ?? false;
  const lowered = !notNull && isAdjustable(importer, code);
  const none = `no column of ${file} is ${name}: name it`;
  const or = lowered ? `, or set the rule ${code} to "warning"` : `, or remove ${entity}`;
  const texts = field?.kind === "text" ? [`{ "value": "(not in the export)" }`] : [];
  const offered = field?.kind === "date" ? days : texts;
  const choices = field?.kind === "id" ? joinedKeys(keys) : offered;
  return {
    key: `entities.${entity}.fields.${name}`,
    decision: null,
    ...(choices.length > 0 && { choices }),
    ...(lowered && { rule: code }),
    says: `${none}${or}`,
  };
}

/** Columns that identify a record together may be joined to an id. */
const joinedKeys = (keys: readonly KeyCandidate[]): string[] =>
  keys
    .filter(({ columns, unique }) => unique && columns.length > 1)
    .map(({ columns }) => JSON.stringify({ columns, join: "/" }));

/** What has to be said by a person before a file can be imported, each with the mapping's key that says it. */
export function openQuestions(
  importer: Importer,
  columns: readonly ColumnProposal[],
  table: Pick<TableKnown, "file" | "columns" | "keys"> & Pick<FileProposal, "lookups"> & Offered,
): FileProposal["open"] {
  const { entity, fields } = importer;
  const fed = new Set([
    ...columns.flatMap(({ field, fields: more }) => more ?? field ?? []),
    ...(table.lookups ?? []).map(({ field }) => field),
  ]);
  const missing = neededFields(importer, fed).map((name) => missingField(importer, name, table));
  const undecided = columns.flatMap((column, at) =>
    (column.fields ?? [column.field ?? ""]).flatMap((name) => {
      const subjects = MATTERING[fields[name]?.kind ?? ""] ?? [];
      return (table.columns[at]?.decisions ?? [])
        .filter(({ subject, status }) => subjects.includes(subject) && status === "undecided")
        .map((decision) => ({
          key: `entities.${entity}.fields.${name}.${SETTLING[decision.subject]}`,
          decision,
          says: `${table.file}, column ${column.header}: ${decision.evidence}.`,
        }));
    }),
  );
  const more = [...roundings(importer, columns, table), ...namedTwice(importer, columns, table)];
  return [...missing, ...undecided, ...more, ...unknownWords(importer, columns, table)];
}

/** Of two columns of one name, one of which no field takes, a person says which is meant. */
function namedTwice(
  { entity }: Importer,
  columns: readonly ColumnProposal[],
  { file }: Pick<TableKnown, "file">,
): FileProposal["open"] {
  const free = columns.filter(({ field }) => field === null).map(({ header }) => header);
  const namesakes = namesakesIn(free);
  return columns.flatMap(({ header, field, fields }) => {
    const others = namesakes(header);
    const names = fields ?? [field ?? []].flat();
    if (others.length === 0) return [];
    return names.map((name) => ({
      key: `entities.${entity}.fields.${name}`,
      decision: null,
      choices: [header, ...others].map((one) => JSON.stringify(one)),
      says: `${file} has ${others.length + 1} columns "${header}": say which of them is ${name}`,
    }));
  });
}

/** More digits behind a mark are no thousands, and more than any currency has. */
const TOO_FINE = /[.,](?:9{5,}|9\+)$/;
const ROUNDINGS = ["half-up", "half-even", "down"];

/** Amounts that are finer than money are not rounded unless a person says how. */
function roundings(
  { entity, fields }: Importer,
  columns: readonly ColumnProposal[],
  { file, columns: profiles }: Pick<TableKnown, "file" | "columns">,
): FileProposal["open"] {
  return columns.flatMap(({ header, field }, at) => {
    const shapes = profiles[at]?.shapes ?? [];
    const fine = shapes.filter(({ shape }) => TOO_FINE.test(shape));
    if (field === null || fields[field]?.kind !== "money" || fine.length === 0) return [];
    const count = fine.reduce((sum, one) => sum + one.count, 0);
    return [
      {
        key: `entities.${entity}.fields.${field}.round`,
        decision: null,
        choices: ROUNDINGS,
        says: `${file}, column ${header}: ${count} or more amounts have more decimals than the currency`,
      },
    ];
  });
}
