import { minorDigits } from "../../../shared/currency.ts";
import type { FigureStanding, RecordState } from "../../chain/standing.ts";
import { counted, grouped, groupedDecimal } from "../../plain/columns.ts";

// What the states and figures are called for somebody who knows the hospital's data and never saw the tool.

/** What is said of a state: in a list behind a count, and what it means. */
interface StateWords {
  readonly name: string;
  readonly means: string;
}

export const STATE_WORDS: Readonly<Record<RecordState, StateWords>> = {
  in: { name: "in", means: "The record has arrived." },
  rejected: {
    name: "to correct",
    means:
      "Something is wrong with the record. Correct it, or decide that it is not to be imported.",
  },
  waiting: {
    name: "waiting",
    means: "The record is sound, and names another one that is not in yet. It follows by itself.",
  },
  held: {
    name: "held back",
    means:
      "The record is sound. The run was all or nothing and other records were wrong, so nothing was written.",
  },
  undone: { name: "taken back", means: "The record was in, and an undo took it out again." },
  withdrawn: {
    name: "withdrawn",
    means: "A person decided that the record is not to be imported.",
  },
  duplicate: { name: "duplicate", means: "Another record of the export says exactly the same." },
  skipped: {
    name: "not asked for",
    means:
      "The record is outside of what was to be imported: a sample, a pilot, or the mapping's rule for the entity.",
  },
};

/** In the order in which a bar shows them: what is in, what is open, what is settled. */
export const BAR_ORDER: readonly RecordState[] = [
  ...(["in", "rejected", "waiting", "held", "undone"] as const),
  ...(["withdrawn", "duplicate", "skipped"] as const),
];

/** States in which something is left to do. */
export const OPEN: readonly RecordState[] = ["rejected", "waiting", "held", "undone"];

/** `labOrders` as `lab orders`; an id of the legacy system is what people call the number. */
export const inPlainWords = (name: string): string =>
  name
    .replace(/^legacyId$/, "number")
    .replace(/Id$/, "")
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase();

/** The same at the beginning of a line. */
export const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

type Counts = Readonly<Record<RecordState, number>>;

export const openOf = (counts: Counts): number =>
  OPEN.reduce((sum, state) => sum + counts[state], 0);

/** `Of 1,000 patients 601 are in, 399 are not: 350 to correct, 49 waiting.` */
export function sentenceOf(what: string, counts: Counts & { readonly records: number }): string {
  const { records } = counts;
  if (records === 0) return `The export has no ${what}.`;
  if (counts.in === records)
    return records === 1
      ? `The only one of ${what} is in.`
      : `All ${grouped(records)} ${what} are in.`;
  const others = BAR_ORDER.filter((state) => state !== "in" && counts[state] !== 0);
  const parts = others.map((state) => `${grouped(counts[state])} ${STATE_WORDS[state].name}`);
  const missing = records - counts.in;
  const is = (count: number) => (count === 1 ? "is" : "are");
  return `Of ${grouped(records)} ${what} ${grouped(counts.in)} ${is(counts.in)} in, ${grouped(missing)} ${is(missing)} not: ${parts.join(", ")}.`;
}

/** What a control total is of. */
export function measureWords({ measure, field, code }: FigureStanding): string {
  const what = capital(inPlainWords(field ?? ""));
  switch (measure) {
    case "records":
      return "Records";
    case "sum":
      return `${what}: sum`;
    case "first":
      return `${what}: first day`;
    case "last":
      return `${what}: last day`;
    case "distinct":
      return `${what}: different ones`;
    case "empty":
      return `${what}: empty`;
    case "code":
      return `${what}: ${code === "" ? "other words" : code}`;
  }
}

/** One side of a control total. */
export function sideWords(
  { measure, ofFew }: FigureStanding,
  side: number | string | null,
  currency: string,
): string {
  if (ofFew) return "(fewer than 5)";
  if (side === null) return "not known";
  if (typeof side === "number") return grouped(side);
  return measure === "sum" ? `${currency} ${groupedDecimal(side, minorDigits(currency))}` : side;
}

/** New less old. */
export function differenceWords(figure: FigureStanding, currency: string): string {
  const { measure, difference, agrees, ofFew } = figure;
  if (agrees === null) return "not known";
  if (agrees) return "none";
  if (ofFew || difference === null) return "differs";
  const sign = (text: string | number) => (String(text).startsWith("-") ? "" : "+");
  if (measure === "first" || measure === "last") {
    return `${sign(difference)}${counted(Number(difference), "day")}`;
  }
  if (typeof difference === "number") return `${sign(difference)}${grouped(difference)}`;
  return `${sign(difference)}${groupedDecimal(difference, minorDigits(currency))}`;
}
