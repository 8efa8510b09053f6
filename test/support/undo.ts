import * as ledger from "../../shared/ledger.ts";
import { doctors, patients, visits } from "../../shared/schema.ts";
import type { Database, DbValue } from "../../src/db/database.ts";
import { type LedgerRun, readRuns } from "../../src/ledger/run-ledger.ts";
import type { RunSummary } from "../../src/ledger/run-summary.ts";
import type { UndoRequest } from "../../src/undo/undo-request.ts";
import { undoRun } from "../../src/undo/undo-run.ts";
import { rowsOf } from "./rows.ts";
import { IMPORTERS } from "./target.ts";

let undos = 0;

/** Takes a run back, in this process. */
export async function undo(
  db: Database,
  name: string,
  how: Partial<Pick<UndoRequest, "partial" | "rehearse" | "importers" | "store">> = {},
): Promise<RunSummary | undefined> {
  return undoRun({
    db,
    importers: IMPORTERS,
    undone: runNamed(db, name),
    partial: false,
    rehearse: false,
    runName: `undo-${++undos}`,
    asOf: "2026-01-20",
    onProgress: () => undefined,
    ...how,
    startedAt: new Date(Date.UTC(2026, 0, 20, 0, 0, undos)),
  });
}

export function runNamed(db: Database, name: string): LedgerRun {
  const [run] = readRuns(db, name);
  if (run === undefined) throw new TypeError(`no run ${name}`);
  return run;
}

/** What an import brings about: target rows, crosswalk, records that wait, without their numbers. */
export const stateOf = (db: Database) => [
  ...[patients, doctors, visits, ledger.crosswalk].map((table) => rowsOf(db, table)),
  rowsOf(db, ledger.waiting)
    .map(({ id: _, ...row }) => row)
    .sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1)),
];

/** Counts of blocked rows by code. */
export function blocked(summary: RunSummary | undefined): Record<string, number> {
  return Object.assign({}, ...Object.values(summary?.entities ?? {}).map(({ issues }) => issues));
}

/** Deleted, given former values, put back: of all entities. */
export function done(summary: RunSummary | undefined): [number, number, number] {
  const entities = Object.values(summary?.entities ?? {});
  const sum = (key: "undone" | "updated" | "inserted") =>
    entities.reduce((total, entity) => total + entity[key], 0);
  return [sum("undone"), sum("updated"), sum("inserted")];
}

/** Adds a row to a ledger table, by SQL names. */
export function addRow(db: Database, table: string, row: Readonly<Record<string, DbValue>>): void {
  const names = Object.keys(row);
  const marks = names.map(() => "?").join(", ");
  const text = `insert into ${table} (${names.join(", ")}) values (${marks})`;
  db.prepare(text).run(Object.values(row));
}
