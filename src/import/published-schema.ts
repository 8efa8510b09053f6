import { z } from "zod";
import type { Importer } from "../../importers/define.ts";
import { mappingSchema } from "./mapping.ts";

type Node = { [key: string]: unknown };

/** What an editor shows of a key. */
const ABOUT: Readonly<Record<string, string>> = {
  mappingVersion: "The version of this format: 1.",
  legacySystem:
    "The name of the legacy system: part of every legacy id's identity. Never change it.",
  currency: "ISO 4217, such as INR: of every amount; XXX where there are none.",
  timeZone: "IANA, such as Asia/Kolkata: where the hospital's clock hangs.",
  country: "ISO 3166-1, such as IN: for which phone numbers are worked out.",
  reading: "How files are written, by their names, or * for all; what is left out is detected.",
  headerRow: 'The line of the column names, the first and the last of several, or "none".',
  hidden: "Of a workbook: whether its hidden sheets and rows are read; they are told unless said.",
  merged: "Of a workbook: whether cells that are merged downwards are filled.",
  rename:
    "Columns that the file calls otherwise: its name of each, and the one used in this mapping.",
  leaveOut: "Why the file is not imported, although it may belong to an entity.",
  entities: "Which files hold what, and which column is which field.",
  file: "The name of the entity's file, or of several with the same columns.",
  fields:
    "By HMSync's field, the legacy column, several to be joined, or an object that says more.",
  where: "The records of the file that are of the entity; the others are skipped.",
  is: "What stands in the column.",
  ignore: "Columns that are known and have no place in HMSync.",
  nullTokens: 'Cells that mean "nothing": NULL, N/A.',
  rules: "By code, what a finding is worth: error, warning, or off.",
  column: "The legacy column, as the header line names it; column 1, column 2 where there is none.",
  columns: "Legacy columns that are joined in this order.",
  join: "What stands between joined cells; a blank unless said.",
  value: "The same for every record, in place of a column.",
  take: "The part of a person's name that is taken; all of the cell unless said.",
  optional: "The export may lack the column.",
  format:
    "How days and times are written: DD/MM/YYYY, YYYY-MM-DD HH:mm; several where no cell fits two.",
  pivot: "Two-digit years up to this one are 20xx, later ones 19xx.",
  language: "What months are called in, ISO 639-1.",
  unknownDays:
    "Days that stand for an unknown one, YYYY-MM-DD; an empty list where all are meant as they stand.",
  codes: "Legacy code to value.",
  onUnknown: "What becomes of a record whose parent is not in the export.",
  decimal: "The decimal mark; a point unless said.",
  group: "The mark between thousands; none unless said.",
  symbols: "What stands before or after the digits.",
  round:
    "How amounts with more decimals than the currency are rounded; they are refused unless said.",
  undecided: "What an assessment leaves to you: the import stops until each key is there.",
  proposals: "What may be meant and was not done. Nothing depends on it.",
};

/**
 * The JSON Schema (draft 2020-12) of a mapping file, for editors: what the parser takes, key by key. What
 * depends on several keys, or on the world, only the parser knows.
 */
export function publishedSchema(importers: readonly Importer[]): Node {
  const schema = z.toJSONSchema(mappingSchema(importers), {
    io: "input",
    unrepresentable: "any",
  }) as Node;
  const { entities } = propertiesOf(schema);
  for (const entity of Object.values(propertiesOf(entities))) {
    const { fields } = propertiesOf(entity);
    const written = propertiesOf(fields);
    for (const [name, field] of Object.entries(written)) written[name] = inAllForms(field);
  }
  describe(schema);
  const title = "A mapping of HMSync Migrate: legacy columns to the fields of HMSync";
  return { ...schema, title };
}

/** A field may be the name of its column, or several, in short. */
const inAllForms = (field: Node): Node => ({
  anyOf: [
    { type: "string", minLength: 1, description: ABOUT["column"] },
    {
      ...{ type: "array", minItems: 1, description: ABOUT["columns"] },
      items: { type: "string", minLength: 1 },
    },
    field,
  ],
});

const propertiesOf = (node: Node | undefined): Record<string, Node> =>
  (node?.["properties"] ?? {}) as Record<string, Node>;

function describe(value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  for (const [key, property] of Object.entries(propertiesOf(value as Node))) {
    const about = ABOUT[key];
    if (about !== undefined) property["description"] ??= about;
  }
  for (const inner of Object.values(value)) describe(inner);
}
