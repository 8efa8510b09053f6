import { date } from "../../../importers/convert/date.ts";
import { decimalReader, notationOf, PLAIN } from "../../../importers/convert/notation.ts";
import { UNHEARD } from "../../../importers/convert/unheard.ts";
import type { FieldContext, Importer } from "../../../importers/define.ts";
import { trimText } from "../../../shared/trim-text.ts";
import { compareExact } from "../../digest/exact-decimal.ts";
import type { FieldMapping } from "../field-mapping.ts";
import type { EntityMapping } from "../mapping.ts";
import { type Condition, conditionsOf, type Limit } from "./condition.ts";

/** Whether a record is of an entity; or the column whose cell does not tell. */
export type Meant = "meant" | "other" | { readonly unclear: string };

/** Says of a record by its cells whether it is of an entity. */
export type JudgeRecord = (cells: readonly string[]) => Meant;

interface Judged {
  readonly importer: Importer;
  readonly mapping: EntityMapping;
  readonly header: readonly string[];
}

/** Compiles the `where` of an entity for one of its files; undefined if all records of a file are meant. */
export function recordsMeant(judged: Judged, context: FieldContext): JudgeRecord | undefined {
  const { where } = judged.mapping;
  if (where === undefined) return undefined;
  const tests = conditionsOf(where).map((condition) => ({
    at: judged.header.indexOf(condition.column),
    column: condition.column,
    holds: compileCondition(condition, judged, context),
  }));
  return (cells) => {
    // A record that lacks cells is not told apart: it is rejected.
    if (cells.length !== judged.header.length) return "meant";
    let unclear: string | undefined;
    for (const { at, column, holds } of tests) {
      const found = holds(trimText(cells[at] ?? ""));
      if (found === "no") return "other";
      if (found === "unclear") unclear ??= column;
    }
    return unclear === undefined ? "meant" : { unclear };
  };
}

type Holds = (text: string) => "yes" | "no" | "unclear";

function compileCondition(condition: Condition, judged: Judged, context: FieldContext): Holds {
  const { is, not, empty, limits } = condition;
  const nothing = nothingIn(condition, judged, context);
  const wanted = is && new Set(is);
  const unwanted = not && new Set(not);
  const within = limits.length === 0 ? undefined : withinLimits(condition, judged, context);
  return (text) => {
    if (wanted?.has(text) === false || unwanted?.has(text) === true) return "no";
    if (empty === undefined && within === undefined) return "yes";
    const isEmpty = nothing(text);
    if (empty !== undefined && empty !== isEmpty) return "no";
    if (within === undefined) return "yes";
    // What is not there is neither more nor less.
    return isEmpty ? "no" : within(text);
  };
}

type NamedField = readonly [name: string, written: FieldMapping];

/** The fields that a column alone fills, as it stands. */
const fieldsOf = (column: string, { fields }: EntityMapping): NamedField[] =>
  Object.entries(fields).filter(
    (one): one is [string, FieldMapping] =>
      one[1]?.from === undefined && one[1]?.columns.length === 1 && one[1].columns[0] === column,
  );

/** Which cells are as good as empty: those of the entity, and of the fields that the column fills. */
function nothingIn(
  { column }: Condition,
  { importer, mapping }: Judged,
  context: FieldContext,
): (text: string) => boolean {
  const own = fieldsOf(column, mapping);
  const tokens = new Set(["", ...mapping.nullTokens]);
  for (const [, { nullTokens = [] }] of own) for (const token of nullTokens) tokens.add(token);
  const unknown = own.flatMap(([name, { options }]) => {
    return importer.fields[name]?.nothing?.(options, context) ?? [];
  });
  return (text) => tokens.has(text) || unknown.some((isNothing) => isNothing(text));
}

function withinLimits(condition: Condition, judged: Judged, context: FieldContext): Holds {
  const { limits } = condition;
  const [first] = limits;
  const ofNumber = first?.kind !== "day";
  const options = writtenAs(
    condition,
    judged,
    ofNumber ? ["money", "integer", "decimal"] : ["date"],
  );
  const compare = ofNumber ? numbersOf(options) : daysOf(options, context);
  return (text) => {
    for (const { than, value } of limits) {
      const order = compare(text, value);
      if (order === undefined) return "unclear";
      if (!FITS[than](order)) return "no";
    }
    return "yes";
  };
}

const FITS: Readonly<Record<Limit["than"], (order: number) => boolean>> = {
  greaterThan: (order) => order > 0,
  atLeast: (order) => order >= 0,
  lessThan: (order) => order < 0,
  atMost: (order) => order <= 0,
};

/** How the cells are written: as the condition says, else as a field says that the column fills. */
function writtenAs(
  { column, options }: Condition,
  { importer, mapping }: Judged,
  kinds: readonly string[],
): Readonly<Record<string, unknown>> {
  if (Object.keys(options).length > 0) return options;
  const own = fieldsOf(column, mapping).find(([name]) => {
    return kinds.includes(importer.fields[name]?.kind ?? "");
  });
  return own?.[1].options ?? {};
}

/** Below, at or above a limit; undefined if the cell cannot be read. */
type Compare = (text: string, limit: string) => number | undefined;

function numbersOf(options: Readonly<Record<string, unknown>>): Compare {
  const read = decimalReader(notationOf(options) ?? PLAIN);
  const readLimit = decimalReader(PLAIN);
  return (text, limit) => {
    const cell = read(text);
    const than = readLimit(limit);
    return cell && than && compareExact(cell, than);
  };
}

function daysOf(options: Readonly<Record<string, unknown>>, context: FieldContext): Compare {
  const read = date().compile(options, context);
  return (text, limit) => {
    const day = read(text, UNHEARD);
    if (day === null) return undefined;
    return day === limit ? 0 : day < limit ? -1 : 1;
  };
}
