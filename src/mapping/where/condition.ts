import { z } from "zod";
import { date } from "../../../importers/convert/date.ts";
import { notationOptions } from "../../../importers/convert/notation.ts";
import { cellText } from "../field-mapping.ts";

/** What a cell of one column must be for a record to be of an entity: all that is said holds. */
export interface Condition {
  readonly column: string;
  /** One of these texts. */
  readonly is?: readonly string[];
  /** None of these texts. */
  readonly not?: readonly string[];
  readonly empty?: boolean;
  readonly limits: readonly Limit[];
  /** How cells are written that are compared with a limit; as the field of the column says unless said. */
  readonly options: Readonly<Record<string, unknown>>;
}

const THAN = ["greaterThan", "atLeast", "lessThan", "atMost"] as const;

/** What may be said of a cell. */
export const CONDITION_KEYS = ["is", "not", "empty", ...THAN] as const;

/** A number or a day that cells are compared with. */
export interface Limit {
  readonly than: (typeof THAN)[number];
  readonly kind: "number" | "day";
  /** Digits with a point, or `YYYY-MM-DD`. */
  readonly value: string;
}

const NUMBER = /^-?\d+(?:\.\d+)?$/;
/** What every double keeps. */
const EXACT_DIGITS = 15;

const isNumber = (value: string | number): boolean => NUMBER.test(String(value));
const isExact = (value: string | number): boolean =>
  typeof value === "string" || String(value).replace(/\D/g, "").length <= EXACT_DIGITS;

const texts = z
  .union([cellText, z.array(cellText).min(1)], { error: "takes a text, or a list of texts" })
  .transform((written) => [written].flat());

const limit = z
  .union([z.number(), z.string().trim()])
  .refine(
    (value) => isNumber(value) || z.iso.date().safeParse(value).success,
    'takes a number, such as 0 or "12.50", or a day, "YYYY-MM-DD"',
  )
  .refine(isExact, "has more digits than a number in JSON keeps: write it in quotes");

const NOTATION = notationOptions({});
const DAY = date().options;
const { unknownDays: _, ...dayShape } = DAY.shape;

const conditionSchema = z
  .strictObject({
    is: texts.optional(),
    not: texts.optional(),
    empty: z.boolean().optional(),
    ...Object.fromEntries(THAN.map((than) => [than, limit.optional()])),
    ...NOTATION.shape,
    ...dayShape,
  })
  .superRefine((written, context) => {
    const fault = faultOf(written);
    if (fault !== undefined) context.addIssue({ code: "custom", message: fault });
    for (const options of [NOTATION, DAY]) {
      const read = options.safeParse(written, { jitless: true });
      for (const issue of read.error?.issues ?? []) {
        if (issue.code === "custom") context.addIssue({ ...issue, code: "custom" });
      }
    }
  });

/** What is wrong with a condition as a whole. */
function faultOf(written: Readonly<Record<string, unknown>>): string | undefined {
  const kinds = new Set(limitsOf(written).map(({ kind }) => kind));
  const said = CONDITION_KEYS.filter((key) => written[key] !== undefined);
  if (said.length === 0) return `needs one of ${CONDITION_KEYS.join(", ")}`;
  if (kinds.size > 1) return "compares with a number and with a day";
  if (written["empty"] === true && said.length > 1)
    return '"empty": true leaves nothing else to ask';
  return undefined;
}

function limitsOf(written: Readonly<Record<string, unknown>>): Limit[] {
  return THAN.flatMap((than) => {
    const value = written[than] as string | number | undefined;
    if (value === undefined) return [];
    return [
      {
        than,
        kind: isNumber(value) ? ("number" as const) : ("day" as const),
        value: String(value),
      },
    ];
  });
}

const columnSchema = z.preprocess(
  (written) => (typeof written === "string" || Array.isArray(written) ? { is: written } : written),
  conditionSchema,
);

/** All that could be said once: which texts one column may have. */
export interface OneColumn {
  readonly column: string;
  readonly is: readonly string[];
}

/** Which records of a file are of an entity. */
export type Where = OneColumn | readonly Condition[];

/** `{ "column": "role", "is": ["Doctor"] }`: kept as it is, for the hash of a mapping follows from it. */
const oneColumn = z.strictObject({ column: cellText, is: texts });

const isOneColumn = (written: unknown): boolean => {
  const { column, is, ...more } = (written ?? {}) as Readonly<Record<string, unknown>>;
  const isSaid = typeof is === "string" || Array.isArray(is);
  return typeof column === "string" && isSaid && Object.keys(more).length === 0;
};

const byColumn = z
  .record(cellText, columnSchema)
  .refine((columns) => Object.keys(columns).length > 0, "names no column")
  .transform((columns) =>
    Object.entries(columns).map(([column, written]) => conditionOf(column, written)),
  );

/** Both forms as they are written, for editors. */
export const writtenWhere = z.union([
  oneColumn,
  z.record(cellText, z.union([cellText, z.array(cellText).min(1), conditionSchema])),
]);

/** What a mapping may say under `where`: what the cells of each column must be. */
export const whereSchema = z.unknown().transform((written, context): Where => {
  const form = isOneColumn(written) ? oneColumn : byColumn;
  const read = form.safeParse(written, { jitless: true });
  if (read.success) return read.data;
  for (const issue of read.error.issues) {
    context.issues.push({ ...issue, input: written } as z.core.$ZodRawIssue);
  }
  return z.NEVER;
});

/** The same, column by column. */
export const conditionsOf = (where: Where | undefined): readonly Condition[] => {
  if (where === undefined || !("column" in where)) return where ?? [];
  return [{ column: where.column, is: where.is, limits: [], options: {} }];
};

function conditionOf(column: string, written: z.output<typeof conditionSchema>): Condition {
  const {
    is,
    not,
    empty,
    greaterThan: _g,
    atLeast: _l,
    lessThan: _s,
    atMost: _m,
    ...options
  } = written as typeof written & Readonly<Record<string, unknown>>;
  return {
    column,
    ...(is && { is }),
    ...(not && { not }),
    ...(empty !== undefined && { empty }),
    limits: limitsOf(written),
    options,
  };
}

/** Conditions in words, for people who approve a mapping. */
export const whereText = (where: Where): string =>
  conditionsOf(where).map(conditionText).join(" and ");

function conditionText({ column, is, not, empty, limits }: Condition): string {
  const parts = [
    ...(is ? [`is ${is.join(" or ")}`] : []),
    ...(not ? [`is not ${not.join(" or ")}`] : []),
    ...(empty === undefined ? [] : [empty ? "is empty" : "is not empty"]),
    ...limits.map(({ than, kind, value }) => `is ${WORDS[kind][than]} ${value}`),
  ];
  return `${column} ${parts.join(" and ")}`;
}

const WORDS: Readonly<Record<Limit["kind"], Readonly<Record<Limit["than"], string>>>> = {
  number: {
    greaterThan: "greater than",
    atLeast: "at least",
    lessThan: "less than",
    atMost: "at most",
  },
  day: {
    greaterThan: "after",
    atLeast: "on or after",
    lessThan: "before",
    atMost: "on or before",
  },
};
