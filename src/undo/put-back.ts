import { sameName } from "../db/names.ts";
import { type CrosswalkValues, type FormerState, readState } from "./former-state.ts";
import { subjectOf } from "./marked-rows.ts";
import type { Reason } from "./reasons.ts";
import type { EntityUndo, Subject, UndoContext } from "./undo-context.ts";
import { putBackUnmapped } from "./unmapped-cells.ts";
import { holds, type Values } from "./whole-table.ts";

/** One step of the undo that is taken back. */
interface Step {
  readonly subject: Subject;
  readonly state: FormerState;
  readonly rows: EntityUndo;
}

const KEPT = "run_id = ? and former is not null and detail is";

/** Takes an undo back: parents come back before their children, then rows get the run's values again. */
export async function putBack(undo: UndoContext, undoId: number): Promise<void> {
  for (const rows of undo.entities.values()) {
    const where = `${KEPT} null and kind = 'deleted' and entity = ?`;
    // In the order of the import, which their indexes like best, unless parents went last.
    const order = isSelfReferring(undo, rows) ? "desc" : "asc";
    for (const page of undo.actions.pages(where, [undoId, rows.entity], order)) {
      await eachOf(undo, page, (action) => insertAgain(undo, stepOf(undo, action)));
      undo.passed(page.length);
    }
  }
  const where = `${KEPT} null and kind = 'restored'`;
  for (const page of undo.actions.pages(where, [undoId], "desc")) {
    await eachOf(undo, page, (action) => applyAgain(undo, stepOf(undo, action)));
    undo.passed(page.length);
  }
  // Behind the rows: a record stops waiting only where its row is there.
  for (const page of undo.actions.pages(`${KEPT} 'waiting'`, [undoId])) {
    await eachOf(undo, page, (action) => turnWaiting(undo, action));
  }
  await putBackUnmapped(undo, undoId);
}

/** Others have their turn between the rows of a page. */
export async function eachOf(
  undo: UndoContext,
  page: readonly Values[],
  work: (action: Values) => void,
): Promise<void> {
  for (const action of page) {
    if (undo.isPauseDue()) await undo.pause();
    work(action);
  }
}

const isSelfReferring = ({ keys }: UndoContext, { table }: EntityUndo): boolean =>
  keys.some(({ child, parent }) => sameName(child, table.name) && sameName(parent, table.name));

function turnWaiting(undo: UndoContext, action: Values): void {
  const step = stepOf(undo, action);
  if (action["kind"] === "deleted") waitAgain(undo, step);
  else waitNoMore(undo, step);
}

export function stepOf(undo: UndoContext, action: Values): Step {
  const subject = subjectOf(action);
  const state = readState(String(action["former"]));
  return { subject, state, rows: undo.entity(subject.entity) };
}

function waitAgain(undo: UndoContext, { subject, state, rows }: Step): void {
  const { waiting } = state;
  if (waiting === undefined || undo.waiting.read(waiting["id"] ?? null) !== undefined) return;
  undo.scope.beforeWrite();
  undo.waiting.insert(waiting);
  undo.log("restored", subject, null);
  rows.tally.waiting++;
}

function waitNoMore(undo: UndoContext, { subject, state, rows }: Step): void {
  const id = state.waiting?.["id"] ?? null;
  if (undo.waiting.read(id) === undefined || findKnown(undo, subject) === undefined) return;
  undo.scope.beforeWrite();
  undo.waiting.delete(id);
  undo.log("deleted", subject, null);
  rows.tally.forgotten++;
}

/** @param kept what an undo of this one goes by; nothing where an undo is taken back */
export function insertAgain(
  undo: UndoContext,
  { subject, state, rows }: Step,
  kept: FormerState | null = null,
): void {
  const { row, crosswalk, wrote } = state;
  if (crosswalk === null) return;
  const known = undo.findCrosswalk(subject.entity, crosswalk.legacyId);
  // It has been put back before.
  if (known?.madeByRunId === crosswalk.madeByRunId && known.runId === crosswalk.runId) return;
  const asLeft = wrote ? known && holds(known, wrote.crosswalk) : known === undefined;
  const reason = asLeft ? whyNotInserted(rows, row) : "imported-again";
  if (reason !== undefined) {
    undo.block(rows, reason, subject);
    return;
  }
  undo.scope.beforeWrite();
  if (row !== null) rows.table.insert(row);
  if (wrote && known) undo.crosswalk.update(known.id, only(crosswalk, wrote.crosswalk));
  else insertCrosswalk(undo, crosswalk);
  undo.log("restored", subject, kept);
  if (row === null) rows.tally.forgotten++;
  else rows.tally.inserted++;
  if (row !== null && !isHeld(rows, crosswalk.targetId, row)) rows.tally.wrong++;
}

function whyNotInserted(
  { table, parents, importer: { numbers = [] } }: EntityUndo,
  row: Values | null,
): Reason | undefined {
  if (row === null) return undefined;
  if (table.read(row[table.id.key] ?? null) !== undefined) return "id-taken";
  if (numbers.some(({ column }) => table.isTaken(column, row[column] ?? null))) {
    return "number-taken";
  }
  return parents.missing(row) ? "parent-missing" : undefined;
}

/** Its number may have gone to another row meanwhile. */
function insertCrosswalk({ crosswalk: table }: UndoContext, crosswalk: CrosswalkValues): void {
  const { id, ...rest } = crosswalk;
  table.insert(table.read(id) === undefined ? crosswalk : rest);
}

function applyAgain(undo: UndoContext, step: Step): void {
  const { subject, state, rows } = step;
  const { row, crosswalk, wrote } = state;
  const known = findKnown(undo, subject);
  const id = known?.targetId ?? subject.targetId;
  const now = id === null ? undefined : rows.table.read(id);
  if (isApplied({ state, known, now })) return;
  const reason = whyNotApplied(step, { known, now });
  if (reason !== undefined) {
    undo.block(rows, reason, subject);
    return;
  }
  undo.scope.beforeWrite();
  const again = row && wrote ? only(row, wrote.row) : {};
  if (now !== undefined) rows.table.update(id, again);
  if (crosswalk && known && wrote) {
    undo.crosswalk.update(known.id, only(crosswalk, wrote.crosswalk));
  }
  undo.log("restored", subject, null);
  if (now === undefined) rows.tally.forgotten++;
  else rows.tally.restored++;
  if (now !== undefined && id !== null && !isHeld(rows, id, again)) rows.tally.wrong++;
}

interface Current {
  readonly known: CrosswalkValues | undefined;
  readonly now: Values | undefined;
}

function findKnown(undo: UndoContext, { entity, legacyId }: Subject): CrosswalkValues | undefined {
  return legacyId === null ? undefined : undo.findCrosswalk(entity, legacyId);
}

/** A redo before this one has done it, or there is nothing to do it to. */
function isApplied({ state, known, now }: Current & { readonly state: FormerState }): boolean {
  const { row, crosswalk, wrote } = state;
  if (crosswalk !== null && known?.runId === crosswalk.runId) return true;
  const marked = crosswalk === null;
  return (
    marked &&
    (now === undefined || (row !== null && wrote !== undefined && holds(now, only(row, wrote.row))))
  );
}

/** The undo must have had the last word on the row, and what it refers to must be there. */
function whyNotApplied({ state, rows }: Step, { known, now }: Current): Reason | undefined {
  const { row, crosswalk, wrote } = state;
  if (crosswalk !== null && (known === undefined || !holds(known, wrote?.crosswalk ?? {}))) {
    return "later-run";
  }
  if (now === undefined || row === null) return undefined;
  if (!holds(now, { ...row, ...wrote?.row })) {
    const { trace, timestamps } = rows;
    const updated = timestamps.updated ?? "";
    const starts = trace.otherStarts.has(String(now[updated]));
    const left = wrote?.row[updated] === now[updated];
    return starts && !left ? "later-run" : "edited";
  }
  return rows.parents.missing({ ...now, ...only(row, wrote?.row ?? {}) })
    ? "parent-missing"
    : undefined;
}

/** These columns of a row. */
const only = (row: Values, columns: Values): Values =>
  Object.fromEntries(Object.keys(columns).map((key) => [key, row[key] ?? null]));

function isHeld({ table }: EntityUndo, id: string, values: Values): boolean {
  const row = table.read(id);
  return row !== undefined && holds(row, values);
}
