import { getTableName } from "drizzle-orm";
import { exceptions, unmapped } from "../../shared/ledger.ts";
import type { DbValue } from "../db/database.ts";
import { UnmappedPacks } from "../ledger/unmapped/packs.ts";
import { type CrosswalkValues, readState } from "./former-state.ts";
import { subjectOf as actionSubject } from "./marked-rows.ts";
import type { Subject, UndoContext } from "./undo-context.ts";
import type { Values } from "./whole-table.ts";

/** Takes back the versions of unmapped cells that the run kept; rows that stay keep theirs. */
export async function takeBackUnmapped(undo: UndoContext): Promise<void> {
  const { db, run } = undo.scope;
  const packs = new UnmappedPacks(db);
  for (const pack of packs.ofRun(run.id)) {
    if (undo.isPauseDue()) await undo.pause();
    undo.scope.beforeWrite();
    packs.unpackAll(pack);
  }
  for (const page of undo.unmapped.pages("run_id = ?", [run.id])) {
    for (const version of page) {
      if (undo.isPauseDue()) await undo.pause();
      takeBack(undo, version);
    }
    undo.passed(page.length);
  }
}

function takeBack(undo: UndoContext, version: Values): void {
  const subject = versionSubject(version);
  const rows = undo.entity(subject.entity);
  const known = undo.findCrosswalk(subject.entity, String(subject.legacyId));
  if (known !== undefined && stays(undo, subject, known)) {
    rows.tally.unmappedKept++;
    return;
  }
  undo.scope.beforeWrite();
  undo.log("deleted", subject, { row: null, crosswalk: null, unmapped: version });
  undo.unmapped.delete(version["id"] ?? null);
  seal(undo, version, known);
  rows.tally.unmapped++;
}

/** Puts back the versions that an undo took, where their records are there again. */
export async function putBackUnmapped(undo: UndoContext, undoId: number): Promise<void> {
  const where = "run_id = ? and kind = 'deleted' and former is not null and detail is 'unmapped'";
  for (const page of undo.actions.pages(where, [undoId])) {
    for (const action of page) {
      if (undo.isPauseDue()) await undo.pause();
      putBack(undo, action);
    }
  }
}

function putBack(undo: UndoContext, action: Values): void {
  const subject = actionSubject(action);
  const { unmapped: version } = readState(String(action["former"]));
  if (version === undefined || undo.unmapped.read(version["id"] ?? null) !== undefined) return;
  const known = undo.findCrosswalk(subject.entity, String(subject.legacyId));
  if (known === undefined) return;
  const { run } = undo.scope;
  if (known.runId > run.id) {
    blockUnwritten(undo, subject);
    return;
  }
  undo.scope.beforeWrite();
  undo.unmapped.insert(version);
  seal(undo, version, known);
  undo.log("restored", subject, null);
  undo.entity(subject.entity).tally.unmapped++;
}

/** What the run made of the record stands, or a later run has written its row since. */
function stays(undo: UndoContext, subject: Subject, known: CrosswalkValues): boolean {
  const { id } = undo.scope.run;
  if (known.runId === id || known.madeByRunId === id) return true;
  if (known.runId < id) return false;
  blockUnwritten(undo, subject);
  return true;
}

/** Where the run wrote the row too, it was said already why that one stays. */
function blockUnwritten(undo: UndoContext, subject: Subject): void {
  const { db, run } = undo.scope;
  const wrote = db.prepare(
    `select 1 from ${getTableName(exceptions)}
     where run_id = ? and file_id = ? and record = ? and former is not null`,
  );
  if (wrote.get([run.id, subject.fileId, subject.record]) !== undefined) return;
  undo.block(undo.entity(subject.entity), "later-run", subject);
}

/** The crosswalk keeps the hash of the version that holds now. */
function seal({ scope, crosswalk: table }: UndoContext, version: Values, known?: Values): void {
  if (known === undefined) return;
  const newest = scope.db.prepare(
    `select hash from ${getTableName(unmapped)}
     where legacy_id = ? and entity = ? and legacy_system = ? order by id desc limit 1`,
  );
  const key = ["legacyId", "entity", "legacySystem"].map((name) => version[name] ?? null);
  const id = known["id"] ?? null;
  const single = newest.get(key)?.[0] ?? null;
  const packed = () => new UnmappedPacks(scope.db).hashOf(Number(id), String(version["legacyId"]));
  table.update(id, { unmappedHash: single ?? packed() });
}

/** Versions of the run that the ledger still has of an entity. */
export function unmappedLeft({ scope }: UndoContext, entity: string): number {
  const text = `select count(*) from ${getTableName(unmapped)} where run_id = ? and entity = ?`;
  const key: DbValue[] = [scope.run.id, entity];
  return Number(scope.db.prepare(text).get(key)?.[0]);
}

function versionSubject(version: Values): Subject {
  const { entity, legacyId, fileId, record, line } = version as unknown as Subject;
  return { entity, legacyId, targetId: null, fileId, record, line };
}
