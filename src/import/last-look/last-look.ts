import { getTableName } from "drizzle-orm";
import { cureFor, suspectsOf } from "../../db/triggers.ts";
import type { Difference, RunSummary } from "../../ledger/run-summary.ts";
import {
  countExceptions,
  differingInRun,
  FileEntries,
  RUNS_TABLE,
} from "../../ledger/written-entries.ts";
import { byTriggers } from "../balance/by-triggers.ts";
import { compareRowByRow, excused } from "../balance/edited-meanwhile.ts";
import { readBack } from "../balance/read-back-appended.ts";
import { reconcileEntity } from "../balance/reconcile.ts";
import type { EntityState } from "../state/entity-state.ts";
import type { ImportRun } from "../state/import-run.ts";
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
  return found.map((one) => ({ cure: cureFor(suspectsOf(triggers, tableOf(run, one))), ...one }));
}

function tableOf({ request: { importers } }: ImportRun, { entity }: Difference): string {
  const importer = importers.find((one) => one.entity === entity);
  return importer === undefined ? RUNS_TABLE : getTableName(importer.table);
}

function countAgain({ request: { db, importers }, counts }: ImportRun): Difference[] {
  return importers.flatMap(({ entity, table }): Difference[] => {
    const [source, target] = [counts?.now(entity) ?? 0, db.count(table)];
    if (source === target) return [];
    return [{ entity, measure: "rows in the target after the last write", source, target }];
  });
}

function grownNow({ request, counts }: ImportRun, { entity, compiled }: EntityState): number {
  const now = request.db.count(compiled.importer.table);
  return now - (counts?.before(entity) ?? 0) - (counts?.othersWrote(entity) ?? 0);
}

function readAgain(run: ImportRun): Difference[] {
  return [...run.states.values()].flatMap((state) => {
    const found = reconcileEntity(state.compiled, state.tally, readBack(run, state));
    const { differences } = excused(run, state, { found, telling: "known" });
    // What other programs did was found by the balance.
    if (run.counts?.othersCame === true && differences.some(({ cure }) => cure)) return [];
    return byTriggers(run, state.entity, { found: differences, grownBy: grownNow(run, state) });
  });
}

/** Compares what the run wrote into its ledger with what the ledger holds. */
function lookAtLedger(run: ImportRun, summary: RunSummary): Difference[] {
  return [
    ...lookAtRun(run, summary),
    ...lookAtFiles(run),
    ...compare(
      "records with an outcome of their own",
      run.exceptionsWritten(),
      countExceptions(run.request.db, run.runId),
    ),
    ...(run.counts?.othersCame === false ? lookAtHashes(run) : []),
  ];
}

/** Rows that other programs edited between two commits have been told of already. */
function lookAtHashes({ states }: ImportRun): Difference[] {
  return [...states.values()].flatMap((state) => {
    const others = compareRowByRow(state).edited.filter(({ what }) => what !== "deleted").length;
    const measure = "content hashes that are not those of their rows";
    return compare(measure, 0, others).map((one) => ({ ...one, entity: state.entity }));
  });
}

/** What the ledger is called where a difference names an entity. */
const LEDGER = "ledger";

function compare(measure: string, source: number, target: number): Difference[] {
  return source === target ? [] : [{ entity: LEDGER, measure, source, target }];
}

function lookAtRun({ request: { db }, runId }: ImportRun, summary: RunSummary): Difference[] {
  const different = differingInRun(db, runId, summary);
  return compare("values of the run's own entry that are others than were written", 0, different);
}

function lookAtFiles({ request: { db }, read, files, inputs }: ImportRun): Difference[] {
  const entries = new FileEntries(db);
  return read.all().flatMap(({ position, size, sha256, scanned, entity }) => {
    if (sha256 === null) return [];
    const { fileId = 0, readAs = fileId } = files[position] ?? {};
    const different = entries.differing(readAs, [size, sha256, scanned]);
    const file = inputs[position]?.fitted.file.name ?? "";
    return compare("values of the file's entry", 0, different).map((one) => ({
      ...one,
      entity,
      file,
    }));
  });
}
