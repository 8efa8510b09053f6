import type { Field, Importer, Sink } from "../../../importers/define.ts";
import type { ColumnProfile, ColumnProposal, FileProposal } from "../assessment.ts";
import { roleOf } from "../evidence/column-role.ts";
import type { TableKnown } from "./table-known.ts";

/** Nobody answers for more, and a column of more is none of codes. */
const MOST_WORDS = 40;
const CONTEXT = { currency: "XXX", timeZone: "UTC" };

/** A word of a status that nobody knows is no status by default: a person says which one it is. */
export function unknownWords(
  { entity, fields }: Importer,
  columns: readonly ColumnProposal[],
  { file, columns: profiles }: Pick<TableKnown, "file" | "columns">,
): FileProposal["open"] {
  return columns.flatMap(({ header, field: name }, at) => {
    const [field, column] = [fields[name ?? ""], profiles[at]];
    const values = field === undefined ? [] : valuesOf(field);
    if (field === undefined || column === undefined || values.length === 0) return [];
    const unknown = column.distinct.count > MOST_WORDS ? [] : unknownIn(column, field);
    if (unknown.length === 0) return [];
    const counts = unknown.map(({ value, count }) => `${count} ${JSON.stringify(value)}`);
    const isYesOrNo = field.kind === "boolean";
    const ways = values.map((one) =>
      JSON.stringify({ [unknown[0]?.value ?? ""]: isYesOrNo ? one === "true" : one }),
    );
    return [
      {
        key: `entities.${entity}.fields.${name}.codes`,
        decision: null,
        choices: ways,
        says: `${file}, column ${header}: these words are not known as ${name}: ${counts.join(", ")}; say of each which one it is`,
      },
    ];
  });
}

/** Genders and statuses of visits have evidence of their own. */
function valuesOf(field: Field): readonly string[] {
  if (field.kind === "boolean") return ["true", "false"];
  return field.kind === "code" && roleOf(field) === undefined ? (field.values ?? []) : [];
}

function unknownIn({ frequent, decisions, nullTokens }: ColumnProfile, field: Field) {
  const convert = field.compile({}, CONTEXT);
  const isOpen = decisions.some(({ subject }) => subject === "codes");
  // What the cells prove of yes and no is known where they were looked at for it.
  if (field.kind === "boolean" && !isOpen) return [];
  const listed = decisions.flatMap(({ options }) => Object.keys(options["codes"] ?? {}));
  const nothing = nullTokens.map(({ value }) => value);
  return frequent.filter(({ value }) => {
    let isRefused = false;
    const sink: Sink = {
      problem: () => {
        isRefused = true;
      },
      rounded: () => undefined,
    };
    convert(value, sink);
    return isRefused && !listed.includes(value) && !nothing.includes(value);
  });
}
