import type { Target } from "../../../importers/define-target.ts";
import type { Database } from "../../db/database.ts";
import { addressAt } from "../../db/shadows.ts";
import { versions } from "../../db/versions.ts";
import { finishRun, insertRun, type LedgerRun, readRuns } from "../../ledger/run-ledger.ts";
import type { RunStatus } from "../../ledger/run-status.ts";
import { type RunKind, type RunSummary, SUMMARY_VERSION } from "../../ledger/run-summary.ts";
import { differencesOf } from "../../persons/join.ts";
import {
  type CarriedOut,
  type CarryOut,
  carryOutVerdicts,
} from "../../persons/verdicts/carry-out.ts";
import { EXIT, type ExitCode } from "../../plain/errors.ts";
import type { Fail } from "../../plain/failpoint.ts";
import { nextRun } from "../run/report-folder.ts";

/** What a run that joins persons, or takes them apart, has come to. */
export interface MergeOutcome extends CarriedOut {
  /** `dry-run`: it would have been committed. */
  readonly summary: RunSummary;
}

export interface MergeRun extends Pick<CarryOut, "merges"> {
  readonly db: Database;
  readonly target: Target;
  readonly legacySystem: string;
  readonly kind: Extract<RunKind, "merge" | "undo">;
  /** The run that is undone. */
  readonly of: LedgerRun | undefined;
  readonly dryRun: boolean;
  /** Changes what was said, for a run of this number. @returns how many verdicts that are */
  readonly change: (runId: number) => number;
  /** What has to be settled besides, before the commit. */
  readonly settle?: (runId: number) => void;
  readonly failAt?: Fail | undefined;
}

/**
 * One run, in one transaction, with a backup before it: what was said is taken in or taken back, and the persons are
 * joined by it. If its figures do not agree with the database, all of it is rolled back. The caller holds the run lock.
 */
export async function carryOutMerge(run: MergeRun): Promise<MergeOutcome> {
  const { db, dryRun, legacySystem, kind } = run;
  const last = readRuns(db).find((one) => one.legacySystem === legacySystem && one.summary);
  const next = nextRun(db, last?.summary?.timeZone ?? "UTC");
  const backup = dryRun ? undefined : await db.backUp(next.startedAt);
  db.enforceForeignKeys("not at all");
  try {
    db.begin();
    const runId = insertRun(db, {
      name: next.name,
      legacySystem,
      asOf: next.today,
      startedAt: next.startedAt.toISOString(),
      reportFolder: null,
      kind,
      ofRunId: run.of?.id ?? null,
      request: null,
    });
    const before = danglingIn(db);
    const done = carryOut(run, runId);
    const dangling = danglingIn(db) - before;
    const status = done.disagreements.length > 0 || dangling !== 0 ? "mismatched" : "committed";
    const summary = {
      ...summaryOf(run, { next, last, status, backup: backup?.path }),
      differences: differencesOf(done),
      ...(done.terms.length > 0 && { persons: done.terms }),
    };
    if (status === "committed" && !dryRun) {
      run.settle?.(runId);
      finishRun(db, runId, summary);
      await db.settle();
    } else db.rollback();
    return { ...done, summary };
  } finally {
    if (db.inTransaction()) db.rollback();
    db.enforceForeignKeys("at once");
  }
}

function carryOut(run: MergeRun, runId: number): CarriedOut {
  const { db, target, legacySystem, merges, failAt } = run;
  const { importers } = target;
  const change = () => run.change(runId);
  return carryOutVerdicts({ db, runId, legacySystem, importers, merges, change, failAt });
}

const danglingIn = (db: Database): number =>
  db.catalog.dangling(db.catalog.tables()).reduce((sum, { count }) => sum + count, 0);

interface Ended {
  readonly next: ReturnType<typeof nextRun>;
  readonly last: LedgerRun | undefined;
  readonly status: Extract<RunStatus, "committed" | "mismatched">;
  readonly backup: string | undefined;
}

function summaryOf(run: MergeRun, { next, last, status, backup }: Ended): RunSummary {
  const { db, kind, dryRun, legacySystem, of } = run;
  const usual = { mode: "strict", batchSize: 0, archive: false, onConflict: "keep" } as const;
  const known = last?.summary;
  return {
    schemaVersion: SUMMARY_VERSION,
    run: next.name,
    kind,
    ofRun: of?.name ?? null,
    status: dryRun && status === "committed" ? "dry-run" : status,
    committed: status === "committed" && !dryRun,
    exitCode: exitCodeOf(status),
    complete: true,
    legacySystem,
    mapping: known?.mapping ?? "",
    currency: known?.currency ?? "",
    timeZone: known?.timeZone ?? "UTC",
    asOf: next.today,
    startedAt: next.startedAt.toISOString(),
    finishedAt: new Date().toISOString(),
    source: "",
    database: addressAt(db.path),
    backup: backup ?? null,
    reportFolder: null,
    settings: { ...usual, markVanished: false, dryRun },
    versions: versions(db),
    files: [],
    fixes: null,
    ignored: [],
    entities: {},
    differences: [],
    failure: null,
  };
}

const exitCodeOf = (status: Ended["status"]): ExitCode =>
  status === "committed" ? EXIT.clean : EXIT.mismatch;
