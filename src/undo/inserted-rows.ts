import { getTableName } from "drizzle-orm";
import { crosswalk } from "../../shared/ledger.ts";
import type { Database, IndexesAside } from "../db/database.ts";
import { Blocked } from "./blocked.ts";
import { insertedChanged } from "./changed-since.ts";
import type { CrosswalkValues } from "./former-state.ts";
import { type Marks, markKey, NO_MARK } from "./marked-rows.ts";
import type { Reason } from "./reasons.ts";
import { Referrers } from "./references.ts";
import type { EntityUndo, UndoContext } from "./undo-context.ts";
import { formerCrosswalk, replacedRecords } from "./updated-rows.ts";
import { holds, type Values } from "./whole-table.ts";

/** Deletes the rows that the run made, children before parents: a parent stays while a child does. */
export async function deleteInserted(undo: UndoContext, marks: Marks): Promise<void> {
  const shared = sharedTargets(undo.scope.db);
  for (const rows of [...undo.entities.values()].reverse()) {
    const referrers = new Referrers(undo.references, rows.table);
    const indexes = new IndexesInTheWay(undo, rows, referrers);
    const check = { rows, marks, shared, referrers, indexes };
    let made: Pass;
    let again: Pass;
    do {
      made = await deletePass(undo, rowsMade(undo, rows), check);
      again = await deletePass(undo, insertedAgain(undo, rows), check);
      // A row may have stayed only for one behind it that refers to it.
    } while (referrers.selfReferring && made.deleted + again.deleted > 0);
    indexes.build();
    rows.tally.blocked.addAll(made.stays);
    rows.tally.blocked.addAll(again.stays);
    rows.tally.kept = made.stays.count();
  }
}

/** A row that the run brought. */
interface Brought {
  readonly crosswalk: CrosswalkValues;
  /** Of a row that the application had deleted before: what the crosswalk said of it. */
  readonly was?: Values;
}

interface Pass {
  readonly stays: Blocked;
  readonly deleted: number;
}

async function deletePass(undo: UndoContext, all: Iterable<Brought>, check: Check): Promise<Pass> {
  const stays = new Blocked();
  let deleted = 0;
  for (const brought of all) {
    if (undo.isPauseDue()) await undo.pause();
    const { crosswalk } = brought;
    const row = check.rows.table.read(crosswalk.targetId);
    const overwritten = brought.was !== undefined && crosswalk.runId !== undo.scope.run.id;
    const stands = row && whyNot({ ...check, row, made: crosswalk });
    const reason = overwritten ? "later-run" : stands;
    if (reason === undefined) deleted += deleteRow(undo, { ...check, row, ...brought });
    else stays.add(reason, undo.place(crosswalk));
  }
  return { stays, deleted };
}

/** Rows that the application had deleted and the run inserted again. */
function* insertedAgain(undo: UndoContext, { entity }: EntityUndo): Generator<Brought> {
  const { db, run } = undo.scope;
  for (const page of replacedRecords(db, run.id)) {
    for (const { former, legacyId, ...record } of page) {
      if (former.row !== null || record.entity !== entity) continue;
      const crosswalk = undo.findCrosswalk(entity, legacyId);
      const was = formerCrosswalk(former);
      const isTakenBack = crosswalk?.runId !== run.id && crosswalk && holds(crosswalk, was);
      if (crosswalk === undefined || crosswalk.madeByRunId === run.id || isTakenBack) continue;
      yield { crosswalk, was };
    }
  }
}

function* rowsMade(undo: UndoContext, { entity }: EntityUndo): Generator<Brought> {
  const key = [undo.scope.run.id, entity];
  for (const page of undo.crosswalk.pages("made_by_run_id = ? and entity = ?", key)) {
    for (const crosswalk of page as CrosswalkValues[]) yield { crosswalk };
    undo.passed(page.length);
  }
}

interface Check {
  readonly rows: EntityUndo;
  readonly marks: Marks;
  readonly shared: ReadonlySet<string>;
  readonly referrers: Referrers;
  readonly indexes: IndexesInTheWay;
}

/** Of fewer rows, indexes are no burden. */
const MANY_ROWS = 1_000;

/**
 * Where most rows of a table go, its indexes go first: to take each row out of each of them, here and there in
 * what no cache holds, is most of the work. What is left is indexed again in one pass.
 */
class IndexesInTheWay {
  readonly #db: Database;
  readonly #table: string;
  readonly #areMany: boolean;
  #aside: IndexesAside | undefined;

  constructor({ scope: { db, run } }: UndoContext, rows: EntityUndo, referrers: Referrers) {
    this.#db = db;
    this.#table = rows.table.name;
    const made = run.summary?.entities[rows.entity]?.inserted ?? 0;
    const isSearched = referrers.selfReferring || db.catalog.triggers().length > 0;
    const areMany = made >= MANY_ROWS && !isSearched;
    this.#areMany = areMany && made * 2 >= db.count(rows.importer.table);
  }

  /** Before a row is deleted. */
  putAside(): void {
    if (!this.#areMany || this.#aside !== undefined) return;
    this.#aside = this.#db.bulk.putIndexesAside(new Map([[this.#table, "all"]]));
  }

  build(): void {
    this.#aside?.build();
  }
}

interface MadeRow extends Check {
  readonly row: Values;
  readonly made: CrosswalkValues;
}

function whyNot({ rows, row, made, ...known }: MadeRow): Reason | undefined {
  const key = markKey(rows.entity, made.targetId);
  if (known.shared.has(key)) return "shared";
  const marks = (known.marks.get(key) ?? NO_MARK).set;
  return insertedChanged({ row, crosswalk: made, marks }, rows) ?? known.referrers.find(row);
}

interface Deletion extends Brought, Pick<Check, "rows" | "indexes"> {
  /** Undefined if the application has deleted it. */
  readonly row: Values | undefined;
}

/** @returns how many rows of the target went */
function deleteRow(undo: UndoContext, { rows, row, crosswalk, was, indexes }: Deletion): number {
  undo.scope.beforeWrite();
  indexes.putAside();
  const wrote = was && { wrote: { row: {}, crosswalk: was } };
  undo.log("deleted", crosswalk, { row: row ?? null, crosswalk, ...wrote });
  if (was === undefined) undo.crosswalk.delete(crosswalk.id);
  else undo.crosswalk.update(crosswalk.id, was);
  if (row === undefined) {
    rows.tally.forgotten++;
    return 0;
  }
  rows.table.delete(crosswalk.targetId);
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
