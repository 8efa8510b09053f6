import { unguard } from "../plain/csv.ts";
import type { ColumnBook } from "./columns-at-fault.ts";
import { damage, unarmoured } from "./damage/damage.ts";
import type { Decision } from "./decision.ts";
import type { OriginalRecord } from "./originals.ts";

/** What became of a cell that is not as it was. */
export interface CellChange {
  readonly column: string;
  /** Its place among the columns of the entity. */
  readonly at: number;
  readonly was: string;
  readonly now: string;
  readonly what:
    | "corrected"
    /** It was changed, and nothing had been found wrong with it. */
    | "changed unasked"
    /** A spreadsheet changed it: it is as it was. */
    | "put back"
    /** The record would be another one: a person must say so. */
    | "other id"
    | "other reference";
  /** What the spreadsheet did. */
  readonly damage?: string;
}

/** A row of a file of corrections, set against the record that it is of. */
export interface JudgedRow {
  readonly changes: readonly CellChange[];
  /** The cells that hold: each in its column; what stood beyond the header follows. */
  readonly laid: readonly string[];
}

/** What judging a row takes besides the two. */
export interface Judging {
  readonly columns: readonly { readonly name: string }[];
  readonly book: ColumnBook;
  readonly guards: "apostrophe" | "nothing";
  readonly decision: Decision["what"];
  readonly isMeant?: boolean;
}

/** Compares a row cell by cell with the record as it was. */
export function judgeRow(
  original: Pick<OriginalRecord, "laid" | "codes">,
  cells: readonly string[],
  judging: Judging,
): JudgedRow {
  const { laid, codes } = original;
  const now: string[] = [];
  const changes: CellChange[] = [];
  for (let at = 0; at < Math.max(laid.length, cells.length); at++) {
    const was = laid[at] ?? "";
    const cell = cells[at] ?? "";
    const bare = judging.guards === "apostrophe" ? unguard(cell) : cell;
    if (was === cell || was === bare) now.push(was);
    else {
      const change = judgeCell({ was, now: bare, at, codes }, judging);
      changes.push(change);
      now.push(change.what === "put back" ? was : change.now);
    }
  }
  const isTouched = judging.decision !== "none" || changes.some(({ what }) => what !== "put back");
  // Cells that a spreadsheet added to make the table even are none, nor are those that a person emptied.
  const kept = isTouched ? judging.columns.length : laid.length;
  const last = now.findLastIndex((cell, at) => cell !== "" || at < kept);
  return { changes, laid: now.slice(0, last + 1) };
}

interface ChangedCell {
  readonly was: string;
  readonly now: string;
  readonly at: number;
  readonly codes: readonly string[];
}

function judgeCell({ was, now, at, codes }: ChangedCell, judging: Judging): CellChange {
  const { columns, book, decision } = judging;
  const column = columns[at]?.name ?? "";
  const fault = book.faultOf(codes);
  const found = isMeant(judging) ? undefined : damageOf(was, now, fault.columns.get(column));
  const role = book.roleOf(column);
  const change = { column, at, was, now: bareOf(now, judging) };
  if (found !== undefined && !(decision === "new id" && role === "legacy id")) {
    return { ...change, now, what: "put back", damage: found };
  }
  const isWrong = fault.whole || fault.columns.has(column);
  if (decision !== "new id" && was !== "") {
    if (role === "legacy id" && !isRestored(was, now)) return { ...change, what: "other id" };
    if (role === "reference" && !isWrong) return { ...change, what: "other reference" };
  }
  return { ...change, what: isWrong ? "corrected" : "changed unasked" };
}

const bareOf = (now: string, judging: Judging): string => (judging.isMeant ? now : unarmoured(now));

const isMeant = (judging: Judging): boolean =>
  judging.isMeant === true || judging.decision === "as written";

/** An id that a spreadsheet had cut in the export is whole again. */
const isRestored = (was: string, now: string): boolean =>
  /^\d(?:[.,]\d+)?E\+\d{2,}$/i.test(was.trim()) && damage(now, was) !== undefined;

/**
 * What a spreadsheet did to a cell. One that could not be read as it was is asked to be written in
 * another way; one that could be is asked for another value.
 */
function damageOf(was: string, now: string, fault: "unread" | "read" | undefined) {
  const found = damage(was, now);
  if (fault === undefined || found === undefined || found === "error value") return found;
  if (fault === "unread" && found !== "blanks") return undefined;
  const isTurned = found === "date format" && shapeOf(was) === shapeOf(now);
  return isTurned ? undefined : found;
}

/** Day and month that changed places within the same format were changed by a person. */
const shapeOf = (text: string): string => text.replace(/\d/g, "9").replace(/\p{L}/gu, "a");
