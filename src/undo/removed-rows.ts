import { eachOf, insertAgain, stepOf } from "./put-back.ts";
import type { UndoContext } from "./undo-context.ts";
import { holds, type Values } from "./whole-table.ts";

// Rows that a run took out because the records that they belonged to had them no more.

/** Brings them back, as they were. */
export async function bringBackRemoved(undo: UndoContext): Promise<void> {
  const where = "run_id = ? and kind = 'deleted' and former is not null and detail is null";
  for (const page of undo.actions.pages(where, [undo.scope.run.id])) {
    await eachOf(undo, page, (action) => {
      const step = stepOf(undo, action);
      const { row } = step.state;
      if (row !== null) insertAgain(undo, step, { row: null, crosswalk: null, removed: row });
    });
    undo.passed(page.length);
  }
}

/** Takes them out again: the undo that brought them back is undone. */
export async function removeAgain(undo: UndoContext, undoId: number): Promise<void> {
  const where = "run_id = ? and kind = 'restored' and former is not null and detail is 'removed'";
  for (const page of undo.actions.pages(where, [undoId])) {
    await eachOf(undo, page, (action) => removeOne(undo, action));
    undo.passed(page.length);
  }
}

function removeOne(undo: UndoContext, action: Values): void {
  const { subject, state, rows } = stepOf(undo, action);
  const { removed } = state;
  const { targetId, legacyId, entity } = subject;
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
