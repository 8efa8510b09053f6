import { getTableColumns } from "drizzle-orm";
import { z } from "zod";
import type { Field, Importer } from "../../importers/define.ts";
import { isCurrency } from "../../shared/currency.ts";
import { isCountry } from "../../shared/phone-number.ts";
import { trimText } from "../../shared/trim-text.ts";
import { UsageError } from "../errors.ts";
import { type ReadingSettings, readingSettings } from "../source/reading-settings.ts";
import { explainIssues } from "./explain-issues.ts";
import { isAdjustable, mustBeCounted, ruleBook, type Setting } from "./rule-book.ts";

/** Where a canonical field comes from. */
export interface FieldMapping {
  /** One legacy column, or several that are joined in this order; none where `value` stands. */
  readonly columns: readonly string[];
  readonly join: string;
  /** The same for every record, in place of a column. */
  readonly value: string | undefined;
  /** The export may lack the column. */
  readonly optional: boolean;
  /** What the field's converter was told: formats, codes, rounding. */
  readonly options: Readonly<Record<string, unknown>>;
}

/** How one entity's files are read. */
export interface EntityMapping {
  /** The file's name, where headers alone cannot tell. */
  readonly file: string | undefined;
  readonly fields: Readonly<Record<string, FieldMapping>>;
  /** Columns that are known and have no place in HMSync. */
  readonly ignore: readonly string[];
  /** Cells that mean "nothing". */
  readonly nullTokens: readonly string[];
  readonly rules: Readonly<Record<string, Setting>>;
}

/** Legacy columns to canonical fields, with formats and code lists, for one legacy system. */
export interface Mapping {
  readonly name: string;
  readonly legacySystem: string;
  /** ISO 4217. */
  readonly currency: string;
  /** IANA name. */
  readonly timeZone: string;
  readonly entities: Readonly<Record<string, EntityMapping>>;
  /** ISO 3166-1 alpha-2; where phone numbers are worked out for it. */
  readonly country?: string;
  /** How files are written, by their names, or `*` for all; the rest is detected. */
  readonly reading: Readonly<Record<string, ReadingSettings>>;
}

const SYSTEM_NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/;

/**
 * Reads a mapping from the text of its JSON file.
 *
 * @param name what messages call it
 * @throws UsageError that names each wrong key
 */
export function parseMapping(name: string, json: string, importers: readonly Importer[]): Mapping {
  const read = mappingSchema(importers).safeParse(parseJson(name, json));
  if (!read.success) {
    throw new UsageError(
      `The mapping ${name} is wrong:\n${explainIssues(read.error, vocabulary(importers)).join("\n")}`,
      {
        cure: "Correct these keys.",
      },
    );
  }
  const { legacySystem, currency, timeZone, country, entities, reading } = read.data;
  return {
    ...{ name, legacySystem, currency, timeZone, reading, ...(country && { country }) },
    entities: entities as Mapping["entities"],
  };
}

/** Every key that a mapping may have. */
function vocabulary(importers: readonly Importer[]): string[] {
  const fields = importers.flatMap(({ fields }) => Object.entries(fields));
  return [
    ...Object.keys(mappingSchema([]).shape),
    ...importers.flatMap((importer) => [importer.entity, ...ruleBook(importer).keys()]),
    ...fields.flatMap(([name, field]) => [name, ...Object.keys(field.options.shape)]),
    ...["file", "fields", "ignore", "nullTokens", "rules"],
    ...["column", "columns", "join", "value", "optional"],
    ...Object.keys(readingSettings.shape),
  ];
}

function parseJson(name: string, json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new UsageError(`The mapping ${name} is not JSON (${(error as Error).message}).`, {
      cure: "Correct the file; an editor with JSON support shows the place.",
      cause: error,
    });
  }
}

function mappingSchema(importers: readonly Importer[]) {
  return z.strictObject({
    $schema: z.string().optional(),
    mappingVersion: z.literal(1),
    legacySystem: legacySystemName,
    currency: z.string().refine(isCurrency, "is not an ISO 4217 currency code"),
    timeZone: z.string().refine(isTimeZone, "is not an IANA time zone, such as Asia/Kolkata"),
    country: z
      .string()
      .refine(isCountry, "is not an ISO 3166-1 country code, such as IN")
      .optional(),
    reading: z.record(z.string().min(1), readingSettings).default({}),
    entities: z.strictObject(
      Object.fromEntries(
        importers.map((importer) => [importer.entity, entitySchema(importer).optional()]),
      ),
    ),
  });
}

/** The name of a legacy system: part of every legacy id's identity, and of file names. */
export const legacySystemName = z
  .string()
  .regex(SYSTEM_NAME, "is lower-case letters, digits, dots, dashes and underscores, 64 at most");

/** A cell, or a column as a header line names it, read the way that those are. */
const cellText = z.string().overwrite(trimText).min(1);

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en-US", { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}

function entitySchema(importer: Importer) {
  const fields = Object.entries(importer.fields).map(([name, field]) => [
    name,
    fieldSchema(field, {
      notNull: getTableColumns(importer.table)[field.column ?? name]?.notNull ?? false,
    }).optional(),
  ]);
  return z
    .strictObject({
      file: z.string().min(1).optional(),
      fields: z.strictObject(Object.fromEntries(fields)),
      ignore: z.array(cellText).default([]),
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

const COUNTED = ["error", "warning"] as const;

function ruleSettings(importer: Importer) {
  const adjustable = [...ruleBook(importer).keys()].filter((code) => isAdjustable(importer, code));
  return Object.fromEntries(
    adjustable.map((code) => {
      const settings = mustBeCounted(importer, code) ? COUNTED : ([...COUNTED, "off"] as const);
      return [code, z.enum(settings).optional()];
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

/** A field is written as a column's name, a list of columns to join, or an object. */
function fieldSchema(field: Field, { notNull }: { readonly notNull: boolean }) {
  const object = z
    .strictObject({
      column: cellText.optional(),
      columns: z.array(cellText).min(1).optional(),
      join: z.string().default(" "),
      value: z.string().min(1).optional(),
      optional: z.boolean().default(false),
      ...field.options.shape,
    })
    .superRefine((written, context) => {
      const sources = [written.column, written.columns, written.value];
      if (sources.filter((source) => source !== undefined).length !== 1) {
        context.addIssue({ code: "custom", message: 'needs one of "column", "columns", "value"' });
      }
      if ("onUnknown" in written && written.onUnknown === "null" && notNull) {
        context.addIssue({
          code: "custom",
          path: ["onUnknown"],
          message: "cannot be null: the column is required",
        });
      }
      const options = field.options.safeParse(written);
      for (const issue of options.error?.issues ?? []) {
        if (issue.code === "custom") context.addIssue({ ...issue, code: "custom" });
      }
    })
    .transform(({ column, columns, join, value, optional, ...options }): FieldMapping => {
      return {
        columns: columns ?? (column === undefined ? [] : [column]),
        join,
        value,
        optional,
        options,
      };
    });
  return z.preprocess((written) => {
    if (typeof written === "string") return { column: written };
    return Array.isArray(written) ? { columns: written } : written;
  }, object);
}
