import { z } from "zod";
import type { Importer } from "../../../importers/define.ts";
import { cellText, type FieldMapping, fieldSchema } from "../field-mapping.ts";
import { type Where, whereSchema } from "../where/condition.ts";
import { LINK_FIELDS } from "./link-importer.ts";

// What a mapping says of records that are of one person: `merges`.

export const CARDINALITIES = ["one-to-one", "many-to-one", "one-to-many", "many-to-many"] as const;

const name = z.string().min(1);

/** One side of a table of links: a column, and whose ids it holds. */
const sideSchema = fieldSchema(
  {
    ...LINK_FIELDS.from,
    options: z.object({ to: name.describe("The space whose legacy ids the column holds.") }),
  },
  { notNull: true },
);

const cardinality = z
  .enum(CARDINALITIES)
  .optional()
  .describe(
    "How many records of the other side a record may be linked with; any number by default.",
  );

/** A column of a space's own file names a record of another space, or of its own. */
const columnLink = z.strictObject({
  from: name.describe("The space whose records have the column."),
  column: cellText.describe("The column that names the other record."),
  to: name.describe("The space whose legacy ids the column holds."),
  cardinality,
  nullTokens: z.array(cellText).min(1).optional(),
  strip: z.string().min(1).optional(),
  pad: z.int().positive().optional(),
});

/** A table of its own says which records are of one person. */
const tableLink = z.strictObject({
  file: name.describe("The table of links."),
  where: whereSchema.optional(),
  from: sideSchema,
  with: sideSchema,
  cardinality,
});

const linkSchema = z.union([columnLink, tableLink], {
  error:
    'is { "from", "column", "to" } for a column of a space\'s own file, or { "file", "from", "with" } for a table of links',
});

export const mergeSchema = z.strictObject({
  from: z
    .array(name)
    .min(1)
    .describe("The spaces whose records may be of one person, by precedence."),
  links: z.array(linkSchema).default([]),
  prefer: z
    .record(name, name)
    .default({})
    .describe("By field, the space whose value is taken before all others."),
  compare: z
    .array(name)
    .optional()
    .describe("Fields that are told where linked records differ; birth and gender by default."),
  match: z
    .strictObject({
      traits: z.array(name).min(1).optional(),
      propose: z.number().min(0).max(1).optional(),
    })
    .optional()
    .describe("Which records are proposed to a person as perhaps the same."),
  expect: z
    .record(name, name)
    .default({})
    .describe("By space, the entity whose records are to name each of its records."),
});

export const mergesSchema = z.record(name, mergeSchema);

/** What a mapping says of one merge. */
export interface MergeMapping {
  /** By precedence. */
  readonly from: readonly string[];
  readonly links: readonly LinkMapping[];
  readonly prefer: Readonly<Record<string, string>>;
  readonly compare?: readonly string[] | undefined;
  readonly match?:
    | { readonly traits?: readonly string[] | undefined; readonly propose?: number | undefined }
    | undefined;
  readonly expect: Readonly<Record<string, string>>;
}

type Cardinality = (typeof CARDINALITIES)[number];

export type LinkMapping = ColumnLink | TableLink;

export interface ColumnLink {
  readonly from: string;
  readonly column: string;
  readonly to: string;
  readonly cardinality?: Cardinality | undefined;
  readonly nullTokens?: readonly string[] | undefined;
  readonly strip?: string | undefined;
  readonly pad?: number | undefined;
}

export interface TableLink {
  readonly file: string;
  readonly where?: Where | undefined;
  readonly from: FieldMapping;
  readonly with: FieldMapping;
  readonly cardinality?: Cardinality | undefined;
}

/** What a declaration of links is called in terms, reports and the ledger, and which spaces it joins. */
export function linkNamed(link: LinkMapping): {
  readonly name: string;
  readonly from: string;
  readonly to: string;
} {
  if ("column" in link) {
    return { name: `${link.from}.${link.column}`, from: link.from, to: link.to };
  }
  const [from, to] = [sideOf(link.from), sideOf(link.with)];
  return { name: `${link.file}: ${from}, ${to}`, from, to };
}

export const sideOf = ({ options }: FieldMapping): string => String(options["to"] ?? "");

/** The fields that hold a birth and a gender: what speaks against a link if both differ. */
export const usualCompare = ({ fields }: Importer): string[] =>
  Object.entries(fields).flatMap(([field, { holds }]) =>
    holds === "birth" || holds === "gender" ? [field] : [],
  );
