import type { Compare, TogetherRow } from "./define-together.ts";
import { lastDay, textOf } from "./rules.ts";

// What rules over several records of a group say alike: each holds one or two rows, however large the group is.

/** Every row but the first says it once more; of the rows that are meant. */
export function again(isMeant: (row: TogetherRow) => boolean = () => true): Compare {
  let first: TogetherRow | undefined;
  return (row) => {
    if (!isMeant(row)) return undefined;
    if (first !== undefined) return first;
    first = row;
    return undefined;
  };
}

/** A row with another value than the one before it; to be heard in the order of these values. */
export function otherThanBefore(column: string): Compare {
  let before: TogetherRow | undefined;
  return (row) => {
    const last = before;
    before = row;
    return last === undefined || last[column] === row[column] ? undefined : last;
  };
}

/** When something lasts for certain: from the latest that it can have begun to the earliest that it can have ended. */
export interface Span {
  readonly from: string;
  readonly until: string;
}

/** Of what has not ended. */
export const WITHOUT_END = "9999";

interface Held {
  readonly row: TogetherRow;
  readonly span: Span;
}

/**
 * Rows that last at the same time; to be heard in the order in which they begin. Who ends as another begins
 * does not overlap.
 *
 * @param whose rows with the same value do not stand against each other
 */
export function overlapping(
  spanOf: (row: TogetherRow) => Span | undefined,
  whose?: string,
): Compare {
  // Those that end last, of two different ones: if neither reaches a row, none does.
  let last: Held | undefined;
  let other: Held | undefined;
  const isOfOther = (one: Held, { row }: Held) =>
    whose === undefined || one.row[whose] !== row[whose];
  const hold = (next: Held) => {
    const isLast = last === undefined || next.span.until > last.span.until;
    if (last !== undefined && isOfOther(last, next)) {
      const beside = isLast ? last : next;
      if (isLast || other === undefined || beside.span.until > other.span.until) other = beside;
    }
    if (isLast) last = next;
  };
  return (row) => {
    const span = spanOf(row);
    if (span === undefined) return undefined;
    const next = { row, span };
    const against = [last, other].find(
      (one) =>
        one !== undefined &&
        isOfOther(one, next) &&
        one.span.until > span.from &&
        span.until > one.span.from,
    );
    hold(next);
    return against?.row;
  };
}

/** Which of two opposite things a row says; undefined where it says neither. */
export type Side = "yes" | "no" | undefined;

interface Peace {
  /** Whether both can be true all the same. */
  readonly between: (yes: TogetherRow, no: TogetherRow) => boolean;
  /** Whether a row is harder to reconcile with those to come than the one of its side that is held. */
  readonly isHarder: (row: TogetherRow, held: TogetherRow) => boolean;
}

/** Two rows that cannot both be true. */
export function contradicting(sideOf: (row: TogetherRow) => Side, peace?: Peace): Compare {
  let yes: TogetherRow | undefined;
  let no: TogetherRow | undefined;
  const harder = (row: TogetherRow, held: TogetherRow | undefined) =>
    held === undefined || peace?.isHarder(row, held) === true ? row : held;
  return (row) => {
    const side = sideOf(row);
    if (side === undefined) return undefined;
    const against = side === "yes" ? no : yes;
    if (side === "yes") yes = harder(row, yes);
    else no = harder(row, no);
    if (against === undefined) return undefined;
    const [one, other] = side === "yes" ? [row, against] : [against, row];
    return peace?.between(one, other) === true ? undefined : against;
  };
}

const orEmpty = (value: TogetherRow[string]): string => textOf(value) ?? "";

/** The last day that a row's date can be; empty where there is none. */
export const lastDayOf = (row: TogetherRow, date: string): string =>
  lastDay(orEmpty(row[date]), textOf(row[`${date}Precision`])) ?? "";

/** Between two days of a row, for certain; undefined where one is not known. */
export function spanOfDays(row: TogetherRow, from: string, until: string): Span | undefined {
  if (!row[from] || !row[until]) return undefined;
  return { from: lastDayOf(row, from), until: orEmpty(row[until]) };
}

/** A day and a time of day: the earliest that it can be, and the latest. */
export const earliest = (row: TogetherRow, day: string, time: string): string =>
  `${orEmpty(row[day])} ${textOf(row[time]) ?? "00:00"}`;
export const latest = (row: TogetherRow, day: string, time: string): string =>
  `${orEmpty(row[day])} ${textOf(row[time]) ?? "24:00"}`;
