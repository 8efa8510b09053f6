import type { Reject } from "../../chain/rejects/reject.ts";
import { withDots } from "../../plain/visible.ts";
import { shown } from "../mask.tsx";
import { type Looking, recordMark } from "./at-hand.ts";
import { STATE_NAMES } from "./filter.ts";
import { isEditable, looksOf } from "./grid.tsx";

/** A record as the grid shows it after a step, in plain data: what this session may see of it. */
export function answerOf({ index, session, corrections }: Looking, record: Reject) {
  return {
    seen: recordMark(record),
    version: corrections.version,
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
