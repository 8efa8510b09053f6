import { NAMELESS } from "../../importers/define.ts";
import { minorDigits } from "../../shared/currency.ts";
import type { FieldFigures } from "../digest/key-figures.ts";
import type { EntityFigures } from "../digest/read-figures.ts";
import type { RunSummary } from "../ledger/run-summary.ts";
import { alignColumns, grouped, groupedDecimal } from "../plain/columns.ts";

/** One line: what it is, in the export, in the application. */
interface Line {
  readonly what: string;
  readonly old: string;
  readonly landed: string;
  readonly differs: boolean;
}

const DIFFERS = "differs";
/** A day or an amount of fewer records may be that of one person. */
const FEWEST = 5;
const OF_FEW = "(fewer than 5 records)";

/** Wider than that, a figure is broken into the next line. */
const WIDEST = 30;

/** How a line is marked, and what people call the application. */
interface FigureLook {
  readonly paint: { warn(text: string): string };
  readonly application?: string;
}

/**
 * What somebody who knows the data recognises at a glance, the export beside what arrived: days, sums,
 * codes, empty cells. Where the two differ the line is marked.
 */
export function keyFigureTable(
  { entities, currency, committed }: RunSummary,
  { paint, application = NAMELESS }: FigureLook,
): string[] {
  const parts = Object.entries(entities).flatMap(([entity, { keyFigures, duplicate }]) => {
    const { export: old, landed } = keyFigures ?? { export: null, landed: null };
    if (old === null || landed === null || old.records === 0) return [];
    const mark = markOf(old.records - landed.records, duplicate);
    return [{ entity, mark, lines: linesOf(old, landed, currency) }];
  });
  if (parts.length === 0) return [];
  const head = ["", "", "in the export", committed ? `in ${application}` : "accepted"];
  const rows = parts.flatMap(({ entity, mark, lines }) =>
    lines.flatMap((line, at) => broken(line, { entity: at === 0 ? entity : "", mark })),
  );
  const marks = parts.map(({ mark }) => mark);
  return alignColumns([head, ...rows]).map((line) =>
    marks.some((mark) => line.endsWith(mark)) ? paint.warn(line) : line,
  );
}

/** Where all records that are missing say the same as one that arrived, they are what figures differ by. */
function markOf(missing: number, duplicates: number): string {
  if (missing === 0 || missing !== duplicates) return DIFFERS;
  return `${DIFFERS} by ${grouped(duplicates)} ${duplicates === 1 ? "duplicate" : "duplicates"}`;
}

function linesOf(old: EntityFigures, landed: EntityFigures, currency: string): Line[] {
  const fields = Object.entries(old.fields).flatMap(([name, figures]): Line[] => {
    const said = inWords(figures, currency);
    if (said === undefined) return [];
    const other = landed.fields[name];
    const arrived = (other && inWords(other, currency)) ?? "none";
    const differs = other === undefined || !areAlike(figures, other);
    return [{ what: name, old: said, landed: arrived, differs }];
  });
  const records = {
    what: "records",
    old: grouped(old.records),
    landed: grouped(landed.records),
    differs: old.records !== landed.records,
  };
  return [records, ...fields, ...emptyLine(old, landed)];
}

/** Codes are translated on the way, so what they become is compared. */
function areAlike(one: FieldFigures, other: FieldFigures): boolean {
  if (one.kind === "code") return areCodesAlike(one, other);
  const { first, last, sum, distinct } = one;
  return (
    first === other.first && last === other.last && sum === other.sum && distinct === other.distinct
  );
}

/** Only the commonest codes of the application are known one by one: the rest is compared as a sum. */
function areCodesAlike(one: FieldFigures, other: FieldFigures): boolean {
  const [mine, its] = [countsOf(one), countsOf(other)];
  const known = Math.min(mine.counts.length, its.counts.length);
  const first = ({ counts }: CodeCounts) =>
    counts
      .slice(0, known)
      .map(([value, records]) => `${value} ${records}`)
      .join();
  const rest = ({ counts, others }: CodeCounts) =>
    counts.slice(known).reduce((sum, [, records]) => sum + records, others);
  return first(mine) === first(its) && rest(mine) === rest(its);
}

interface CodeCounts {
  readonly counts: NonNullable<FieldFigures["values"]>;
  readonly others: number;
}

const countsOf = ({ values = [], others = 0, becomes }: FieldFigures): CodeCounts =>
  becomes === undefined ? { counts: values, others } : { counts: becomes, others: 0 };

/** Undefined if the field has nothing that would be recognised. */
function inWords(figures: FieldFigures, currency: string): string | undefined {
  const { kind, held, first, last, sum = "0", distinct = 0 } = figures;
  const isOfFew = held > 0 && held < FEWEST;
  switch (kind) {
    case "day":
      if (first === undefined) return undefined;
      return isOfFew ? OF_FEW : `${first} to ${last}`;
    case "amount":
      return isOfFew ? OF_FEW : `${currency} ${groupedDecimal(sum, minorDigits(currency))}`;
    case "code":
      return codesInWords(figures);
    case "reference":
      return `${grouped(distinct)} different`;
    case "other":
      return undefined;
  }
}

function codesInWords({ values = [], others = 0 }: FieldFigures): string | undefined {
  if (values.length === 0) return undefined;
  const words = values.map(([word, records]) => `${word} ${grouped(records)}`);
  return [...words, ...(others > 0 ? [`others ${grouped(others)}`] : [])].join(", ");
}

/** All fields that are empty in some record, in one line. */
function emptyLine(old: EntityFigures, landed: EntityFigures): Line[] {
  const said = ({ fields }: EntityFigures): string => {
    // What is worked out from others has no cells in the export.
    const found = Object.entries(fields).filter(
      ([name, { empty }]) => empty > 0 && old.fields[name] !== undefined,
    );
    return found.map(([name, { empty }]) => `${name} ${grouped(empty)}`).join(", ") || "none";
  };
  const [before, now] = [said(old), said(landed)];
  if (before === "none" && now === "none") return [];
  return [{ what: "empty", old: before, landed: now, differs: before !== now }];
}

/** Long lists continue in the next line. */
function broken(
  { what, old, landed, differs }: Line,
  { entity, mark }: { readonly entity: string; readonly mark: string },
): string[][] {
  const [left, right] = [wrapped(old), wrapped(landed)];
  return Array.from({ length: Math.max(left.length, right.length) }, (_, at) => {
    const isFirst = at === 0;
    const sides = [left[at] ?? "", right[at] ?? ""];
    return [isFirst ? entity : "", isFirst ? what : "", ...sides, isFirst && differs ? mark : ""];
  });
}

/** Breaks a list behind its commas. */
function wrapped(list: string): string[] {
  const lines: string[] = [];
  for (const part of list.split(/(?<=,) /)) {
    const longer = lines.length === 0 ? part : `${lines.at(-1)} ${part}`;
    if (lines.length === 0 || longer.length > WIDEST) lines.push(part);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}
