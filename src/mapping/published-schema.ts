import { z } from "zod";
import { applicationOf, type Importer } from "../../importers/define.ts";
import { mappingSchema } from "./mapping.ts";
import { writtenWhere } from "./where/condition.ts";

type Node = { [key: string]: unknown };

type About = Readonly<Record<string, string>>;

/** What an editor shows of a key. */
const aboutIn = (application: string): About => ({
  mappingVersion: "The version of this format: 1.",
  legacySystem:
    "The name of the legacy system, part of every legacy id's identity. Never change it.",
  currency:
    'The currency of every amount (ISO 4217, such as INR); XXX if there are no amounts; "as recorded" if FHIR says it beside each.',
  timeZone: "The hospital's time zone (IANA, such as Asia/Kolkata).",
  country: "The country whose phone numbers get an E.164 form (ISO 3166-1, such as IN).",
  reading: "How files are written, by file name, or * for all; anything omitted is detected.",
  headerRow: 'The line of the column names, the first and the last of several, or "none".',
  hidden: "For a workbook: whether hidden sheets and rows are read; by default they are reported.",
  merged: "For a workbook: whether vertically merged cells are filled.",
  rename:
    "Columns with a different name in the file: its name of each, and the name used in this mapping.",
  turn: "A table with a column for each setting is read as one with a record for each.",
  leaveOut: "Why the file is not imported, although it may belong to an entity.",
  entities: "Which files hold which entity, and which column is which field.",
  file: "The name of the entity's file, or of several with the same columns.",
  fields: `For each ${application} field, the legacy column, several to join, or an object with more settings.`,
  where: "The records of the file that belong to the entity; the others are skipped.",
  is: "The text that the cell is, or several of which it is one.",
  not: "A text that the cell must not be, or a list of them.",
  empty: "Whether the cell is empty, or what nullTokens list.",
  greaterThan: "What the cell is greater than: a number, or a day (YYYY-MM-DD).",
  atLeast: "What the cell is not less than: a number, or a day (YYYY-MM-DD).",
  lessThan: "What the cell is less than: a number, or a day (YYYY-MM-DD).",
  atMost: "What the cell is not greater than: a number, or a day (YYYY-MM-DD).",
  ignore: `Known columns that have no place in ${application}.`,
  nullTokens: 'Cells that mean "nothing": NULL, N/A.',
  secrets: "Columns that look like passwords or other secrets and are read all the same.",
  rules: "For each code, the severity of a finding: error, warning, or off.",
  column: "The legacy column, as the header line names it; column 1, column 2 if it has no name.",
  columns: "Legacy columns to join, in this order.",
  join: "The text between joined cells; a space by default.",
  value: "A fixed value for every record, instead of a column.",
  take: "The part of a person's name to take; by default the whole cell.",
  optional: "The export may lack the column.",
  format:
    "How dates and times are written: DD/MM/YYYY, YYYY-MM-DD HH:mm; several if no cell fits two.",
  pivot: "Two-digit years up to this one are 20xx, later ones 19xx.",
  language: "The language of month names (ISO 639-1).",
  unknownDays:
    "Days that stand for an unknown day, YYYY-MM-DD; an empty list if all days are real.",
  codes: "Legacy code to value.",
  onUnknown: "How to treat a record whose parent is not in the export.",
  decimal: "The decimal mark; a point by default.",
  group: "The thousands separator; none by default.",
  symbols: "Symbols before or after the digits.",
  round: "How to round amounts with more decimals than the currency; by default they are rejected.",
  merges: "By entity, which of its records may be of one person.",
  undecided:
    "Decisions that an assessment leaves to you: the import stops until each key is present.",
  proposals: "Alternatives that were not chosen. Nothing depends on them.",
});

/**
 * The JSON Schema (draft 2020-12) of a mapping file, for editors: what the parser takes, key by key. What
 * depends on several keys, or on the world, only the parser knows.
 */
export function publishedSchema(importers: readonly Importer[]): Node {
  const application = applicationOf(importers);
  const about = aboutIn(application);
  const schema = z.toJSONSchema(mappingSchema(importers), {
    io: "input",
    unrepresentable: "any",
  }) as Node;
  const { entities } = propertiesOf(schema);
  for (const entity of Object.values(propertiesOf(entities))) {
    const { fields } = propertiesOf(entity);
    propertiesOf(entity)["where"] = { ...WHERE };
    const written = propertiesOf(fields);
    for (const [name, field] of Object.entries(written)) written[name] = inAllForms(field, about);
  }
  const names = importers.flatMap(({ entity, partOf }) => (partOf === undefined ? [entity] : []));
  describe(schema, about);
  const title = `A mapping of HMSync Migrate: legacy columns to the fields of ${application}`;
  return { ...withSpaces(withDefinitions(schema), names), title };
}

/** An entity of any name whose records are rows of an entity's table; it may have the name of another entity. */
function withSpaces(schema: Node, names: readonly string[]): Node {
  const { entities } = propertiesOf(schema);
  const written = propertiesOf(entities);
  const pointer = (entity: string, key: string) => ({
    $ref: `#/properties/entities/properties/${entity}/anyOf/0/properties/${key}`,
  });
  const [first = ""] = names;
  const shared = Object.keys(propertiesOf(written[first])).filter(
    (key) => key !== "fields" && key !== "rules",
  );
  const space = {
    type: "object",
    required: ["as", "fields"],
    additionalProperties: false,
    properties: {
      as: {
        enum: names,
        description:
          "The entity in whose table the records are rows, with legacy ids of their own.",
      },
      fields: { type: "object" },
      rules: { type: "object" },
      ...Object.fromEntries(shared.map((key) => [key, pointer(first, key)])),
    },
    allOf: names.map((entity) => ({
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema.
      then: { properties: { fields: pointer(entity, "fields") } },
      if: { properties: { as: { const: entity } } },
    })),
  };
  const refer = { $ref: "#/$defs/space" };
  for (const name of names) written[name] = { anyOf: [written[name] ?? {}, refer] };
  if (entities !== undefined) entities["additionalProperties"] = refer;
  return { ...schema, $defs: { ...(schema["$defs"] as Node), space } };
}

/** Which records are meant: of one column, in short, or column by column. */
const { $schema: _, ...WHERE } = z.toJSONSchema(writtenWhere, {
  io: "input",
  unrepresentable: "any",
});

/** Shorter than a reference to it. */
const SHORT = 40;

/** Fields of one kind take the same: what is said more than once is said in one place. */
function withDefinitions(schema: Node): Node {
  const times = new Map<string, number>();
  for (const inner of innerSchemas(schema)) count(inner, times);
  const names = new Map(
    [...times]
      .filter(([text, many]) => many > 1 && text.length > SHORT)
      .map(([text], at) => [text, `d${at + 1}`] as const),
  );
  const defs = [...names].map(([text, name]) => [name, referring(JSON.parse(text) as Node, names)]);
  return { ...referring(schema, names), $defs: Object.fromEntries(defs) as Node };
}

function count(schema: Node, times: Map<string, number>): void {
  const text = JSON.stringify(schema);
  const before = times.get(text) ?? 0;
  times.set(text, before + 1);
  // What it holds is repeated with it.
  if (before === 0) for (const inner of innerSchemas(schema)) count(inner, times);
}

/** The same schema, with references in place of what is defined elsewhere. */
function referring(schema: Node, names: ReadonlyMap<string, string>): Node {
  const refer = (inner: Node): Node => {
    const name = names.get(JSON.stringify(inner));
    return name === undefined ? referring(inner, names) : { $ref: `#/$defs/${name}` };
  };
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) => {
      if (MAPS.has(key)) return [key, mapped(value as Record<string, Node>, refer)];
      if (LISTS.has(key)) return [key, (value as readonly Node[]).map(refer)];
      return [key, isSchema(key, value) ? refer(value) : value];
    }),
  );
}

const mapped = (map: Record<string, Node>, refer: (inner: Node) => Node): Node =>
  Object.fromEntries(Object.entries(map).map(([key, inner]) => [key, refer(inner)]));

/** Keywords of JSON Schema whose values are schemas by name, lists of them, or one. */
const MAPS = new Set(["properties"]);
const LISTS = new Set(["anyOf", "allOf", "oneOf"]);
const ONE = new Set(["items", "additionalProperties", "propertyNames", "not"]);

const isSchema = (key: string, value: unknown): value is Node =>
  ONE.has(key) && typeof value === "object" && value !== null;

const innerSchemas = (schema: Node): Node[] =>
  Object.entries(schema).flatMap(([key, value]) => {
    if (MAPS.has(key)) return Object.values(value as Record<string, Node>);
    if (LISTS.has(key)) return value as Node[];
    return isSchema(key, value) ? [value] : [];
  });

/** A field may be the name of its column, or several, in short. */
const inAllForms = (field: Node, about: About): Node => ({
  anyOf: [
    { type: "string", minLength: 1, description: about["column"] },
    {
      type: "array",
      minItems: 1,
      description: about["columns"],
      items: { type: "string", minLength: 1 },
    },
    field,
  ],
});

const propertiesOf = (node: Node | undefined): Record<string, Node> =>
  (node?.["properties"] ?? {}) as Record<string, Node>;

function describe(value: unknown, about: About): void {
  if (typeof value !== "object" || value === null) return;
  for (const [key, property] of Object.entries(propertiesOf(value as Node))) {
    const says = about[key];
    if (says !== undefined) property["description"] ??= says;
  }
  for (const inner of Object.values(value)) describe(inner, about);
}
