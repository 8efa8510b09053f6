import { cureFor } from "../../db/triggers.ts";
import type { Difference, RunSummary } from "../../ledger/run-summary.ts";
import { excused } from "../balance/edited-meanwhile.ts";
import { readBack } from "../balance/read-back-appended.ts";
import { reconcileEntity } from "../balance/reconcile.ts";
import type { ImportRun } from "../state/import-run.ts";
import { lookAtLedger } from "./ledger-rows.ts";
import { lookAtOtherColumns } from "./other-columns.ts";
import { lookAtOtherRows } from "./other-rows.ts";

/**
 * Looks, after the last write and before the commit, at what the application's triggers may have made of
 * it since the balance was struck, or where the balance does not look: counts, what the run wrote, the
 * columns that it did not import, the rows that it did not write, its ledger. A database without
 * triggers cannot hold anything else than the balance has seen.
 */
export function lookAgain(run: ImportRun, summary: RunSummary): Difference[] {
  const triggers = run.request.db.catalog.triggers();
  if (triggers.length === 0) return [];
  const found = [
    ...countAgain(run),
    ...readAgain(run),
    ...lookAtOtherColumns(run),
    ...lookAtOtherRows(run),
    ...lookAtLedger(run, summary),
  ];
  const cure = cureFor(triggers);
  return found.map((difference) => ({ ...difference, cure }));
}

function countAgain({ request: { db, importers }, counts }: ImportRun): Difference[] {
  return importers.flatMap(({ entity, table }): Difference[] => {
    const [source, target] = [counts?.now(entity) ?? 0, db.count(table)];
    if (source === target) return [];
    return [{ entity, measure: "rows in the target after the last write", source, target }];
  });
}

function readAgain(run: ImportRun): Difference[] {
  return [...run.states.values()].flatMap((state) => {
    const found = reconcileEntity(state.compiled, state.tally, readBack(run, state));
    const { differences } = excused(run, state, { found, telling: "known" });
    // What other programs did was found by the balance.
    return run.counts?.othersCame === true && differences.some(({ cure }) => cure)
      ? []
      : differences;
  });
}
