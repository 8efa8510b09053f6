import type { WantedCell } from "../../chain/corrections/wanted.ts";
import type { Reject } from "../../chain/rejects/reject.ts";
import { withDots } from "../../plain/visible.ts";
import { shown } from "../mask.tsx";
import { type Looking, recordMark } from "./at-hand.ts";
import { isEditable, looksOf, stateName } from "./grid.tsx";
import { stepName } from "./history.tsx";
import type { ShownReject } from "./verdicts.ts";

/**
 * A record as the grid shows it after a step, in plain data: what this session may see of it.
 *
 * @param changed the cells that the step changed
 */
export function answerOf(looking: Looking, record: ShownReject, changed: readonly WantedCell[]) {
  const { index, session, desk } = looking;
  const last = desk.steps().findLast(({ state }) => state === "done");
  return {
    said: saidOf(record),
    seen: recordMark(record),
    version: desk.corrections.version,
    undo: last === undefined ? "" : stepName(last),
    alike: alikeOf(looking, record, changed),
    state: record.state,
    stateName: stateName(record),
    verdict: record.verdict ?? "",
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

function saidOf({ verdict, issues }: ShownReject): string {
  if (verdict === undefined) return "Kept.";
  if (verdict === "taken in") return "Kept. By the import's rules it fits now.";
  const errors = issues.filter(({ severity }) => severity === "error").length;
  return `Kept. ${errors} ${errors === 1 ? "thing is" : "things are"} wrong still.`;
}

/** Other records that hold what stood in a cell before. */
function alikeOf({ index }: Looking, record: Reject, changed: readonly WantedCell[]) {
  const { entity, was } = record;
  for (const { at } of changed) {
    const [column, text = ""] = [index.columns(entity)[at], was?.[at]];
    // What is empty was not written wrong in the same way.
    if (column === undefined || column.role === "legacy id" || text.trim() === "") continue;
    const count = index.countOf(column, text);
    if (count > 0) return { at, count };
  }
  return undefined;
}
