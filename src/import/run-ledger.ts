import { eq, like, sql } from "drizzle-orm";
import { QueryBuilder } from "drizzle-orm/sqlite-core";
import { exceptions, files, runs } from "../../shared/ledger.ts";
import type { Database, Statement } from "../db/database.ts";
import type { RunFile } from "./run-context.ts";
import type { RunStatus } from "./run-status.ts";
import type { RunSummary } from "./run-summary.ts";
import type { Spool } from "./spool.ts";

/** A run that is about to begin. */
export interface NewRun {
  readonly name: string;
  readonly legacySystem: string;
  /** `YYYY-MM-DD`. */
  readonly asOf: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly reportFolder: string | null;
}

/** What is known of a file before it is read. */
export interface NewFile {
  readonly name: string;
  readonly entity: string;
}

/** Names of runs of one day that the ledger knows. */
export function runNames(db: Database, day: string): string[] {
  const query = new QueryBuilder()
    .select({ name: runs.name })
    .from(runs)
    .where(like(runs.name, sql.placeholder("pattern")));
  return db
    .prepareBuilt(query, ["pattern"])
    .all([`${day}-%`])
    .map(([name]) => String(name));
}

/** @returns the run's number in the ledger */
export function insertRun(db: Database, run: NewRun): number {
  const columns = ["name", "legacySystem", "status", "asOf", "startedAt", "reportFolder"];
  const { name, legacySystem, asOf, startedAt, reportFolder } = run;
  db.prepareInsert(runs, columns).run([
    ...[name, legacySystem, "running" satisfies RunStatus, asOf, startedAt],
    reportFolder,
  ]);
  return db.lastInsertId();
}

export function insertFiles(db: Database, runId: number, added: readonly NewFile[]): RunFile[] {
  const insert = db.prepareInsert(files, ["runId", "entity", "name", "size"]);
  return added.map(({ name, entity }) => {
    insert.run([runId, entity, name, 0]);
    return { name, fileId: db.lastInsertId() };
  });
}

/** Says of a file what its reading came to. */
export function finishFile(
  db: Database,
  fileId: number,
  read: { readonly size: number; readonly sha256: string; readonly records: number },
): void {
  const update = db.prepareUpdate(files, ["size", "sha256", "records"]);
  update.run([read.size, read.sha256, read.records, fileId]);
}

/** Writes what a run has committed so far: should it die, this is what is known of it. */
export function keepRun(db: Database, runId: number, summary: RunSummary): void {
  db.prepareUpdate(runs, ["committed", "summary"]).run([1, JSON.stringify(summary), runId]);
}

/** Writes how a run ended, with every figure of it. */
export function finishRun(db: Database, runId: number, summary: RunSummary): void {
  const columns = ["status", "exitCode", "committed", "finishedAt", "summary"];
  const { status, exitCode, committed, finishedAt } = summary;
  db.prepareUpdate(runs, columns).run([
    ...[status, exitCode, committed ? 1 : 0, finishedAt, JSON.stringify(summary)],
    runId,
  ]);
}

/** Moves exceptions from the spool into the ledger. */
export class ExceptionLedger {
  readonly #insert: Statement;
  readonly #runId: number;
  readonly #files: readonly RunFile[];

  constructor(db: Database, runId: number, files: readonly RunFile[]) {
    this.#insert = db.prepareInsert(exceptions, [
      ...["runId", "fileId", "entity", "record", "line", "legacyId", "targetId"],
      ...["outcome", "issues", "former"],
    ]);
    this.#runId = runId;
    this.#files = files;
  }

  write(spool: Spool): void {
    for (const { file, entity, record, line, legacyId, ...rest } of spool.takePending()) {
      const fileId = this.#files[file]?.fileId ?? 0;
      this.#insert.run([
        ...[this.#runId, fileId, entity, record, line, legacyId, rest.targetId],
        ...[rest.outcome, JSON.stringify(rest.issues), rest.former],
      ]);
    }
  }
}

/** A run as the ledger keeps it. */
export interface LedgerRun {
  readonly name: string;
  readonly status: RunStatus;
  readonly legacySystem: string;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly committed: boolean;
  readonly summary: RunSummary | null;
}

/** All runs, the newest first; or the one of this name. */
export function readRuns(db: Database, name?: string): LedgerRun[] {
  const { name: runName, status, legacySystem, startedAt, finishedAt, committed, summary } = runs;
  const query = new QueryBuilder()
    .select({ runName, status, legacySystem, startedAt, finishedAt, committed, summary })
    .from(runs)
    .$dynamic();
  if (name !== undefined) query.where(eq(runs.name, sql.placeholder("name")));
  query.orderBy(sql`${runs.id} desc`);
  const rows = db
    .prepareBuilt(query, name === undefined ? [] : ["name"])
    .all(name === undefined ? [] : [name]);
  return rows.map(([found, state, system, started, finished, written, figures]) => ({
    ...{ name: String(found), status: state as RunStatus, legacySystem: String(system) },
    ...{ startedAt: String(started), finishedAt: finished as string | null },
    committed: written === 1,
    summary: figures === null ? null : (JSON.parse(String(figures)) as RunSummary),
  }));
}
