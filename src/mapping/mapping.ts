import { getTableColumns } from "drizzle-orm";
import { z } from "zod";
import type { Importer } from "../../importers/define.ts";
import { isCurrency } from "../../shared/currency.ts";
import { isCountry } from "../../shared/phone-number.ts";
import { UsageError } from "../plain/errors.ts";
import { groupBy } from "../plain/group-by.ts";
import { type ReadingByFile, readingSettings } from "../source/reading-settings.ts";
import { cutShape } from "./cut-cell.ts";
import { explainIssues, type Vocabulary } from "./explain-issues.ts";
import { cellText, fieldSchema } from "./field-mapping.ts";
import {
  AS_RECORDED,
  type EntityMapping,
  type IgnoredColumn,
  type Mapping,
} from "./mapping-data.ts";
import { isAdjustable, isBetweenRecords, mustBeCounted, ruleBook } from "./rule-book.ts";
import { askOfSpaces } from "./spaces/ask-of-spaces.ts";
import { wrongSpaces } from "./spaces/check-merges.ts";
import { linkEntities } from "./spaces/link-entities.ts";
import { mergeSchema, mergesSchema } from "./spaces/merges.ts";
import { type WrittenSpaces, writtenSpaces } from "./spaces/written-spaces.ts";
import { proposalsSchema, refuseUndecided, undecidedSchema } from "./undecided.ts";
import { CONDITION_KEYS, whereSchema } from "./where/condition.ts";

export type { EntityMapping, Mapping };

/** ISO 4217: no currency is involved. */
const NO_CURRENCY = "XXX";
const SYSTEM_NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/;

/**
 * Reads a mapping from the text of its JSON file.
 *
 * @param name what messages call it
 * @throws UsageError that names each wrong key
 */
export function parseMapping(name: string, json: string, importers: readonly Importer[]): Mapping {
  return parseAnswered({ name, json, said: {} }, importers);
}

/** A mapping's text, and what flags say about how files are written: that may answer what it leaves open. */
interface Answered {
  readonly name: string;
  readonly json: string;
  readonly said: ReadingByFile;
}

/** The same, where flags were given. */
export function parseAnswered(
  { name, json, said }: Answered,
  importers: readonly Importer[],
): Mapping {
  const written = parseJson(name, json);
  refuseUndecided({ name, json, written, said });
  const { data, wrong } = readChecked(written, importers);
  if (data === undefined || wrong.length > 0) {
    throw new UsageError(`The mapping ${name} is wrong:\n${wrong.join("\n")}`, {
      cure: "Correct these keys.",
    });
  }
  const { legacySystem, currency, timeZone, country, reading, nullTokens } = data;
  const { unmapped, merges } = data;
  const entities = data.entities as Mapping["entities"];
  askOfSpaces({ name, json, written, entities, importers });
  const links = merges === undefined ? {} : linkEntities({ entities, merges });
  return {
    name,
    legacySystem,
    currency,
    timeZone,
    reading,
    ...(country && { country }),
    ...(unmapped && { unmapped }),
    ...(merges && { merges }),
    entities: withNullTokens({ ...entities, ...links }, nullTokens),
  };
}

/** A mapping's text as it is read, and what is wrong with its keys, one line a key. */
function readChecked(written: unknown, importers: readonly Importer[]) {
  const spaces = writtenSpaces(written, importers);
  // A mapping is read once: compiling a reader of it takes longer than reading.
  const read = schemaOf(spaces.importers).safeParse(written, { jitless: true });
  if (!read.success) {
    const known = vocabulary(spaces.importers);
    const wrong = explainIssues(read.error, known).filter((line) => !isToldOf(line, spaces));
    return { data: undefined, wrong: [...spaces.faults, ...wrong] };
  }
  const { merges = {} } = read.data;
  const entities = read.data.entities as Mapping["entities"];
  const wrong = [...spaces.faults, ...wrongSpaces({ entities, merges, importers })];
  return { data: read.data, wrong };
}

/** An entity that cannot be what it says is told of once. */
const isToldOf = (line: string, { faults }: WrittenSpaces): boolean =>
  faults.length > 0 && line.startsWith("  entities: does not know");

/** What means "nothing" in the whole export means it in each entity. */
function withNullTokens(
  entities: Mapping["entities"],
  everywhere: readonly string[],
): Mapping["entities"] {
  if (everywhere.length === 0) return entities;
  return Object.fromEntries(
    Object.entries(entities).flatMap(([name, entity]) => {
      // An entity that the mapping does not have is there without a value.
      if (entity === undefined) return [];
      const nullTokens = [...new Set([...everywhere, ...entity.nullTokens])];
      return [[name, { ...entity, nullTokens }]];
    }),
  );
}

function vocabulary(importers: readonly Importer[]): Vocabulary {
  const all = (keys: readonly string[], place: string) => keys.map((key) => [key, place] as const);
  const fields = importers.flatMap(({ fields }) => Object.values(fields));
  const named = ["column", "columns", "join", "value", "take", "optional", "by"];
  const ofField = [...named, ...Object.keys(cutShape)];
  const options = fields.flatMap(({ options }) => Object.keys(options.shape));
  const known = [
    ...all(Object.keys(readingSettings.shape), 'a file of "reading"'),
    ...all(CONDITION_KEYS, 'a column of "where"'),
    ...all([...ofField, ...options], 'a field of "fields"'),
    ...all(
      ["as", "file", "fields", "where", "ignore", "unmapped", "secrets", "nullTokens", "rules"],
      "an entity",
    ),
    ...importers
      .filter(isMapped)
      .flatMap((importer) => [
        ...all(Object.keys(importer.fields), `entities.${importer.entity}.fields`),
        ...all([...ruleBook(importer).keys()], `entities.${importer.entity}.rules`),
        [importer.entity, "entities"] as const,
      ]),
    ...all(Object.keys(mergeSchema.shape), 'a merge of "merges"'),
    ...all(Object.keys(mappingSchema([]).shape), "the mapping itself"),
  ];
  const places = groupBy(known, ([key]) => key);
  return new Map([...places].map(([key, ones]) => [key, ones.map(([, place]) => place)]));
}

/** What is wrong with the keys of a mapping, one line a key, whatever it still leaves open. */
export function wrongKeys(json: string, importers: readonly Importer[]): string[] {
  const { wrong } = readChecked(parseJson("", json), importers);
  return wrong.map((line) => line.trim());
}

function parseJson(name: string, json: string): unknown {
  try {
    // An editor may put a byte order mark before it.
    return JSON.parse(json.replace(/^\ufeff/, ""));
  } catch (error) {
    throw new UsageError(`The mapping ${name} is not JSON (${(error as Error).message}).`, {
      cure: "Correct the file; an editor with JSON support shows the place.",
      cause: error,
    });
  }
}

/** Rows that belong to records of another entity are in no file. */
const isMapped = ({ partOf }: Importer): boolean => partOf === undefined;

const schemas = new WeakMap<readonly Importer[], ReturnType<typeof mappingSchema>>();

/** Made once for all the mappings that are read. */
function schemaOf(importers: readonly Importer[]): ReturnType<typeof mappingSchema> {
  const schema = schemas.get(importers) ?? mappingSchema(importers);
  schemas.set(importers, schema);
  return schema;
}

/** What a mapping file may hold: of its text, and of the mapping that it becomes. */
export function mappingSchema(importers: readonly Importer[]) {
  return z
    .strictObject({
      $schema: z.string().optional(),
      mappingVersion: z.literal(1),
      legacySystem: legacySystemName,
      currency: z
        .string()
        .refine(
          (code) => isCurrency(code) || code === NO_CURRENCY || code === AS_RECORDED,
          "is not an ISO 4217 currency code",
        ),
      timeZone: z.string().refine(isTimeZone, "is not an IANA time zone, such as Asia/Kolkata"),
      country: z
        .string()
        .refine(isCountry, "is not an ISO 3166-1 country code, such as IN")
        .optional(),
      reading: z.record(z.string().min(1), readingSettings).default({}),
      nullTokens: z.array(cellText).default([]),
      unmapped: unmappedSchema.optional(),
      merges: mergesSchema.optional(),
      entities: z.strictObject(
        Object.fromEntries(
          importers
            .filter(isMapped)
            .map((importer) => [importer.entity, entitySchema(importer).optional()]),
        ),
      ),
      undecided: undecidedSchema,
      proposals: proposalsSchema,
    })
    .superRefine(({ currency, entities }, context) => {
      const [amount] = currency === NO_CURRENCY ? amountsOf(entities, importers) : [];
      if (amount === undefined) return;
      const message = `is ${NO_CURRENCY} (no currency), but ${amount} is an amount`;
      context.addIssue({ code: "custom", path: ["currency"], message });
    });
}

/** The amounts that a mapping fills, which need a currency. */
function amountsOf(entities: Readonly<Record<string, unknown>>, importers: readonly Importer[]) {
  return importers.flatMap(({ entity, fields }) => {
    const mapped = (entities[entity] as EntityMapping | undefined)?.fields ?? {};
    return Object.entries(fields)
      .filter(([name, { kind }]) => kind === "money" && mapped[name])
      .map(([name]) => `${entity}.${name}`);
  });
}

/** The name of a legacy system: part of every legacy id's identity, and of file names. */
export const legacySystemName = z
  .string()
  .regex(SYSTEM_NAME, "is lower-case letters, digits, dots, dashes and underscores, 64 at most");

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en-US", { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}

const person = z.string().trim().min(1).describe("Who decided it.");
const reason = z.string().trim().min(1).describe("Why.");

/** A name alone says nothing of who decided it. */
const ignoredSchema = z.union([
  cellText.transform((column): IgnoredColumn => ({ column })),
  z.strictObject({ column: cellText, by: person.optional(), why: reason.optional() }),
]);

const unmappedSchema = z.union([
  z.literal("keep"),
  z.literal("drop").transform(() => ({ drop: "all" as const })),
  z.strictObject({ drop: z.literal("all"), by: person.optional(), why: reason.optional() }),
]);

const entitySchemas = new WeakMap<Importer, ReturnType<typeof makeEntitySchema>>();

/** Made once, whichever others a list has beside it: a target's importers are listed in several orders. */
function entitySchema(importer: Importer): ReturnType<typeof makeEntitySchema> {
  const schema = entitySchemas.get(importer) ?? makeEntitySchema(importer);
  entitySchemas.set(importer, schema);
  return schema;
}

function makeEntitySchema(importer: Importer) {
  const fields = Object.entries(importer.fields).map(([name, field]) => [
    name,
    fieldSchema(field, {
      notNull: getTableColumns(importer.table)[field.column ?? name]?.notNull ?? false,
    }).optional(),
  ]);
  return z
    .strictObject({
      ...(importer.spaceOf !== undefined && { as: z.literal(importer.spaceOf) }),
      file: z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]).optional(),
      optional: z.boolean().optional().describe("An export may lack its files."),
      fields: z.strictObject(Object.fromEntries(fields)),
      where: whereSchema.optional(),
      ignore: z.array(ignoredSchema).default([]),
      unmapped: unmappedSchema.optional(),
      secrets: z.array(cellText).default([]),
      nullTokens: z.array(cellText).default([]),
      rules: z.strictObject(ruleSettings(importer)).default({}),
    })
    .superRefine((entity, context) => {
      for (const name of unmappedRequired(importer, entity.fields, entity.rules)) {
        const label = importer.fields[name]?.label ?? name;
        context.addIssue({
          code: "custom",
          path: ["fields", name],
          message: `is required: name its column, or set the rule "${importer.entity}.${label}.missing" to "warning" or "off"`,
        });
      }
    });
}

// Made once: there are thousands of codes.
const COUNTED = z.enum(["error", "warning"]).optional();
const ANY_SETTING = z.enum(["error", "warning", "off"]).optional();
const NO_ERROR = z.enum(["warning", "off"]).optional();

function ruleSettings(importer: Importer) {
  const adjustable = [...ruleBook(importer).keys()].filter((code) => isAdjustable(importer, code));
  return Object.fromEntries(
    adjustable.map((code) => {
      if (isBetweenRecords(importer, code)) return [code, NO_ERROR];
      return [code, mustBeCounted(importer, code) ? COUNTED : ANY_SETTING];
    }),
  );
}

function unmappedRequired(
  importer: Importer,
  fields: Record<string, unknown>,
  rules: Record<string, unknown>,
): string[] {
  return Object.entries(importer.fields).flatMap(([name, field]) => {
    const setting = rules[`${importer.entity}.${field.label ?? name}.missing`];
    const excused = setting === "warning" || setting === "off";
    return field.required && fields[name] === undefined && !excused ? [name] : [];
  });
}
