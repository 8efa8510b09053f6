import { actions } from "../../shared/ledger.ts";
import { keptJson } from "../db/kept-json.ts";
import { type WrittenValues, withBytes, withHex } from "../ledger/kept-values.ts";
import type { Values } from "./whole-table.ts";

/** A crosswalk row, whole. */
export type CrosswalkValues = Values & {
  readonly id: number;
  readonly legacySystem: string;
  readonly entity: string;
  readonly legacyId: string;
  readonly targetId: string;
  readonly contentHash: Buffer | null;
  readonly fileId: number;
  readonly record: number;
  readonly line: number;
  readonly runId: number;
  readonly madeByRunId: number;
};

/** What an undo's action keeps, so that it can be taken back in its turn. */
export interface FormerState {
  /** The target row as it was, whole; null if there was none. */
  readonly row: Values | null;
  /** Its crosswalk row as it was, whole. */
  readonly crosswalk: CrosswalkValues | null;
  /** What the undo wrote over them. */
  readonly wrote?: { readonly row: Values; readonly crosswalk: Values };
  /** Instead of the others: a record that waits for its parent, as the ledger keeps it. */
  readonly waiting?: Values;
  /** Instead of the others: a version of unmapped cells, as the ledger keeps it. */
  readonly unmapped?: Values;
  /** Instead of the others: a row that the run had taken out, and that came back, whole. */
  readonly removed?: Values;
}

/** As the ledger keeps it. */
export function writeState(state: FormerState): string {
  const { row, crosswalk, wrote, waiting, unmapped, removed } = state;
  if (removed !== undefined) return JSON.stringify({ removed: withHex(removed) });
  if (waiting !== undefined) return JSON.stringify({ waiting: withHex(waiting) });
  if (unmapped !== undefined) return JSON.stringify({ unmapped: withHex(unmapped) });
  return JSON.stringify({
    row: row && withHex(row),
    crosswalk: crosswalk && withHex(crosswalk),
    ...(wrote && { wrote: { row: withHex(wrote.row), crosswalk: withHex(wrote.crosswalk) } }),
  });
}

interface WrittenState {
  readonly row?: WrittenValues | null;
  readonly crosswalk?: WrittenValues | null;
  readonly wrote?: { readonly row: WrittenValues; readonly crosswalk: WrittenValues };
  readonly waiting?: WrittenValues;
  readonly unmapped?: WrittenValues;
  readonly removed?: WrittenValues;
}

/** Back from `writeState`. */
export function readState(text: string): FormerState {
  const read = keptJson<WrittenState>(text, actions.former) ?? {};
  const { row, crosswalk, wrote, waiting, unmapped, removed } = read;
  return {
    row: row ? withBytes(row) : null,
    crosswalk: crosswalk ? (withBytes(crosswalk) as CrosswalkValues) : null,
    ...(wrote && { wrote: { row: withBytes(wrote.row), crosswalk: withBytes(wrote.crosswalk) } }),
    ...(waiting && { waiting: withBytes(waiting) }),
    ...(unmapped && { unmapped: withBytes(unmapped) }),
    ...(removed && { removed: withBytes(removed) }),
  };
}
