import type { Reject } from "../../chain/rejects/reject.ts";
import { withDots } from "../../plain/visible.ts";
import { shown } from "../mask.tsx";
import { type Looking, recordMark } from "./at-hand.ts";
import { STATE_NAMES } from "./filter.ts";
import { isEditable, looksOf } from "./grid.tsx";
import { stepName } from "./history.tsx";

/**
 * A record as the grid shows it after a step, in plain data: what this session may see of it.
 *
 * @param changed the places of the cells that the step changed
 */
export function answerOf(looking: Looking, record: Reject, changed: readonly number[]) {
  const { index, session, corrections } = looking;
  const last = corrections
    .steps()
    .filter(({ state }) => state === "done")
    .at(-1);
  return {
    said: "Kept.",
    seen: recordMark(record),
    version: corrections.version,
    undo: last === undefined ? "" : stepName(last),
    alike: alikeOf(looking, record, changed),
    state: record.state,
    stateName: record.state === "open" ? "" : STATE_NAMES[record.state],
    issues: record.issues.map(({ words, severity }) => ({ words: withDots(words), severity })),
    cells: index.columns(record.entity).map(({ at }) => {
      const value = record.cells[at] ?? "";
      const text = shown(value, session);
      const hidden = session.revealed ? (isEditable(value) ? "" : "unseen") : "masked";
      const raw = hidden === "" && text !== value ? value : undefined;
      return { at, text, looks: looksOf(record, at), hidden, raw };
    }),
  };
}

/** Other records that hold what stood in a cell before. */
function alikeOf({ index }: Looking, record: Reject, changed: readonly number[]) {
  const { entity, was } = record;
  for (const at of changed) {
    const column = index.columns(entity)[at];
    const count = column ? index.sameValue({ entity }, column, was?.[at] ?? "").length : 0;
    if (count > 0 && column?.role !== "legacy id") return { at, count };
  }
  return undefined;
}
