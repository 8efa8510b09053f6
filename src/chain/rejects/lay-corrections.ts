import { trimText } from "../../../shared/trim-text.ts";
import { groupBy } from "../../plain/group-by.ts";
import type { Corrections } from "../corrections/corrections.ts";
import type { Correction } from "../corrections/step.ts";
import type { Overlay, Reject } from "./reject.ts";
import type { RejectIndex } from "./reject-index.ts";

/** Lays the corrections of a chain over its rejected records. */
export function layCorrections(index: RejectIndex, corrections: Corrections): void {
  index.lay(overlaysOf(index, corrections.list()));
}

function* overlaysOf(index: RejectIndex, corrections: readonly Correction[]): Generator<Overlay> {
  const byRecord = groupBy(corrections, ({ entity, file, legacyId, cells }) =>
    JSON.stringify([entity, file, legacyId, cells]),
  );
  for (const own of byRecord.values()) {
    const [first] = own;
    for (const number of first === undefined ? [] : index.numbersOf(first)) {
      const record = index.record(number);
      const overlay = record && overlayOf(record, index.columnNames(record), own);
      if (overlay !== undefined) yield overlay;
    }
  }
}

/** Undefined if nothing of the corrections is for the record as it stands. */
function overlayOf(
  { number, was = [] }: Reject,
  columns: readonly { readonly at: number; readonly name: string }[],
  corrections: readonly Correction[],
): Overlay | undefined {
  const withdrawal = corrections.find(({ decision }) => decision === "withdraw");
  if (withdrawal !== undefined) {
    return { number, state: "withdrawn", cells: new Map(), why: withdrawal.why };
  }
  const cells = columns.flatMap(({ at, name }) => {
    const own = corrections.filter(({ column }) => column === name);
    // A cell may have had another value in each export.
    const fits = own.find((one) => one.was === trimText(was[at] ?? ""));
    return fits === undefined ? [] : [[at, fits.now] as const];
  });
  const isMeant = corrections.some(({ decision }) => decision === "as written");
  // Corrections of a cell that is another one by now say nothing of it.
  if (cells.length === 0 && !isMeant) return undefined;
  return { number, state: "corrected", cells: new Map(cells) };
}
