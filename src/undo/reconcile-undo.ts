import { getTableName } from "drizzle-orm";
import { crosswalk } from "../../shared/ledger.ts";
import type { Dangling, Database, ForeignKey } from "../db/database.ts";
import { sameName } from "../db/names.ts";
import { newlyDangling } from "../evolve/check-foreign-keys.ts";
import type { TargetCounts } from "../import/state/target-counts.ts";
import type { Difference } from "../ledger/run-summary.ts";
import type { EntityUndo, UndoContext } from "./undo-context.ts";
import { unmappedLeft } from "./unmapped-cells.ts";

/** References that led nowhere before the undo began. */
export function danglingBefore(undo: UndoContext): readonly Dangling[] {
  return undo.scope.db.catalog.dangling(tablesToCheck(undo));
}

/** The target tables, and what refers to them. */
function tablesToCheck({ entities, keys }: UndoContext): string[] {
  const own = [...entities.values()].map(({ table }) => table.name);
  const isOwn = (name: string) => own.some((one) => sameName(one, name));
  const children = keys.filter(({ parent }: ForeignKey) => isOwn(parent)).map(({ child }) => child);
  return [...own, ...children.filter((name, at) => !isOwn(name) && children.indexOf(name) === at)];
}

/**
 * Compares what the undo says that it did with what the database holds now.
 *
 * @returns what does not agree
 */
export function reconcileUndo(
  undo: UndoContext,
  counts: TargetCounts,
  before: readonly Dangling[],
): Difference[] {
  counts.count();
  const rows = [...undo.entities.values()].flatMap((one) => entityDifferences(undo, one, counts));
  const now = undo.scope.db.catalog.dangling(tablesToCheck(undo));
  const dangling = newlyDangling(before, now).map(({ table, count }): Difference => {
    const measure = "rows that refer to nothing";
    return { entity: table, measure, source: 0, target: count };
  });
  return [...rows, ...dangling];
}

function entityDifferences(
  undo: UndoContext,
  { entity, tally }: EntityUndo,
  counts: TargetCounts,
): Difference[] {
  const { scope } = undo;
  const { wrong, kept, unmappedKept } = tally;
  const grown = counts.now(entity) - counts.before(entity);
  // Several entities may have rows in one table.
  const mates = [...undo.entities.values()].filter(
    (one) => one.importer.table === undo.entities.get(entity)?.importer.table,
  );
  const brought = mates.reduce((sum, mate) => sum + mate.tally.inserted - mate.tally.undone, 0);
  const pairs: [measure: string, source: number, target: number][] = [
    ["rows in the target", brought, grown],
    ["rows that hold what they held", 0, wrong],
  ];
  if (scope.redoOf === undefined) {
    pairs.push(["rows of the run", kept, rowsLeft(scope.db, scope.run.id, entity)]);
    pairs.push(["unmapped cells of the run", unmappedKept, unmappedLeft(undo, entity)]);
  }
  return pairs
    .filter(([, source, target]) => source !== target)
    .map(([measure, source, target]) => ({ entity, measure, source, target }));
}

function rowsLeft(db: Database, runId: number, entity: string): number {
  const text = `select count(*) from ${getTableName(crosswalk)} where made_by_run_id = ? and entity = ?`;
  return Number(db.prepare(text).get([runId, entity])?.[0]);
}
