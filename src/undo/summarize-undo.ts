import { applicationOf } from "../../importers/define.ts";
import type { Backup } from "../db/database.ts";
import { addressAt } from "../db/shadows.ts";
import { versions } from "../db/versions.ts";
import { Numbers } from "../import/state/numbers.ts";
import type { TargetCounts } from "../import/state/target-counts.ts";
import type { RunStatus } from "../ledger/run-status.ts";
import {
  type Difference,
  type EntitySummary,
  type RunSettings,
  type RunSummary,
  SUMMARY_VERSION,
} from "../ledger/run-summary.ts";
import { EXIT, type ExitCode } from "../plain/errors.ts";
import type { EntityUndo, UndoContext } from "./undo-context.ts";
import type { UndoRequest } from "./undo-request.ts";

/** What an undo has come to. */
export interface UndoOutcome {
  readonly status: RunStatus;
  readonly committed: boolean;
  readonly counts: TargetCounts;
  readonly differences: readonly Difference[];
  readonly backup: Backup | undefined;
}

/** Everything that is known of an undo, in the shape of any run; no patient's value. */
export function summarizeUndo(
  undo: UndoContext,
  request: UndoRequest,
  outcome: UndoOutcome,
): RunSummary {
  const { undone, db, rehearse, startedAt } = request;
  const { status, committed, differences, backup } = outcome;
  const of = undone.summary;
  const entities = [...undo.entities.values()];
  return {
    schemaVersion: SUMMARY_VERSION,
    run: request.runName,
    kind: "undo",
    ofRun: undone.name,
    ...(undone.kind === "undo" && { redo: true as const }),
    status: rehearse && status === "committed" ? "dry-run" : status,
    committed,
    exitCode: exitCodeOfUndo(status),
    complete: true,
    legacySystem: undone.legacySystem,
    mapping: of?.mapping ?? "",
    currency: of?.currency ?? "",
    timeZone: of?.timeZone ?? "UTC",
    asOf: request.asOf,
    startedAt: startedAt.toISOString(),
    finishedAt: new Date().toISOString(),
    source: of?.source ?? "",
    database: addressAt(db.path),
    backup: backup?.path ?? null,
    reportFolder: null,
    settings: settingsOf(request),
    versions: versions(undo.scope.db),
    files: [],
    fixes: null,
    ignored: [],
    entities: Object.fromEntries(
      entities.map((rows) => [
        rows.entity,
        { ...entitySummary(rows, outcome), ...freeNumbers(undo, rows) },
      ]),
    ),
    differences,
    failure: null,
  };
}

/** Rows that stay because they must are a decision to be made, not an error. */
function exitCodeOfUndo(status: RunStatus): ExitCode {
  if (status === "mismatched") return EXIT.mismatch;
  return status === "rejected" ? EXIT.decision : EXIT.clean;
}

function settingsOf({ undone, partial, rehearse }: UndoRequest): RunSettings {
  const mode = partial ? "lenient" : "strict";
  const usual = { batchSize: 0, archive: false, onConflict: "keep", markVanished: false } as const;
  return { ...(undone.summary?.settings ?? usual), mode, dryRun: rehearse };
}

const NO_COUNTS = {
  records: 0,
  unchanged: 0,
  duplicate: 0,
  rejected: 0,
  skipped: 0,
  placeholders: 0,
  withdrawn: 0,
  released: 0,
  vanished: 0,
  marked: 0,
  unmarked: 0,
  othersWrote: 0,
};

/** Of rows that are taken back, the numbers stay free that stand between others. */
function freeNumbers(
  { scope: { db, run } }: UndoContext,
  { importer, tally }: EntityUndo,
): Pick<EntitySummary, "numbersFree"> {
  if (tally.undone === 0 || (importer.numbers ?? []).length === 0) return {};
  const scope = { legacySystem: run.legacySystem, runId: run.id };
  const numbersFree = new Numbers({ db, scope, now: run.startedAt }, importer).countFree();
  return numbersFree > 0 ? { numbersFree } : {};
}

function entitySummary(
  { entity, importer, tally }: EntityUndo,
  { counts, committed, differences }: UndoOutcome,
): EntitySummary {
  const { undone, inserted, restored: updated, waiting, unmapped, blocked } = tally;
  const findings = blocked.findings(entity, applicationOf([importer]));
  const before = counts.before(entity);
  const after = counts.now(entity);
  return {
    ...NO_COUNTS,
    inserted,
    updated,
    undone,
    waiting,
    unmapped,
    changed: {},
    targetBefore: before,
    targetAtBalance: after,
    targetAfter: committed ? after : before,
    balanced: !differences.some((one) => one.entity === entity),
    columns: [],
    findings,
    rounding: {},
    controlTotals: { source: {}, target: {} },
    issues: Object.fromEntries(findings.map(({ code, count }) => [code, count])),
  };
}
