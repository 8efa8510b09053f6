import { getTableName } from "drizzle-orm";
import { runs } from "../../shared/ledger.ts";
import type { Database, DbValue, Statement } from "../db/database.ts";
import { keptSummary } from "./kept-summary.ts";
import type { RunSummary } from "./run-summary.ts";

// Whether the ledger holds what a run wrote into it: a trigger may have changed it since.

/** The table of runs, as the database calls it. */
export const RUNS_TABLE = getTableName(runs);

/** Whether a table is one of the ledger's. */
export const isLedgerTable = (name: string): boolean => /^ledger_/i.test(name);

/** How many values of a run's own entry are others than were written. */
export function differingInRun(db: Database, runId: number, summary: RunSummary): number {
  const { status, exitCode, committed, finishedAt } = summary;
  const query = `select status, exit_code, committed, finished_at, summary from ledger_runs where id = ?`;
  const wanted = [status, exitCode, committed ? 1 : 0, finishedAt, keptSummary(summary)];
  return differing(wanted, db.prepare(query).get([runId]));
}

/** Says how many values of a file's entry are others than were written. */
export class FileEntries {
  readonly #find: Statement;

  constructor(db: Database) {
    this.#find = db.prepare("select size, sha256, records from ledger_files where id = ?");
  }

  /** @param written size, digest and records */
  differing(fileId: number, written: readonly DbValue[]): number {
    return differing(written, this.#find.get([fileId]));
  }
}

const differing = (wanted: readonly DbValue[], found: readonly DbValue[] = []): number =>
  wanted.filter((value, at) => value !== found[at]).length;

/** How many records of a run have an entry of their own. */
export function countExceptions(db: Database, runId: number): number {
  const count = db.prepare("select count(*) from ledger_exceptions where run_id = ?");
  return Number(count.get([runId])?.[0] ?? 0);
}
