import { getTableColumns, getTableName } from "drizzle-orm";
import { cureFor, suspectsOf } from "../../db/triggers.ts";
import type { Difference } from "../../ledger/run-summary.ts";
import type { EntityState } from "../state/entity-state.ts";
import type { ImportRun } from "../state/import-run.ts";
import { broughtInto } from "./brought-rows.ts";
import { compareRowByRow, type RowByRow } from "./edited-meanwhile.ts";

/** How many rows a target table won, against how many the run brought. */
export const ROWS_IN_TARGET = "rows in the target";

/**
 * What differs in a database with triggers while nobody else was there: told row by row, by what became
 * of the rows that the run wrote, with the triggers that may have done it.
 *
 * @param found of one entity
 * @param grownBy rows that its table has won
 */
export function byTriggers(
  run: ImportRun,
  entity: string,
  { found, grownBy }: { readonly found: readonly Difference[]; readonly grownBy: number },
): readonly Difference[] {
  // What was read, and by whom a row was edited between two commits, is no trigger's doing.
  const isOpen = ({ cure, file }: Difference) => cure === undefined && file === undefined;
  if (!found.some(isOpen)) return found;
  const importer = run.request.importers.find((one) => one.entity === entity);
  const table = importer === undefined ? "" : getTableName(importer.table);
  const triggers = suspectsOf(run.request.db.catalog.triggers(), table);
  if (triggers.length === 0) return found;
  const cure = cureFor(triggers);
  // An entity that the export has no file of has no rows of the run.
  const state = run.states.get(entity);
  const isKnown = state !== undefined && (run.isAltered || run.counts?.othersCame === false);
  const told = isKnown ? rowByRow(run, state, { found, grownBy }) : found;
  return told.map((one) => (isOpen(one) ? { ...one, cure } : one));
}

function rowByRow(
  run: ImportRun,
  state: EntityState,
  { found, grownBy }: { readonly found: readonly Difference[]; readonly grownBy: number },
): readonly Difference[] {
  const { importers } = run.request;
  const { entity, compiled, tally } = state;
  const isShared = importers.some(
    (one) => one.entity !== entity && one.table === compiled.importer.table,
  );
  const came = compareRowByRow(state);
  // Where the crosswalk is not what was written, nothing is known of single rows.
  if (isShared || came.rows !== tally.rows.rows) return found;
  const gone = came.edited.filter(({ what }) => what === "deleted").length;
  const others = grownBy - broughtInto(run, entity) + gone;
  const told = [
    ...count(entity, "rows deleted, or not let in, when they were written", gone),
    ...count(entity, "rows deleted that were there before", Math.max(-others, 0)),
    ...count(entity, "rows added that are no record's", Math.max(others, 0)),
    ...changedColumns(state, came),
  ];
  if (told.length === 0) return found;
  const isTotal = ({ measure, column, file }: Difference) =>
    file === undefined && (column !== undefined || /^rows (?:in the target|written)/.test(measure));
  return [...found.filter((one) => !isTotal(one)), ...told];
}

function changedColumns({ entity, compiled }: EntityState, { edited }: RowByRow): Difference[] {
  const columns = getTableColumns(compiled.importer.table);
  const counts = new Map<string, number>();
  for (const { what } of edited) {
    if (what === "deleted") continue;
    for (const key of what) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].flatMap(([key, rows]) => {
    const column = columns[key]?.name ?? key;
    return count(entity, "rows changed when they were written", rows).map((one) => {
      return { ...one, column };
    });
  });
}

const count = (entity: string, measure: string, target: number): Difference[] =>
  target === 0 ? [] : [{ entity, measure, source: 0, target }];
