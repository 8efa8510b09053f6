import { getTableName } from "drizzle-orm";
import { exceptions } from "../../shared/ledger.ts";
import type { Database, DbValue } from "../db/database.ts";
import { keptJson } from "../db/kept-json.ts";
import type { FormerRow } from "../ledger/former-row.ts";
import { called, hashes, updatedChanged } from "./changed-since.ts";
import type { CrosswalkValues } from "./former-state.ts";
import { type Mark, type Marks, markKey, NO_MARK } from "./marked-rows.ts";
import type { Reason } from "./reasons.ts";
import type { EntityUndo, UndoContext } from "./undo-context.ts";
import { holds, type Values } from "./whole-table.ts";

const PAGE = 2_000;

/** A record that a run replaced a row for, or inserted one again that the application had deleted. */
export interface ReplacedRecord {
  readonly fileId: number;
  readonly record: number;
  readonly line: number;
  readonly entity: string;
  readonly legacyId: string;
  readonly issues: string;
  readonly former: FormerRow;
}

/** Gives rows that the run updated their former values, and says of the others why they stay. */
export async function restoreUpdated(undo: UndoContext, marks: Marks): Promise<void> {
  for (const page of replacedRecords(undo.scope.db, undo.scope.run.id)) {
    for (const updated of page) {
      if (undo.isPauseDue()) await undo.pause();
      if (updated.former.row !== null) restoreOne(undo, updated, marks);
    }
    undo.passed(page.length);
  }
}

function restoreOne(undo: UndoContext, updated: ReplacedRecord, marks: Marks): void {
  const rows = undo.entity(updated.entity);
  const { run } = undo.scope;
  const crosswalk = undo.findCrosswalk(updated.entity, updated.legacyId);
  // Withdrawn later in the run, or a row of the run itself, which goes as a whole.
  if (crosswalk === undefined || crosswalk.madeByRunId === run.id) return;
  const was = formerCrosswalk(updated.former);
  // An undo before this one has taken it back.
  if (crosswalk.runId !== run.id && holds(crosswalk, was)) return;
  const row = rows.table.read(crosswalk.targetId);
  const mark = marks.get(markKey(updated.entity, crosswalk.targetId)) ?? NO_MARK;
  const wanted = formerColumns(rows, updated.former, mark);
  const reason = row && whyNot({ rows, row, crosswalk, mark, wanted });
  if (reason !== undefined || crosswalk.runId !== run.id) {
    undo.block(rows, reason ?? "later-run", updated);
    return;
  }
  undo.scope.beforeWrite();
  if (row !== undefined) rows.table.update(crosswalk.targetId, wanted);
  undo.crosswalk.update(crosswalk.id, was);
  const { targetId } = crosswalk;
  undo.log(
    "restored",
    { ...updated, targetId },
    {
      row: row ?? null,
      crosswalk,
      wrote: { row: wanted, crosswalk: was },
    },
  );
  if (row === undefined) rows.tally.forgotten++;
  else rows.tally.restored++;
  if (row !== undefined && !arrived({ rows, wanted, updated, targetId })) rows.tally.wrong++;
}

interface Update {
  readonly rows: EntityUndo;
  readonly row: Values;
  readonly crosswalk: CrosswalkValues;
  readonly mark: Mark;
  readonly wanted: Values;
}

function whyNot({ rows, row, crosswalk, ...update }: Update): Reason | undefined {
  const { mark, wanted } = update;
  const atHand = { row, crosswalk, marks: mark.set };
  const how = { written: rows, replaced: Object.keys(wanted) };
  const changed = updatedChanged(atHand, how);
  if (changed !== undefined) return changed;
  return rows.parents.missing({ ...row, ...wanted }) ? "parent-missing" : undefined;
}

/** What the row held before the run, whichever of its steps came first. */
function formerColumns(
  { trace, timestamps: { updated = "" } }: EntityUndo,
  former: FormerRow,
  mark: Mark,
): Values {
  const own = former.row?.[updated];
  const earlier = own === trace.startedAt ? mark.former[updated] : own;
  return {
    ...former.row,
    ...mark.former,
    ...(earlier !== undefined && { [updated]: earlier }),
  };
}

export function formerCrosswalk({ crosswalk: { contentHash: hash, ...place } }: FormerRow): Values {
  return { ...place, contentHash: hash === null ? null : Buffer.from(hash, "hex") };
}

interface Restored {
  readonly rows: EntityUndo;
  readonly wanted: Values;
  readonly updated: ReplacedRecord;
  readonly targetId: string;
}

/**
 * Whether the row holds what it held, and that is what the crosswalk says of it: unless it had been
 * edited before the run, which the run was then told.
 */
function arrived({ rows, wanted, updated, targetId }: Restored): boolean {
  const row = rows.table.read(targetId);
  if (row === undefined || !holds(row, wanted)) return false;
  const { contentHash: hash } = updated.former.crosswalk;
  if (hash === null || updated.issues.includes(".target.")) return true;
  const columns = rows.columnsByRun.get(updated.former.crosswalk.runId);
  return (
    columns === undefined || hashes(called(row, rows, updated), columns).toString("hex") === hash
  );
}

/** Records that replaced what was there; of several exceptions of one record, the last holds. */
export function* replacedRecords(db: Database, runId: number): Generator<ReplacedRecord[]> {
  const table = getTableName(exceptions);
  const statement = db.prepare(
    `select file_id, record, line, entity, legacy_id, issues, former from ${table} e
     where run_id = ? and (file_id, record) > (?, ?) and outcome in ('updated', 'inserted') and former is not null
     and not exists (select 1 from ${table} l where l.run_id = e.run_id
       and l.file_id = e.file_id and l.record = e.record and l.id > e.id)
     order by file_id, record limit ${PAGE}`,
  );
  let last: readonly [fileId: number, record: number] = [-1, -1];
  for (;;) {
    const page = statement.all([runId, ...last]).map(readUpdated);
    yield page;
    const end = page.at(-1);
    if (page.length < PAGE || end === undefined) return;
    last = [end.fileId, end.record];
  }
}

function readUpdated([fileId, record, line, entity, ...rest]: readonly DbValue[]): ReplacedRecord {
  const [legacyId, issues, former] = rest;
  return {
    fileId: Number(fileId),
    record: Number(record),
    line: Number(line),
    entity: String(entity),
    legacyId: String(legacyId),
    issues: String(issues),
    former: keptJson<FormerRow>(former, exceptions.former) as FormerRow,
  };
}
