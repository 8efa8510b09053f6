import { getTableName } from "drizzle-orm";
import { crosswalk } from "../../../shared/ledger.ts";
import type { Database } from "../../db/database.ts";
import { Blocked } from "./blocked.ts";
import { insertedChanged } from "./changed-since.ts";
import type { CrosswalkValues } from "./former-state.ts";
import { type Marks, markKey, NO_MARK } from "./marked-rows.ts";
import type { Reason } from "./reasons.ts";
import { Referrers } from "./references.ts";
import type { EntityUndo, UndoContext } from "./undo-context.ts";
import type { Values } from "./whole-table.ts";

/** Deletes the rows that the run made, children before parents: a parent stays while a child does. */
export function deleteInserted(undo: UndoContext, marks: Marks): void {
  const shared = sharedTargets(undo.scope.db);
  for (const rows of [...undo.entities.values()].reverse()) {
    const referrers = new Referrers(undo.references, rows.table);
    let stays: Blocked;
    let deleted: number;
    do {
      stays = new Blocked();
      deleted = 0;
      for (const made of rowsMade(undo, rows)) {
        const row = rows.table.read(made.targetId);
        const reason = row && whyNot(undo, { rows, row, made, marks, shared, referrers });
        if (reason === undefined) deleted += deleteRow(undo, { rows, row, made });
        else stays.add(reason, undo.place(made));
      }
      // A row may have stayed only for one behind it that refers to it.
    } while (referrers.selfReferring && deleted > 0 && stays.count() > 0);
    rows.tally.blocked.addAll(stays);
    rows.tally.kept = stays.count();
  }
}

function* rowsMade(undo: UndoContext, { entity }: EntityUndo): Generator<CrosswalkValues> {
  const key = [undo.scope.run.id, entity];
  for (const page of undo.crosswalk.pages("made_by_run_id = ? and entity = ?", key)) {
    yield* page as CrosswalkValues[];
    undo.passed(page.length);
  }
}

interface MadeRow {
  readonly rows: EntityUndo;
  readonly row: Values;
  readonly made: CrosswalkValues;
  readonly marks: Marks;
  readonly shared: ReadonlySet<string>;
  readonly referrers: Referrers;
}

function whyNot(undo: UndoContext, { rows, row, made, ...known }: MadeRow): Reason | undefined {
  const key = markKey(rows.entity, made.targetId);
  if (known.shared.has(key)) return "shared";
  const marks = (known.marks.get(key) ?? NO_MARK).set;
  return (
    insertedChanged({ row, crosswalk: made, marks }, rows, undo.trace) ?? known.referrers.find(row)
  );
}

interface Deletion {
  readonly rows: EntityUndo;
  /** Nothing where HMSync has deleted it. */
  readonly row: Values | undefined;
  readonly made: CrosswalkValues;
}

/** @returns how many rows of the target went */
function deleteRow(undo: UndoContext, { rows, row, made }: Deletion): number {
  undo.scope.beforeWrite();
  undo.log("deleted", made, { row: row ?? null, crosswalk: made });
  undo.crosswalk.delete(made.id);
  if (row === undefined) {
    rows.tally.forgotten++;
    return 0;
  }
  rows.table.delete(made.targetId);
  rows.tally.undone++;
  return 1;
}

/** Target rows that several legacy ids lead to: they were merged. */
function sharedTargets(db: Database): Set<string> {
  const found = db
    .prepare(
      `select entity, target_id from ${getTableName(crosswalk)}
       group by target_id, entity having count(*) > 1`,
    )
    .all([]);
  return new Set(found.map(([entity, id]) => markKey(String(entity), String(id))));
}
