import type { Importer } from "../../../importers/define.ts";
import type { ColumnProposal, DecisionSubject, FileProposal } from "../assessment.ts";
import type { TableKnown } from "./read-table.ts";

/** Which decisions matter to a kind of field. */
const MATTERING: Readonly<Record<string, readonly DecisionSubject[]>> = {
  date: ["dateFormat", "centuryPivot"],
  time: ["dateFormat", "timeFormat"],
  money: ["decimalSeparator"],
  integer: ["decimalSeparator"],
  code: ["codes"],
};

/** The key of a mapping's field that settles a decision. */
const SETTLING: Readonly<Record<DecisionSubject, string>> = {
  dateFormat: "format",
  timeFormat: "format",
  centuryPivot: "pivot",
  decimalSeparator: "decimal",
  codes: "codes",
  nullTokens: "nullTokens",
};

/** What has to be said by a person before a file can be imported, each with the mapping's key that says it. */
export function openQuestions(
  importer: Importer,
  columns: readonly ColumnProposal[],
  table: Pick<TableKnown, "file" | "columns">,
): FileProposal["open"] {
  const { entity, fields } = importer;
  const fed = new Set(columns.flatMap(({ field, fields: more }) => more ?? field ?? []));
  const missing = Object.entries(fields)
    .filter(([name, { required }]) => required && !fed.has(name))
    .map(([name, { label = name }]) => ({
      key: `entities.${entity}.fields.${name}`,
      decision: null,
      says: `No column of ${table.file} is ${name}: name it, or set the rule ${entity}.${label}.missing.`,
    }));
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
  return [...missing, ...undecided];
}
