import { trimText } from "../../shared/trim-text.ts";
import { groupBy } from "../plain/group-by.ts";
import type { Flaw, SourceRecord } from "../source/record.ts";
import type { FixRow } from "./fix-rows.ts";
import { columnAt } from "./record-mark.ts";

export type FixState = "applied" | "not needed" | "stale";

/** What became of a record. */
interface FixedRecord {
  readonly fixed: SourceRecord;
  /** Why it is not to be imported; undefined if it is. */
  readonly reason: string | undefined;
  /** Fixes that gave a cell another value. */
  readonly changed: readonly FixRow[];
  readonly states: ReadonlyMap<FixRow, FixState>;
}

/** What stands in the place of bytes that are no text. */
const REPLACED = "\ufffd";

/** Applies the fixes of one record. */
export function applyFixes(
  read: SourceRecord,
  fixes: readonly FixRow[],
  header: readonly string[],
): FixedRecord {
  const states = new Map<FixRow, FixState>();
  const withdrawal = fixes.find(({ decision }) => decision === "withdraw");
  if (withdrawal !== undefined) {
    // What is withdrawn is the record as the export holds it.
    for (const fix of fixes) states.set(fix, fix === withdrawal ? "applied" : "not needed");
    return { fixed: read, reason: withdrawal.why, changed: [], states };
  }
  const cells = [...read.cells];
  const [whole, ofCells] = [fixes.filter(isWhole), fixes.filter((fix) => !isWhole(fix))];
  const changed = [...groupBy(ofCells, ({ column }) => column)].flatMap(([column, own]) =>
    fixCell(cells, { at: columnAt(header, column), own, states }),
  );
  for (const fix of whole) states.set(fix, "applied");
  const isStale = [...states.values()].includes("stale");
  // A person has looked at the record as a whole.
  const isSeen = [...whole, ...changed].some((fix) => isWhole(fix) || fix.cells !== "");
  const fixed = isSeen
    ? seen(read, cells, header.length)
    : {
        ...withoutMarks(
          read,
          changed.map(({ column }) => columnAt(header, column)),
        ),
        cells,
      };
  const flaws: readonly Flaw[] = isStale ? [...fixed.flaws, "fix-stale"] : fixed.flaws;
  return { fixed: { ...fixed, flaws }, reason: undefined, changed, states };
}

const isWhole = ({ decision }: FixRow): boolean => decision === "as written";

interface FixedCell {
  readonly at: number;
  readonly own: readonly FixRow[];
  readonly states: Map<FixRow, FixState>;
}

/** One cell may have had another value in each export: one of its fixes is enough. */
function fixCell(cells: string[], { at, own, states }: FixedCell): readonly FixRow[] {
  const cell = trimText(cells[at] ?? "");
  const fits = own.find(({ oldValue }) => oldValue === cell);
  const isRight = own.some(({ newValue }) => newValue === cell);
  const other = fits !== undefined || isRight ? "not needed" : "stale";
  for (const fix of own) states.set(fix, fix === fits ? "applied" : other);
  if (fits === undefined) return [];
  while (cells.length <= at) cells.push("");
  cells[at] = fits.newValue;
  return [fits];
}

/** What a sheet says of a cell does not hold of the one in its place. */
function withoutMarks({ marks, ...read }: SourceRecord, places: readonly number[]): SourceRecord {
  const left = marks?.filter(({ column }) => column === undefined || !places.includes(column));
  return left === undefined || left.length === 0 ? read : { ...read, marks: left };
}

/** What was wrong with a record as a whole is not any more; what a person emptied beyond the columns is no cell. */
function seen(read: SourceRecord, cells: readonly string[], width: number): SourceRecord {
  const { record, line, offset } = read;
  const last = cells.findLastIndex((cell) => cell !== "");
  const kept = cells.slice(0, Math.max(width, last + 1));
  while (kept.length < width) kept.push("");
  const isLost = read.flaws.includes("encoding") && kept.some((cell) => cell.includes(REPLACED));
  return { record, line, offset, cells: kept, flaws: isLost ? ["encoding"] : [] };
}
