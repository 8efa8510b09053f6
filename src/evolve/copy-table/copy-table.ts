import { setTimeout as wait } from "node:timers/promises";
import { getTableColumns } from "drizzle-orm";
import type { Database } from "../../db/database.ts";
import type { Fail } from "../../plain/failpoint.ts";
import { type CopyComparison, compareCopy } from "./compare-copy.ts";
import { type CopyManner, RowCopier } from "./copy-row.ts";
import type { CopyCounts, CopyFinding } from "./copy-tally.ts";
import { changeSchema, creation, isTableThere } from "./create-table.ts";
import type { OlderRow, OlderTable } from "./older-table.ts";
import type { CopyPlan } from "./plan-copy.ts";

/** A table that is to be copied into another one. */
export interface CopyRequest extends CopyManner {
  readonly plan: CopyPlan;
  readonly older: OlderTable;
  /** What an empty database needs to be as the schema says. */
  readonly ddl: readonly string[];
  /** `each batch` commits as it goes; `nothing` leaves the caller's transaction open. */
  readonly commits: "each batch" | "nothing";
  readonly batchSize: number;
  readonly now: Date;
  /** Asks to stop after the batch at hand. */
  readonly signal: AbortSignal;
  /** Called before the first write, where there is something to write; says where the backup is. */
  beforeWrite(): Promise<string | undefined>;
  /** Called after each batch: rows looked at, and new rows made of them. */
  onProgress(progress: CopyProgress): void;
  readonly fail?: Fail | undefined;
}

/** How far a table copy is. */
export interface CopyProgress {
  readonly rows: number;
  readonly of: number;
  readonly copied: number;
}

/** What a table copy came to. */
export interface CopyResult {
  readonly from: string;
  /** Where its rows came from: the table, or a dump. */
  readonly where: string;
  readonly table: string;
  readonly created: boolean;
  /** Rows of the older table. */
  readonly rows: number;
  readonly counts: CopyCounts;
  /** Older rows that were not plainly copied or left; the first of them. */
  readonly findings: readonly CopyFinding[];
  /** Rows of the new table. */
  readonly before: number;
  readonly after: number;
  /** Undefined if it was stopped. */
  readonly comparison: CopyComparison | undefined;
  readonly interrupted: boolean;
  /** What went wrong beside the copy itself. */
  readonly warnings: readonly string[];
}

/** Of the time that a batch kept the write lock, this much is left to others. */
const REST = 0.25;

/**
 * Copies the rows of an older table into the one that has come in its place, batch by batch, and compares
 * the two. The older one stays as it is. Rows that were copied before are left; what has changed
 * since is listed. Stopped or killed, it is simply run again.
 *
 * @throws DatabaseError, SourceError; the batches before it are committed
 */
export async function copyTable(db: Database, request: CopyRequest): Promise<CopyResult> {
  const { plan, older, signal, commits } = request;
  const work =
    commits === "nothing" ? (task: () => unknown) => void task() : transaction(db, request);
  const made = await makeTable(db, request, work);
  const before = db.count(plan.copy.to);
  const copier = new RowCopier(db, plan, { ...request, older: older.columns });
  const mayWrite = older.rows > copier.ledger.count() || request.onConflict === "overwrite";
  if (mayWrite && !made.backedUp) await request.beforeWrite();
  const turns = db.turns();
  let rows = 0;
  for await (const page of older.pages(request.batchSize)) {
    if (signal.aborted) break;
    const started = performance.now();
    work(() => copyPage(copier, page));
    rows += page.length;
    request.onProgress({ rows, of: older.rows, copied: copier.tally.counts.copied });
    if (commits !== "each batch") continue;
    await wait(Math.ceil((performance.now() - started) * REST));
    await turns.give();
  }
  const interrupted = signal.aborted && rows < older.rows;
  return {
    from: plan.copy.from,
    where: older.where,
    table: plan.table,
    created: made.created,
    rows: copier.tally.rows,
    counts: copier.tally.counts,
    findings: copier.tally.findings,
    before,
    after: db.count(plan.copy.to),
    interrupted,
    warnings: made.warnings,
    comparison: interrupted ? undefined : compareCopy(db, plan, copier),
  };
}

function copyPage(copier: RowCopier, page: readonly OlderRow[]): void {
  for (const row of page) copier.copy(row);
}

type Work = (task: () => unknown) => void;

function transaction(db: Database, { fail }: CopyRequest): Work {
  return (task) => {
    db.begin();
    try {
      task();
      fail?.("before-commit");
      db.commit();
    } catch (error) {
      db.rollback();
      throw error;
    }
    fail?.("after-commit");
  };
}

async function makeTable(db: Database, request: CopyRequest, work: Work) {
  const { plan, ddl, now } = request;
  const columns = Object.values(getTableColumns(plan.copy.to)).map(({ name }) => name);
  if (isTableThere(db, plan.table, columns)) {
    return { created: false, warnings: [], backedUp: false };
  }
  const backup = await request.beforeWrite();
  const { statements, managed } = creation(ddl, plan.table);
  let log: () => readonly string[] = () => [];
  const command = `db:copy-table ${plan.copy.from}`;
  work(() => {
    log = changeSchema(db, { command, now, statements, backup, managed });
  });
  const warnings = request.commits === "nothing" ? [] : log();
  return { created: true, warnings, backedUp: true };
}
