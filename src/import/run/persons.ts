import type { Difference } from "../../ledger/run-summary.ts";
import { declareMerges, isJoined, isLeftApart, setJoined } from "../../persons/in-force.ts";
import { countRows, differencesOf, join } from "../../persons/join.ts";
import { separate } from "../../persons/separate.ts";
import type { ImportRun } from "../state/import-run.ts";
import { timed } from "./timed.ts";

// A run sees each record with a row of its own. Persons are taken apart before it looks, and joined when it has looked.

/** At the start of the run's first transaction; of a later one it finds nothing to do, and counts nothing again. */
export function takeApart(run: ImportRun): void {
  const { db, merges = [] } = run.request;
  if (run.persons.before === undefined || !isLeftApart(db)) separateAll(run);
  if (merges.length === 0 || run.runId === 0) return;
  // Whoever comes after a run in batches that died must know what it would have joined.
  declarePersons(run);
  if (isJoined(db) === undefined) setJoined(db, "apart", run.runId);
}

function separateAll(run: ImportRun): void {
  const { db, failAt, merges = [] } = run.request;
  const tables = merges.map(({ table }) => table).filter((table) => db.catalog.hasTable(table));
  const now = tables.map((table) => [table, countRows(db, table)] as const);
  const { rows } = timed(run, "persons", () => separate({ db, runId: run.runId, failAt }));
  run.persons = { before: new Map([...now, ...rows]), ...run.persons };
}

/** What the mapping says, in the ledger: rules of later records ask it, and so does whoever comes after. */
export function declarePersons({ request: { db, fit, merges = [] }, runId }: ImportRun): void {
  declareMerges(db, runId, { legacySystem: fit.mapping.legacySystem, merges });
}

/**
 * The last thing before a commit, or before the rollback of a dry run.
 *
 * @returns what the database does not bear out: then all of it has to be rolled back
 */
export function joinPersons(run: ImportRun): Difference[] {
  declarePersons(run);
  return joinDeclared(run);
}

function joinDeclared(run: ImportRun): Difference[] {
  const { db, importers, failAt } = run.request;
  const { before } = run.persons;
  const notes = run.runNotes.persons;
  notes.clear();
  const onFinding = notes.add.bind(notes);
  const request = { db, runId: run.runId, importers, failAt, onFinding, ...(before && { before }) };
  const joined = timed(run, "persons", () => join(request));
  const { terms, findings } = joined;
  run.persons = { ...(before && { before }), ...(terms.length > 0 && { terms }), findings };
  return differencesOf(joined);
}

/** Batches that stand, or a run that died, have left the records of persons apart: they are joined for the application. */
export async function joinLeftApart(run: ImportRun): Promise<void> {
  const { db } = run.request;
  if (!isLeftApart(db)) return;
  db.begin();
  try {
    if (joinDeclared(run).length === 0) await db.settle();
  } finally {
    db.rollback();
  }
}
