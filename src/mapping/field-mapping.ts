import { z } from "zod";
import type { Field, FieldContext } from "../../importers/define.ts";
import { trimText } from "../../shared/trim-text.ts";
import { type Cut, cutFaults, cutShape } from "./cut-cell.ts";
import { PARTS, type Part } from "./person-name.ts";

/** What a field takes from another file of the export. */
export interface LookedUp {
  /** As the export calls it. */
  readonly file: string;
  /** Its columns that are taken. */
  readonly columns: readonly string[];
  /** Its columns that must hold what the record's own columns hold. */
  readonly by: readonly { readonly theirs: string; readonly own: string }[];
}

/** Where a canonical field comes from. */
export interface FieldMapping {
  /**
   * One legacy column, or several that are joined in this order; none where `value` stands. Where the field is
   * looked up in another file, the columns of its key.
   */
  readonly columns: readonly string[];
  readonly from?: LookedUp;
  readonly join: string;
  /** A fixed value for every record, instead of a column. */
  readonly value: string | undefined;
  /** The part of the cell that is meant, and how keys are written; all as it stands unless said. */
  readonly cut?: Cut;
  /** The part of a person's name that the field takes; all of the cell unless said. */
  readonly take?: Part;
  /** The table has no column for the field: its cells are kept beside. */
  readonly beside?: true;
  /** The export may lack the column. */
  readonly optional: boolean;
  /** Cells of this field that mean "nothing", besides the entity's. */
  readonly nullTokens?: readonly string[];
  /** What the field's converter was told: formats, codes, rounding. */
  readonly options: Readonly<Record<string, unknown>>;
}

/** A cell, or a column as a header line names it, read the way that those are. */
export const cellText = z.string().overwrite(trimText).min(1);

function lookedUp(
  file: string,
  by: Readonly<Record<string, string>>,
  columns: readonly string[],
): LookedUp {
  return { file, columns, by: Object.entries(by).map(([theirs, own]) => ({ theirs, own })) };
}

interface WrittenSource {
  readonly column?: string | undefined;
  readonly columns?: readonly string[] | undefined;
  readonly value?: string | undefined;
  readonly file?: string | undefined;
  readonly by?: Readonly<Record<string, string>> | undefined;
}

/** What is wrong with how a field says where it comes from. */
function sourceFaults({ column, columns, value, file, by }: WrittenSource): string[] {
  const sources = [column, columns, value].filter((source) => source !== undefined);
  return [
    ...(sources.length === 1 ? [] : ['needs one of "column", "columns", "value"']),
    ...((file === undefined) === (by === undefined) ? [] : ['"file" and "by" belong together']),
    ...(file !== undefined && value !== undefined ? ['"value" is taken from no file'] : []),
  ];
}

// Made once: there are hundreds of fields.
const SOURCE_SHAPE = {
  column: cellText.optional(),
  columns: z.array(cellText).min(1).optional(),
  join: z.string().default(" "),
  value: z.string().min(1).optional(),
  file: z
    .string()
    .min(1)
    .optional()
    .describe("Another file of the export that has the column; by finds its record."),
  by: z
    .record(cellText, cellText)
    .refine((by) => Object.keys(by).length > 0, "names no column")
    .optional()
    .describe(
      "For a column of the other file, the column of this file with the same value: { id: department_id }.",
    ),
  ...cutShape,
  take: z.enum(PARTS).optional(),
  optional: z.boolean().default(false),
  nullTokens: z.array(cellText).min(1).optional(),
};

type FieldSchema = ReturnType<typeof makeFieldSchema>;
const schemas = new WeakMap<Field["options"], Map<string, FieldSchema>>();

/**
 * A field is written as a column's name, a list of columns to join, or an object. Fields of one kind have one
 * schema: there are hundreds of fields, and making them all takes longer than reading a mapping.
 */
export function fieldSchema(field: Field, { notNull }: { readonly notNull: boolean }): FieldSchema {
  const ofKind = schemas.get(field.options) ?? new Map<string, FieldSchema>();
  schemas.set(field.options, ofKind);
  const variant = `${notNull} ${field.stored}`;
  const schema = ofKind.get(variant) ?? makeFieldSchema(field, notNull);
  ofKind.set(variant, schema);
  return schema;
}

function makeFieldSchema(field: Field, notNull: boolean) {
  const object = z
    .strictObject({
      ...SOURCE_SHAPE,
      ...field.options.shape,
    })
    .superRefine((written, context) => {
      for (const message of [...sourceFaults(written), ...cutFaults(written)])
        context.addIssue({ code: "custom", message });
      if ("onUnknown" in written && written.onUnknown === "null" && notNull) {
        context.addIssue({
          code: "custom",
          path: ["onUnknown"],
          message: "cannot be null: the column is required",
        });
      }
      const options = field.options.safeParse(written, { jitless: true });
      for (const issue of options.error?.issues ?? []) {
        if (issue.code === "custom") context.addIssue({ ...issue, code: "custom" });
      }
    })
    .transform((written): FieldMapping => {
      const { column, columns, join, value, file, by, ...more } = written;
      const { split, part, of, find, strip, pad, take, optional, nullTokens, ...options } = more;
      const cut = { split, part, of, find, strip, pad };
      const named = columns ?? (column === undefined ? [] : [column]);
      const from = file === undefined || by === undefined ? undefined : lookedUp(file, by, named);
      return {
        columns: from === undefined ? named : from.by.map(({ own }) => own),
        join,
        value,
        optional,
        options,
        ...(from && { from }),
        ...(field.stored === false && { beside: true }),
        ...(Object.values(cut).some((said) => said !== undefined) && { cut }),
        ...(take !== undefined && { take }),
        ...(nullTokens !== undefined && { nullTokens }),
      };
    });
  return z.preprocess((written) => {
    if (typeof written === "string") return { column: written };
    return Array.isArray(written) ? { columns: written } : withEveryCode(written);
  }, object);
}

const PROTOTYPE = "__proto__";

/** The schema's parser leaves a code out that is called so, unless a blank, which codes are read without, hides it. */
function withEveryCode(written: unknown): unknown {
  const { codes } = (written ?? {}) as { readonly codes?: unknown };
  if (typeof codes !== "object" || codes === null || !Object.hasOwn(codes, PROTOTYPE)) {
    return written;
  }
  const listed = Object.entries(codes).map(([code, value]) => {
    return [code === PROTOTYPE ? ` ${PROTOTYPE}` : code, value] as const;
  });
  return { ...(written as object), codes: Object.fromEntries(listed) };
}

/** The second column that the field fills; undefined if the mapping does not ask for it. */
export function companionColumn(
  { companion }: Field,
  written: FieldMapping | undefined,
  context: FieldContext,
): string | undefined {
  if (companion === undefined || written === undefined) return undefined;
  return companion.isFilled(written.options, context) ? companion.column : undefined;
}
