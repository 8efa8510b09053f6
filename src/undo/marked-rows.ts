import type { Cell } from "../../importers/define.ts";
import { actions } from "../../shared/ledger.ts";
import { keptJson } from "../db/kept-json.ts";
import { stored } from "../import/prepare/prepare.ts";
import { touchedSince } from "./changed-since.ts";
import type { CrosswalkValues } from "./former-state.ts";
import type { Subject, UndoContext } from "./undo-context.ts";
import { holds, sameCell, type Values } from "./whole-table.ts";

/** What the run did to `isActive` of a row that it wrote in other ways too. */
export interface Mark {
  /** What the run set. */
  readonly set: Values;
  readonly former: Values;
}

export type Marks = ReadonlyMap<string, Mark>;

export const NO_MARK: Mark = { set: {}, former: {} };

export const markKey = (entity: string, targetId: string): string => `${entity}\0${targetId}`;

/**
 * Gives rows that were marked as vanished, or not any more, their former values.
 *
 * @returns the marks of rows that the run updated or inserted as well: these go back as one
 */
export async function restoreMarked(undo: UndoContext): Promise<Marks> {
  const { run } = undo.scope;
  const together = new Map<string, Mark>();
  const where = "run_id = ? and kind in ('marked', 'unmarked')";
  for (const page of undo.actions.pages(where, [run.id])) {
    for (const action of page) {
      if (undo.isPauseDue()) await undo.pause();
      const marked = markedRow(undo, action);
      const { subject, mark, crosswalk } = marked;
      if (crosswalk?.runId !== run.id) restoreMark(undo, marked);
      else together.set(markKey(subject.entity, crosswalk.targetId), mark);
    }
    undo.passed(page.length);
  }
  return together;
}

function markedRow(undo: UndoContext, action: Values): MarkedRow {
  const subject = subjectOf(action);
  const { entity, legacyId } = subject;
  const set = { isActive: action["kind"] === "marked" ? 0 : 1 };
  const crosswalk = legacyId === null ? undefined : undo.findCrosswalk(entity, legacyId);
  return { subject, mark: { set, former: formerColumns(action) }, crosswalk };
}

export function subjectOf(action: Values): Subject {
  const { entity, legacyId, targetId, fileId, record, line } = action as unknown as Subject;
  return { entity, legacyId, targetId, fileId, record, line };
}

function formerColumns(action: Values): Values {
  const former = keptJson<Record<string, Cell>>(action["former"], actions.former) ?? {};
  return Object.fromEntries(Object.entries(former).map(([key, value]) => [key, stored(value)]));
}

interface MarkedRow {
  readonly subject: Subject;
  readonly mark: Mark;
  readonly crosswalk: CrosswalkValues | undefined;
}

function restoreMark(undo: UndoContext, { subject, mark, crosswalk }: MarkedRow): void {
  const rows = undo.entity(subject.entity);
  const { targetId } = subject;
  const row = rows.table.read(targetId);
  // Deleted in the application, or taken back before.
  if (row === undefined || holds(row, mark.former)) return;
  const place = subject.fileId === null && crosswalk ? crosswalk : subject;
  const set = Object.keys(mark.set).every((key) => sameCell(row[key], mark.set[key]));
  const dated = (rows.timestamps.updated ?? "") in mark.former;
  const touched = dated ? touchedSince(row, rows) : undefined;
  const reason = touched ?? (set ? undefined : "edited");
  if (reason !== undefined) {
    undo.block(rows, reason, place);
    return;
  }
  undo.scope.beforeWrite();
  rows.table.update(targetId, mark.former);
  undo.log("restored", subject, {
    row,
    crosswalk: null,
    wrote: { row: mark.former, crosswalk: {} },
  });
  rows.tally.restored++;
}
