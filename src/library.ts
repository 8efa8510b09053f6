import {
  isPublicIdOf,
  newPublicId,
  type ParsedPublicId,
  type PublicId,
  type PublicIdEntity,
  parsePublicId,
} from "../shared/public-id.ts";

// Everything that the command line does, as functions, how a target is declared, and the form of public ids. Errors carry the exit code of the
// command, what went wrong, and the cure; a push that is refused carries its report.

export { code } from "../importers/convert/code.ts";
export { date, time } from "../importers/convert/date.ts";
export { integer } from "../importers/convert/integer.ts";
export { legacyId } from "../importers/convert/legacy-id.ts";
export { money } from "../importers/convert/money.ts";
export { phone } from "../importers/convert/phone.ts";
export { reference } from "../importers/convert/reference.ts";
export { text } from "../importers/convert/text.ts";
export { defineImporter, type Importer } from "../importers/define.ts";
export {
  type Config,
  defineConfig,
  defineTarget,
  type Target,
} from "../importers/define-target.ts";
export { HMSYNC } from "../importers/index.ts";
export type { Decisions } from "./evolve/decisions.ts";
export type { Defect } from "./evolve/inspect.ts";
export type { PushPlan } from "./evolve/plan.ts";
export type { PushResult } from "./evolve/push.ts";
export { PushRefused } from "./evolve/push-refused.ts";
export type { Need, Obstacle, PushReport } from "./evolve/push-report.ts";
export type { WantedSchema } from "./evolve/wanted-schema.ts";
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
} from "./jobs/database/inspect.ts";
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
export type { Deciding, Listener, PushListener } from "./jobs/listener.ts";
export {
  DatabaseError,
  DecisionNeeded,
  type ExitCode,
  HmsyncError,
  Interrupted,
  SystemError,
  UsageError,
} from "./plain/errors.ts";
export type { ParsedPublicId, PublicId, PublicIdEntity };
export { isPublicIdOf, newPublicId, parsePublicId };
