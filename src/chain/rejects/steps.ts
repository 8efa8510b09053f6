import { trimText } from "../../../shared/trim-text.ts";
import { UsageError } from "../../plain/errors.ts";
import type { Change, RecordKey } from "../corrections/step.ts";
import type { Reject, RejectedColumn } from "./reject.ts";
import type { RejectIndex } from "./reject-index.ts";

// What a person asks for on rejected records, as changes of the chain's corrections.

/** Cells by their places. */
export type NewCells = ReadonlyMap<number, string>;

/**
 * Cells of one record get other values.
 *
 * @param ids "locked": the cells that its legacy id is taken from stay as they are
 * @throws UsageError if one of them would change, or the record cannot be told in later exports
 */
export function changedCells(
  index: RejectIndex,
  record: Reject,
  { cells, ids }: { readonly cells: NewCells; readonly ids: "locked" | "new" },
): Change[] {
  const key = keyOf(record);
  const columns = index.columns(record.entity);
  return index.columnNames(record).flatMap(({ at, name }) => {
    const [was, now] = [trimText(record.cells[at] ?? ""), cells.get(at)];
    if (now === undefined || trimText(now) === was) return [];
    const isId = columns[at]?.role === "legacy id" && was !== "";
    if (isId && ids === "locked") throw idIsLocked(name);
    const decision = isId ? ("new id" as const) : ("" as const);
    return [changeOf(key, { column: name, was, now: trimText(now), decision })];
  });
}

/** This value becomes that value, in all of the records that have it. */
export function replacedValue(
  index: RejectIndex,
  numbers: readonly number[],
  { column, from, to }: Replacing,
): Change[] {
  if (column.role === "legacy id") throw idIsLocked(column.name);
  const cells = new Map([[column.at, to]]);
  return numbers.flatMap((number) => {
    const record = index.record(number);
    // Found by a hash: the text has the last word.
    if (record === undefined || trimText(record.cells[column.at] ?? "") !== trimText(from))
      return [];
    if (record.key === undefined) return [];
    return changedCells(index, record, { cells, ids: "locked" });
  });
}

export interface Replacing {
  readonly column: RejectedColumn;
  readonly from: string;
  readonly to: string;
}

/** Something is decided about records as a whole. */
export const decided = (
  records: readonly Reject[],
  decision: "withdraw" | "as written" | "after all",
): Change[] =>
  records.map((record) => changeOf(keyOf(record), { column: "", was: "", now: "", decision }));

const changeOf = (key: RecordKey, said: Omit<Change, keyof RecordKey>): Change =>
  Object.assign({}, key, said);

function keyOf({ key, file, line }: Reject): RecordKey {
  if (key !== undefined) return key;
  throw new UsageError(`The cells of ${file} line ${line} are not at hand.`, {
    cure: "Put the report's folder and the mapping back where they were, then load this page again.",
  });
}

const idIsLocked = (column: string): UsageError =>
  new UsageError(`Column ${column} is the record's number, which is locked.`, {
    cure: 'Choose "new number" on the page of the record.',
  });
