import type { Bar, ShownColumn } from "../../assess/show/document.ts";
import { grouped } from "../../plain/columns.ts";

// The scales of a plot: round numbers up its side, and along it what its bars stand for.

/** What bars are counted by. */
export type BarKind = "days" | "hours" | "numbers";

/** A mark on an axis. */
export interface Tick {
  /** Along: in bars, 0 where the first begins, 0.5 in its middle. Up: in records. */
  readonly at: number;
  readonly label: string;
}

/** What the bars of a column are counted by. */
export const barKind = ({ kind }: Pick<ShownColumn, "kind">): BarKind => {
  if (kind === "date" || kind === "dateTime") return "days";
  return kind === "time" ? "hours" : "numbers";
};

const ROUND = [1, 2, 5];

/** Round numbers of records from 0 to the first that no bar exceeds, in so many steps at most. */
export function countTicks(most: number, steps: number): Tick[] {
  const step = roundSteps(Math.max(1, most) / 10).find(
    (each) => Number.isInteger(each) && Math.ceil(most / each) <= steps,
  );
  const each = step ?? Math.max(1, most);
  const count = Math.max(1, Math.ceil(most / each));
  return Array.from({ length: count + 1 }, (_, nth) => {
    return { at: nth * each, label: grouped(nth * each) };
  });
}

/** 1, 2, 5, 10, 20, ... from about the least on. */
function roundSteps(least: number): number[] {
  const first = Math.floor(Math.log10(least > 0 ? least : 1)) - 1;
  return Array.from({ length: 6 }, (_, nth) => first + nth).flatMap((power) =>
    ROUND.map((digit) => Number(`${digit}e${power}`)),
  );
}

const MONTHS = [1, 3, 6, 12, 24, 60, 120, 240, 600, 1_200];
const HOURS = [1, 2, 3, 6, 12];
/** Of a letter of a label, in pixels, and between two labels. */
const LETTER = 7;
const BETWEEN = 10;

/** How wide a label is, in pixels. */
export const widthOf = (label: string): number => label.length * LETTER;

/** The marks along the bars: round ones, as many as there is room for. */
export function ticksAlong(bars: readonly Bar[], kind: BarKind, width: number): Tick[] {
  const starts = bars.map(({ label }) => startOf(label, kind));
  const each = barWidth(starts);
  const isNamed = bars.every(({ label }) => ALONE.test(label));
  const perBar = width / Math.max(1, bars.length);
  // Round marks first; else some that bars begin at: 2011, 2015, ...
  for (const from of [0, starts.find((start) => start !== undefined) ?? 0]) {
    for (const step of stepsOf(kind, each)) {
      const ticks = ticksOf(starts, { kind, each, step, isNamed, from });
      const widest = Math.max(...ticks.map(({ label }) => widthOf(label)));
      if (ticks.length > 1 && (step / each) * perBar >= widest + BETWEEN) return ticks;
    }
  }
  const ends = [
    { at: 0, label: bars[0]?.label ?? "" },
    { at: bars.length, label: bars.length > 1 ? (bars.at(-1)?.label ?? "") : "" },
  ];
  return ends.filter(({ label }) => label !== "");
}

const stepsOf = (kind: BarKind, each: number): readonly number[] => {
  const all = kind === "days" ? MONTHS : kind === "hours" ? HOURS : roundSteps(each);
  return all.filter((step) => step >= each * 0.999 && isMultiple(step, each));
};

interface Ticking {
  readonly kind: BarKind;
  readonly each: number;
  readonly step: number;
  /** Each bar is of one number, month or year alone. */
  readonly isNamed: boolean;
  /** Marks are so many steps away from here. */
  readonly from: number;
}

function ticksOf(starts: readonly (number | undefined)[], ticking: Ticking): Tick[] {
  const { kind, each, step, isNamed, from } = ticking;
  // A year's name stands below its bar, that of a boundary below the boundary.
  const isOfBar =
    isNamed && (kind === "numbers" || (kind === "days" && step === each && each <= 12));
  const end = starts.findLastIndex((start) => start !== undefined);
  const last = isOfBar || kind === "hours" ? undefined : starts[end];
  const edges = last === undefined ? starts : [...starts.slice(0, end + 1), last + each];
  return edges.flatMap((start, at) => {
    if (start === undefined || !isMultiple(start - from, step)) return [];
    return [{ at: isOfBar ? at + 0.5 : at, label: labelOf(start, { kind, step }) }];
  });
}

function labelOf(start: number, { kind, step }: Pick<Ticking, "kind" | "step">): string {
  if (kind === "hours") return `${String(start).padStart(2, "0")}:00`;
  if (kind === "numbers") return groupedNumber(start);
  const year = String(Math.floor(start / 12)).padStart(4, "0");
  if (step >= 12) return year;
  return `${year}-${String((start % 12) + 1).padStart(2, "0")}`;
}

const groupedNumber = (number: number): string =>
  Number.isInteger(number) && Math.abs(number) >= 10_000 ? grouped(number) : String(number);

const isMultiple = (number: number, step: number): boolean =>
  Math.abs(number / step - Math.round(number / step)) < 1e-6;

/** One number, month or year, and not a span of them. */
const ALONE = /^-?[\d.]+(?:-\d\d)?$/;

/** What the first of what a bar stands for is; undefined for bars of what lies far out. */
function startOf(label: string, kind: BarKind): number | undefined {
  if (kind === "days") {
    const [, year, month] = /^(\d{4})(?:-(\d\d)|s)?(?: to |$)/.exec(label) ?? [];
    return year === undefined ? undefined : Number(year) * 12 + Number(month ?? 1) - 1;
  }
  const [, number] = /^(-?\d+(?:\.\d+)?)(?::00)?(?: to |$)/.exec(label) ?? [];
  return number === undefined ? undefined : Number(number);
}

/** From the start of a bar to that of the next. */
function barWidth(starts: readonly (number | undefined)[]): number {
  const known = starts.flatMap((start) => start ?? []);
  const widths = known.slice(1).map((start, at) => start - (known[at] ?? 0));
  const least = Math.min(...widths.filter((width) => width > 0));
  return Number.isFinite(least) ? least : 1;
}

/** What a bar is of, in words: "records by month". */
export function barUnit(bars: readonly Bar[], kind: BarKind): string {
  const each = barWidth(bars.map(({ label }) => startOf(label, kind)));
  if (kind === "hours") return "records by hour";
  if (kind === "days") return `records by ${MONTH_WORDS[each] ?? `${Math.round(each / 12)} years`}`;
  return bars.every(({ label }) => ALONE.test(label))
    ? "records by value"
    : `records by value, in steps of ${groupedNumber(each)}`;
}

const MONTH_WORDS: Readonly<Record<number, string>> = {
  1: "month",
  2: "2 months",
  4: "4 months",
  12: "year",
  120: "decade",
  1200: "century",
};
