import { getTableName } from "drizzle-orm";
import { actions, runs, waiting as waitingTable } from "../../shared/ledger.ts";
import type { Database } from "../db/database.ts";
import { keptJson } from "../db/kept-json.ts";
import { subjectOf } from "./marked-rows.ts";
import type { Subject, UndoContext } from "./undo-context.ts";
import type { Values } from "./whole-table.ts";

/** Records of the run do not wait any more, and those that it had let in wait again. */
export function takeBackWaiting(undo: UndoContext): void {
  removeOwn(undo);
  const { run } = undo.scope;
  const where = "run_id = ? and kind = 'released'";
  for (const page of undo.actions.pages(where, [run.id])) {
    for (const action of page) waitAgain(undo, action);
  }
}

function waitAgain(undo: UndoContext, action: Values): void {
  const kept = keptJson<Values>(action["former"], actions.former);
  const subject = subjectOf(action);
  if (kept === null || waits(undo, kept)) return;
  // Its row stays, so it is in; or the run that it was of is taken back.
  if (undo.findCrosswalk(subject.entity, String(kept["legacyId"])) !== undefined) return;
  const ofRun = Number(kept["runId"]);
  if (ofRun === undo.scope.run.id || isUndone(undo.scope.db, ofRun)) return;
  undo.scope.beforeWrite();
  undo.waiting.insert(kept);
  const waiting = { ...kept, id: undo.scope.db.lastInsertId() };
  undo.log("restored", subject, { row: null, crosswalk: null, waiting });
  undo.entity(subject.entity).tally.waiting++;
}

function removeOwn(undo: UndoContext): void {
  for (const page of undo.waiting.pages("run_id = ?", [undo.scope.run.id])) {
    for (const own of page) {
      undo.scope.beforeWrite();
      undo.log("deleted", waitingSubject(own), { row: null, crosswalk: null, waiting: own });
      undo.waiting.delete(own["id"] ?? null);
      undo.entity(String(own["entity"])).tally.forgotten++;
    }
  }
}

/** An undo before this one has put it back. */
function waits({ scope }: UndoContext, kept: Values): boolean {
  const text = `select 1 from ${getTableName(waitingTable)}
    where legacy_id = ? and entity = ? and run_id = ? and file_id = ? and record = ?`;
  const place = ["legacyId", "entity", "runId", "fileId", "record"].map((key) => kept[key] ?? null);
  return scope.db.prepare(text).get(place) !== undefined;
}

function waitingSubject(own: Values): Subject {
  const { entity, legacyId, fileId, record, line } = own as unknown as Subject;
  return { entity, legacyId, targetId: null, fileId, record, line };
}

function isUndone(db: Database, runId: number): boolean {
  const found = db.prepare(`select status from ${getTableName(runs)} where id = ?`).get([runId]);
  return found?.[0] === "undone";
}
