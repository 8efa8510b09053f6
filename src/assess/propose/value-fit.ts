import type { Field } from "../../../importers/define.ts";
import type { Holding } from "../../../importers/define-holding.ts";
import type { ColumnProfile, DecisionSubject } from "../assessment.ts";
import { mayCount } from "../evidence/counted-moments.ts";
import { shareOf } from "./read-values.ts";

/** Whether a column's cells can be what its name says. */
export interface Fit {
  /** What the score is multiplied with. */
  readonly factor: number;
  /** Empty where there is nothing to say. */
  readonly why: string;
}

const NO_EVIDENCE: Fit = { factor: 1, why: "" };
const CONTRADICTED = 0.5;
const HALF = 0.5;
const FEW = 0.2;
/** Of fewer cells it is chance that some are the same. */
const ENOUGH = 8;
/** More different cells are no codes. */
const MOST_CODES = 40;

/** What is empty identifies nothing, and points to nobody. */
const IDS: ReadonlySet<string> = new Set(["id", "reference"]);

/** Compares a column's cells with what a field takes. Without cells there is nothing to compare. */
export function valueFit(
  { kind, holds }: Pick<Field, "kind" | "holds">,
  column: ColumnProfile | undefined,
): Fit {
  if (column === undefined || column.cells === 0) return NO_EVIDENCE;
  const filled = Object.values(column.kinds).reduce((sum, count) => sum + count, 0);
  if (filled === 0 && IDS.has(kind)) return { factor: 0, why: "it is empty" };
  if (filled === 0) return { factor: 0.95, why: "it is empty" };
  if (kind === "id" && filled >= ENOUGH && column.distinct.count < filled * HALF) {
    return { factor: CONTRADICTED, why: "most of its cells repeat" };
  }
  const expected = (holds && HELD[holds]) ?? OF_KIND[kind];
  if (expected === undefined) return NO_EVIDENCE;
  const share = expected(column);
  const percent = `${Math.floor(share * 100)} %`;
  if (share >= HALF) return { factor: 1, why: `${percent} of its cells fit` };
  if (share >= FEW) return { factor: 0.85, why: `only ${percent} of its cells fit` };
  return { factor: CONTRADICTED, why: `its cells contradict it: only ${percent} fit` };
}

/** Whether a column's cells cannot be what a field takes. */
export const contradicts = (field: Pick<Field, "kind" | "holds">, column: ColumnProfile): boolean =>
  valueFit(field, column).factor === CONTRADICTED;

type Share = (column: ColumnProfile) => number;

const decided =
  (...subjects: DecisionSubject[]) =>
  ({ decisions }: ColumnProfile) =>
    decisions.some(({ subject }) => subjects.includes(subject)) ? 1 : 0;
const isDay = decided("dateFormat");
const isClock = decided("timeFormat");
const isNumber = decided("decimalSeparator");

/** Numbers that may count seconds since 1970, or the like. */
const shareOfCounts = (column: ColumnProfile): number =>
  mayCount(Number(column.min ?? Number.NaN), Number(column.max ?? Number.NaN))
    ? shareOf(column, "integer", "decimal", "phone", "code")
    : 0;

/** By kind of field: the share of the cells that can be one. */
const OF_KIND: Readonly<Record<string, Share>> = {
  date: (column) =>
    Math.max(shareOf(column, "date", "dateTime"), isDay(column), shareOfCounts(column)),
  time: (column) => Math.max(shareOf(column, "time", "dateTime"), isClock(column)),
  phone: (column) => shareOf(column, "phone", "integer", "code", "scientific", "decimal"),
  integer: (column) => Math.max(shareOf(column, "integer", "decimal"), isNumber(column)),
  money: (column) => Math.max(shareOf(column, "integer", "decimal"), isNumber(column)),
  decimal: (column) => Math.max(shareOf(column, "integer", "decimal"), isNumber(column)),
  code: ({ distinct }) => (distinct.count <= MOST_CODES ? 1 : 0),
  id: (column) => 1 - shareOf(column, "date", "dateTime", "email", "decimal"),
  reference: (column) => 1 - shareOf(column, "date", "dateTime", "email", "decimal"),
};

const inWords: Share = (column) => 1 - shareOf(column, "integer", "date", "email", "decimal");
/** Numbers are the keys of a list elsewhere. */
const named: Share = (column) =>
  1 - shareOf(column, "integer", "date", "dateTime", "email", "decimal");

/** The same by what a field holds, where that says more than its kind. */
const HELD: Readonly<Partial<Record<Holding, Share>>> = {
  email: (column) => shareOf(column, "email") + shareOf(column, "text") * HALF,
  firstName: inWords,
  lastName: inWords,
  fullName: inWords,
  specialty: inWords,
  department: named,
  diagnosis: named,
  address: (column) => 1 - shareOf(column, "date", "dateTime", "email", "decimal"),
};
