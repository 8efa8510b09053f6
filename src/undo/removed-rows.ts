import { readState } from "./former-state.ts";
import { subjectOf } from "./marked-rows.ts";
import { insertCrosswalk, whyNotInserted } from "./put-back.ts";
import type { UndoContext } from "./undo-context.ts";
import { holds, type Values } from "./whole-table.ts";

// Rows that a run took out because the records that they belonged to had them no more.

/** Brings them back, as they were. */
export async function bringBackRemoved(undo: UndoContext): Promise<void> {
  const where = "run_id = ? and kind = 'deleted' and former is not null and detail is null";
  for (const page of undo.actions.pages(where, [undo.scope.run.id])) {
    for (const action of page) {
      if (undo.isPauseDue()) await undo.pause();
      bringBack(undo, action);
    }
    undo.passed(page.length);
  }
}

function bringBack(undo: UndoContext, action: Values): void {
  const subject = subjectOf(action);
  const { row, crosswalk } = readState(String(action["former"]));
  if (row === null || crosswalk === null) return;
  const rows = undo.entity(subject.entity);
  const known = undo.findCrosswalk(subject.entity, crosswalk.legacyId);
  // An undo before this one has brought it back.
  if (known?.madeByRunId === crosswalk.madeByRunId && known.runId === crosswalk.runId) return;
  const reason = known === undefined ? whyNotInserted(rows, row) : "imported-again";
  if (reason !== undefined) {
    undo.block(rows, reason, subject);
    return;
  }
  undo.scope.beforeWrite();
  rows.table.insert(row);
  insertCrosswalk(undo, crosswalk);
  undo.log("restored", subject, { row: null, crosswalk: null, removed: row });
  rows.tally.inserted++;
  const now = rows.table.read(crosswalk.targetId);
  if (now === undefined || !holds(now, row)) rows.tally.wrong++;
}

/** Takes them out again: the undo that brought them back is undone. */
export async function removeAgain(undo: UndoContext, undoId: number): Promise<void> {
  const where = "run_id = ? and kind = 'restored' and former is not null and detail is 'removed'";
  for (const page of undo.actions.pages(where, [undoId])) {
    for (const action of page) {
      if (undo.isPauseDue()) await undo.pause();
      removeOne(undo, action);
    }
    undo.passed(page.length);
  }
}

function removeOne(undo: UndoContext, action: Values): void {
  const subject = subjectOf(action);
  const { removed } = readState(String(action["former"]));
  const { targetId, legacyId, entity } = subject;
  const rows = undo.entity(entity);
  const now = targetId === null ? undefined : rows.table.read(targetId);
  const known = legacyId === null ? undefined : undo.findCrosswalk(entity, legacyId);
  if (removed === undefined || now === undefined || known === undefined) return;
  if (!holds(now, removed)) {
    undo.block(rows, "edited", subject);
    return;
  }
  undo.scope.beforeWrite();
  rows.table.delete(targetId);
  undo.crosswalk.delete(known.id);
  undo.log("deleted", subject, null);
  rows.tally.undone++;
}
