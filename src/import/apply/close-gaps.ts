import { recordOfRow } from "../prepare/compile-also.ts";
import type { EntityState } from "../state/entity-state.ts";
import type { ImportRun } from "../state/import-run.ts";
import type { MovedNumber, NumberedColumn } from "../state/numbers.ts";
import { alsoOf } from "./also-of-run.ts";

/**
 * Closes the gaps that withdrawn records have left among the numbers that people see: rows that the run made
 * move up, in their order, and what belongs to them is written anew. To be called when every record has its outcome.
 */
export function closeGaps(run: ImportRun): void {
  // Once more after the rows of others: those that belong to a record may have left gaps of their own.
  for (const state of run.states.values()) {
    for (const column of state.numbers?.columns ?? []) {
      if (!column.hasGaps && run.request.resume === undefined) continue;
      for (const moved of column.moves()) move(run, state, { column, moved });
      column.lookAgain();
    }
  }
  for (const { numbers, tally } of run.states.values()) {
    if (tally.own.removed > 0) tally.own.numbersFree = numbers?.countFree() ?? 0;
  }
}

interface Move {
  readonly column: NumberedColumn;
  readonly moved: MovedNumber;
}

function move(run: ImportRun, state: EntityState, { column, moved }: Move): void {
  const { legacyId, to } = moved;
  const row = state.crosswalk.find(legacyId);
  if (row?.madeByRunId !== run.runId) return;
  const { db } = run.request;
  db.prepareUpdate(state.compiled.importer.table, [column.key]).run([to.value, row.targetId]);
  column.ledger.keep(legacyId, to);
  const written = state.readRow(row.targetId);
  if (written === undefined) return;
  const place = { record: row.record, line: row.line, offset: 0, fingerprint: 0 };
  alsoOf(run, state)?.renew(recordOfRow(state.compiled, place, written.values));
}
