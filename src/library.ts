// What the command line does, as functions: values in, a result out, a Listener for progress and questions, an
// AbortSignal; how a target is declared; and the form of public ids. Errors carry the exit code of the command, what went
// wrong, and the cure; a push that is refused carries its report, an import that broke what it had come to.

export { ageOn } from "../importers/convert/age.ts";
export { boolean } from "../importers/convert/boolean.ts";
export { code } from "../importers/convert/code.ts";
export { date, time } from "../importers/convert/date.ts";
export { decimal } from "../importers/convert/decimal.ts";
export { integer } from "../importers/convert/integer.ts";
export { legacyId } from "../importers/convert/legacy-id.ts";
export { lookup } from "../importers/convert/lookup.ts";
export { money } from "../importers/convert/money.ts";
export { phone } from "../importers/convert/phone.ts";
export { reference } from "../importers/convert/reference.ts";
export { text } from "../importers/convert/text.ts";
export { defineImporter, type Importer, unstored } from "../importers/define.ts";
export { alsoRows } from "../importers/define-also.ts";
export {
  type Config,
  defineConfig,
  defineTarget,
  type Target,
} from "../importers/define-target.ts";
export { HMSYNC } from "../importers/index.ts";
export {
  isPublicIdOf,
  newPublicId,
  type ParsedPublicId,
  type PublicId,
  type PublicIdEntity,
  parsePublicId,
} from "../shared/public-id.ts";
export type { PasswordMeans } from "./db/connecting/password.ts";
export type { Decisions } from "./evolve/decisions.ts";
export type { Defect } from "./evolve/health.ts";
export type { PushPlan } from "./evolve/plan.ts";
export type { PushResult } from "./evolve/push.ts";
export { PushRefused } from "./evolve/push-refused.ts";
export type { Need, Obstacle, PushReport } from "./evolve/push-report.ts";
export type { WantedSchema } from "./evolve/wanted-schema.ts";
export { type AssessmentOutcome, type AssessOptions, assess } from "./jobs/assess.ts";
export type { Cancellable } from "./jobs/cancel.ts";
export {
  type BackupOptions,
  backup,
  type MadeBackup,
  type RestoredDatabase,
  type RestoreOptions,
  restore,
} from "./jobs/database/backup.ts";
export {
  type DatabaseOverview,
  type StatusOptions,
  status,
  validate,
} from "./jobs/database/health.ts";
export {
  type GenerateOptions,
  generate,
  type Migrated,
  type MigrationOptions,
  migrate,
  type RolledBack,
  rollback,
} from "./jobs/database/migrations.ts";
export { type PushOptions, plan, push } from "./jobs/database/push.ts";
export type { Drift, SchemaOptions, SchemaSource } from "./jobs/database/schema.ts";
export {
  diff,
  type ImportOptions,
  importExport,
  type PlannedImport,
  runPlannedImport,
} from "./jobs/import.ts";
export type { AskingImport } from "./jobs/input/asked-import.ts";
export type { Deciding, ImportListener, Listener, PushListener } from "./jobs/listener.ts";
export { mappingSheet, type SheetOptions } from "./jobs/mapping-sheet.ts";
export { type PreflightOptions, preflight } from "./jobs/preflight.ts";
export {
  type ReadListener,
  type ReadOptions,
  type ReadResult,
  type RefusedFile,
  readFiles,
} from "./jobs/read.ts";
export { type ResumedImport, resumeImport } from "./jobs/resume.ts";
export { type RetryOptions, retry } from "./jobs/retry.ts";
export { type ImportOutcome, ImportStopped } from "./jobs/run/carry-out-import.ts";
export { type PastRun, pastRun, runsOf, type SeenRuns } from "./jobs/runs/runs.ts";
export type { RunsOf } from "./jobs/runs/runs-at-hand.ts";
export { type OnServerOptions, withServer } from "./jobs/server/with-server.ts";
export { type UndoListener, type UndoOptions, type UndoOutcome, undo } from "./jobs/undo.ts";
export { type ImportComparison, validateImports } from "./jobs/validate.ts";
export type { EntitySummary, RunSettings, RunSummary } from "./ledger/run-summary.ts";
export type { MappingSheet } from "./mapping/sheet/mapping-sheet.ts";
export {
  DatabaseError,
  DecisionNeeded,
  type ExitCode,
  HmsyncError,
  Interrupted,
  SourceError,
  SystemError,
  UsageError,
} from "./plain/errors.ts";
export type { Check } from "./preflight/check.ts";
