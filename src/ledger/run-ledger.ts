import { eq, like, sql } from "drizzle-orm";
import { QueryBuilder } from "drizzle-orm/sqlite-core";
import { exceptions, files, runs } from "../../shared/ledger.ts";
import { buildSql } from "../db/build-sql.ts";
import type { Database } from "../db/database.ts";
import { keptJson } from "../db/kept-json.ts";
import { RowInserter } from "../db/row-inserter.ts";
import type { LookupFile } from "../mapping/lookup/lookups.ts";
import type { Spaces } from "../mapping/spaces/space-importers.ts";
import { UsageError } from "../plain/errors.ts";
import type { Outcome } from "./issue.ts";
import { keptSummary, summaryIn } from "./kept-summary.ts";
import type { RunException } from "./run-exception.ts";
import type { RunFile } from "./run-file.ts";
import type { RunStatus } from "./run-status.ts";
import type { RunKind, RunSettings, RunSummary } from "./run-summary.ts";

/** A run that is about to begin. */
export interface NewRun {
  readonly name: string;
  readonly legacySystem: string;
  /** `YYYY-MM-DD`. */
  readonly asOf: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly reportFolder: string | null;
  readonly kind: RunKind;
  /** The run whose records are taken in, or that is taken back. */
  readonly ofRunId: number | null;
  readonly request: RememberedRequest | null;
}

/** How a run was asked for, so that it can be resumed as it was begun. */
export interface RememberedRequest {
  /** The name of the target; runs of the first version do not have it. */
  readonly target?: string | undefined;
  /** Absolute. */
  readonly source: string;
  /** A shipped mapping's name, or the absolute path of a file. */
  readonly mapping: string;
  /** Of what it says. */
  readonly mappingSha256: string;
  readonly legacySystem: string;
  readonly only: readonly string[] | null;
  /** What the mapping makes of the target's importers; absent where it leaves them as they are. */
  readonly spaces?: Spaces | undefined;
  /** Absolute. */
  readonly fixes: string | null;
  readonly fixesSha256: string | null;
  /** The same of the chain's own file of corrections; runs of older versions do not have it. */
  readonly chainFixes?: string | null | undefined;
  readonly chainFixesSha256?: string | null | undefined;
  readonly settings: RunSettings;
}

/** What is known of a file before it is read. */
export interface NewFile {
  readonly name: string;
  readonly entity: string;
  readonly header: readonly string[];
  /** Bytes; known before the run where it may have to be resumed. */
  readonly size: number;
  readonly sha256: string | null;
  /** The file of an earlier run whose rejected records these are. */
  readonly ofFileId: number | null;
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
  const columns = [
    ...["name", "legacySystem", "status", "asOf", "startedAt", "reportFolder"],
    ...["kind", "ofRunId", "request"],
  ];
  const { name, legacySystem, asOf, startedAt, reportFolder, kind, ofRunId, request } = run;
  db.prepareInsert(runs, columns).run([
    ...[name, legacySystem, "running" satisfies RunStatus, asOf, startedAt, reportFolder],
    ...[kind, ofRunId, request && JSON.stringify(request)],
  ]);
  return db.lastInsertId();
}

export function insertFiles(db: Database, runId: number, added: readonly NewFile[]): RunFile[] {
  const columns = ["runId", "entity", "name", "header", "size", "sha256", "ofFileId"];
  const insert = db.prepareInsert(files, columns);
  return added.map(({ name, entity, header, size, sha256, ofFileId }) => {
    insert.run([runId, entity, name, JSON.stringify(header), size, sha256, ofFileId]);
    return { name, fileId: db.lastInsertId() };
  });
}

/**
 * What stands for a file where rows of another entity belong to its records: they have places of their own. It has
 * no header.
 */
export function fileOfRows(
  db: Database,
  runId: number,
  { name, fileId, entity }: RunFile & { readonly entity: string },
): RunFile {
  const own = "run_id = ? and of_file_id = ? and entity = ? and header is null";
  const known = db.prepare(`select id from ledger_files where ${own}`).get([runId, fileId, entity]);
  if (known !== undefined) return { name, fileId: Number(known[0]) };
  const columns = ["runId", "entity", "name", "size", "ofFileId"];
  db.prepareInsert(files, columns).run([runId, entity, name, 0, fileId]);
  return { name, fileId: db.lastInsertId() };
}

/** What the ledger calls the entity of a file that fields are looked up in: its records are of none. */
export const LOOKUP = "lookup";

/** Writes down a file that fields of the run are looked up in; it has been read. */
export function insertLookup(db: Database, runId: number, lookup: LookupFile): void {
  const columns = ["runId", "entity", "name", "size", "sha256", "records"];
  const { file, sha256, records } = lookup;
  const values = [runId, LOOKUP, file.name, file.size, sha256, records];
  db.prepareInsert(files, columns).run(values);
}

/** What reading a file came to. */
interface FinishedFile {
  readonly size: number;
  readonly sha256: string;
  readonly records: number;
}

/** Says of files what reading them came to. */
export function fileFinisher(db: Database): (fileId: number, read: FinishedFile) => void {
  const update = db.prepareUpdate(files, ["size", "sha256", "records"]);
  return (fileId, { size, sha256, records }) => update.run([size, sha256, records, fileId]);
}

/**
 * A run that had ended, or died, goes on; or begins anew, where it had committed nothing: then what
 * it told of records that were rolled back is forgotten.
 */
export function reopenRun(db: Database, runId: number, how: "goes on" | "begins anew"): void {
  const columns = ["status", "exitCode", "finishedAt"];
  db.prepareUpdate(runs, columns).run(["running" satisfies RunStatus, null, null, runId]);
  if (how === "goes on") return;
  const query = sql`delete from ${exceptions} where ${exceptions.runId} = ${sql.placeholder("runId")}`;
  db.prepareBuilt(buildSql(query), ["runId"]).run([runId]);
}

/** Says how many records of a file have an outcome that is being committed. */
export function keepFile(db: Database, fileId: number, done: number): void {
  db.prepareUpdate(files, ["done"]).run([done, fileId]);
}

/** Writes what a run has committed so far: should it die, this is what is known of it. */
export function keepRun(db: Database, runId: number, summary: RunSummary): void {
  db.prepareUpdate(runs, ["committed", "summary"]).run([1, keptSummary(summary), runId]);
}

/** Writes how a run ended, with every figure of it. */
export function finishRun(db: Database, runId: number, summary: RunSummary): void {
  const columns = ["status", "exitCode", "committed", "finishedAt", "summary"];
  const { status, exitCode, committed, finishedAt } = summary;
  db.prepareUpdate(runs, columns).run([
    ...[status, exitCode, committed ? 1 : 0, finishedAt, keptSummary(summary)],
    runId,
  ]);
}

/** Exceptions that are to be written, each once. */
export interface PendingExceptions {
  /** With their issues as JSON. */
  takePending(): Iterable<
    Omit<RunException, "outcome"> & {
      readonly outcome: Outcome | null;
      readonly issuesText: string;
    }
  >;
}

/** Moves exceptions from the run's notes into the ledger. */
export class ExceptionLedger {
  readonly #inserter: RowInserter;
  readonly #runId: number;
  readonly #files: readonly RunFile[];
  /** Rows of the run, those that it was resumed with among them. */
  written: number;

  constructor(db: Database, runId: number, files: readonly RunFile[]) {
    this.#inserter = new RowInserter(db, exceptions, [
      ...["runId", "fileId", "entity", "record", "line", "offset", "legacyId", "targetId"],
      ...["outcome", "issues", "former", "fingerprint"],
    ]);
    this.#runId = runId;
    this.#files = files;
    const known = db
      .prepare("select count(*) from ledger_exceptions where run_id = ?")
      .get([runId]);
    this.written = Number(known?.[0] ?? 0);
  }

  write(runNotes: PendingExceptions): void {
    this.#inserter.discard();
    for (const one of runNotes.takePending()) {
      this.written++;
      this.#inserter.add([
        this.#runId,
        this.#files[one.file]?.fileId ?? 0,
        one.entity,
        one.record,
        one.line,
        one.offset,
        one.legacyId,
        one.targetId,
        one.outcome,
        one.issuesText,
        one.former,
        one.fingerprint,
      ]);
    }
    this.#inserter.flush();
  }
}

/** A run as the ledger keeps it. */
export interface LedgerRun {
  readonly id: number;
  readonly name: string;
  readonly kind: RunKind;
  readonly ofRunId: number | null;
  /** `YYYY-MM-DD`. */
  readonly asOf: string;
  readonly reportFolder: string | null;
  readonly request: RememberedRequest | null;
  readonly status: RunStatus;
  readonly legacySystem: string;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly committed: boolean;
  readonly summary: RunSummary | null;
}

/** The message about a run that does not exist: the named one, or any. */
export const noSuchRun = (name: string | undefined, cure: string): UsageError =>
  new UsageError(name ? `The ledger has no run "${name}".` : "The ledger has no run yet.", {
    cure,
  });

/** All runs, the newest first; or the one of this name. */
export function readRuns(db: Database, name?: string): LedgerRun[] {
  const { name: runName, status, legacySystem, startedAt, finishedAt, committed, summary } = runs;
  const { id, kind, ofRunId, asOf, reportFolder, request } = runs;
  const query = new QueryBuilder()
    .select({
      runName,
      status,
      legacySystem,
      startedAt,
      finishedAt,
      committed,
      summary,
      id,
      kind,
      ofRunId,
      asOf,
      reportFolder,
      request,
    })
    .from(runs)
    .$dynamic();
  if (name !== undefined) query.where(eq(runs.name, sql.placeholder("name")));
  query.orderBy(sql`${runs.id} desc`);
  const rows = db
    .prepareBuilt(query, name === undefined ? [] : ["name"])
    .all(name === undefined ? [] : [name]);
  return rows.map(([found, state, system, started, finished, written, figures, ...rest]) => ({
    name: String(found),
    status: state as RunStatus,
    legacySystem: String(system),
    startedAt: String(started),
    finishedAt: finished as string | null,
    committed: written === 1,
    summary: summaryIn(figures),
    id: Number(rest[0]),
    kind: rest[1] as RunKind,
    ofRunId: rest[2] as number | null,
    asOf: String(rest[3]),
    reportFolder: rest[4] as string | null,
    request: keptJson<RememberedRequest>(rest[5], runs.request),
  }));
}
