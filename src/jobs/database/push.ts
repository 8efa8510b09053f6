import type { Database } from "../../db/database.ts";
import { refuseWhileLocked } from "../../db/sqlite/run-lock.ts";
import type { Decisions } from "../../evolve/decisions.ts";
import { boundTo, type PushPlan, planPush } from "../../evolve/plan.ts";
import { type PushRequest, type PushResult, previewPush, pushSchema } from "../../evolve/push.ts";
import { PushRefused } from "../../evolve/push-refused.ts";
import type { PushReport } from "../../evolve/push-report.ts";
import { checkRecognised, type Recognisable } from "../../evolve/recognise.ts";
import type { WantedSchema } from "../../evolve/wanted-schema.ts";
import { UsageError } from "../../plain/errors.ts";
import { checkGoing, declined, pauseOf } from "../cancel.ts";
import type { Listener, PushListener } from "../listener.ts";
import { decisionsFor, loadedSchema, type SchemaOptions } from "./schema.ts";
import { withDatabase } from "./with-database.ts";

/**
 * Shows what a push would do, by trying it on a private copy.
 *
 * @throws UsageError, DatabaseError
 */
export async function plan(
  options: Omit<SchemaOptions, "init">,
  { note }: Listener = {},
): Promise<PushPlan> {
  const schema = await loadedSchema(options.schema);
  const { ddl, copies } = schema;
  const decisions = decisionsFor(schema, options.decisions);
  note?.(`Database ${options.database}, schema ${schema.path}`);
  return withDatabase({ database: options.database }, (db) => {
    checkGoing(options);
    if (schema.beside !== undefined) checkRecognised(db, schema.beside);
    return planPush(db, {
      ddl,
      copies,
      decisions,
      now: new Date(),
      command: "db:plan",
      pause: pauseOf(options),
    });
  });
}

export interface PushOptions extends SchemaOptions {
  /** A saved plan, with its decisions: it is carried out if nothing has changed since. */
  readonly plan?: PushPlan | undefined;
}

/**
 * Brings a database to a schema; loses nothing without a decision. Cancelled, it changes nothing: what
 * it does, it does in one transaction, and single statements of SQLite cannot be interrupted.
 *
 * @throws PushRefused with the report of needs and obstacles, DatabaseError while an import is running,
 * DecisionNeeded if the person who was asked said no
 */
export async function push(options: PushOptions, listener: PushListener = {}): Promise<PushResult> {
  refuseWhileLocked(options.database);
  const schema = await loadedSchema(options.schema);
  listener.note?.(`Database ${options.database}, schema ${schema.path}`);
  if (schema.beside !== undefined && options.init) throw madeByTheirs(schema.beside);
  const work = (db: Database) => {
    if (schema.beside !== undefined) checkRecognised(db, schema.beside);
    return pushInto({ db, schema, options, listener }, options.decisions);
  };
  return withDatabase(options, work, listener);
}

const madeByTheirs = ({ name }: Recognisable): UsageError =>
  new UsageError(`The database of ${name} is made by the application, not with --init.`, {
    cure: "Open it with the application first, and name it with --db.",
  });

interface Pushing {
  readonly db: Database;
  readonly schema: WantedSchema;
  readonly options: PushOptions;
  readonly listener: PushListener;
}

/** Shows, asks whoever listens, and pushes; asks again if the data bring up more. */
async function pushInto(pushing: Pushing, decided: Partial<Decisions> = {}): Promise<PushResult> {
  const { db, listener } = pushing;
  const request = requestOf(pushing, decided);
  const preview = await previewPush(db, request);
  listener.preview?.(preview);
  if (preview.needs.length > 0) return pushInto(pushing, await answered(pushing, preview, decided));
  const loses = preview.tables.some(({ changes }) => changes.some((change) => change.loses));
  if (loses && !((await listener.confirm?.(preview)) ?? true)) throw declined();
  try {
    return await pushSchema(db, request);
  } catch (error) {
    if (!(error instanceof PushRefused) || error.report.obstacles.length > 0) throw error;
    return pushInto(pushing, await answered(pushing, error.report, decided));
  }
}

function requestOf({ schema, options }: Pushing, decided: Partial<Decisions>): PushRequest {
  const { plan } = options;
  const bound = plan && boundTo(plan);
  return {
    ddl: schema.ddl,
    copies: schema.copies,
    now: new Date(),
    command: "db:push",
    decisions: plan?.decisions ?? decisionsFor(schema, decided),
    pause: pauseOf(options),
    async beforeChange(backup, prepared) {
      checkGoing(options);
      await bound?.(backup, prepared);
    },
  };
}

/** Who may be asked for what is missing. */
interface Asking {
  readonly options: Pick<PushOptions, "plan">;
  readonly listener: PushListener;
}

/**
 * The decisions with those that were missing.
 *
 * @throws PushRefused if nobody answers
 */
export async function answered(
  { options, listener }: Asking,
  report: PushReport,
  decided: Partial<Decisions>,
): Promise<Partial<Decisions>> {
  const more = options.plan === undefined ? await listener.decide?.(report) : undefined;
  if (more === undefined) throw new PushRefused(report);
  const both = (name: "allowDrop" | "allowDropTable" | "allowConvert") => [
    ...(decided[name] ?? []),
    ...(more[name] ?? []),
  ];
  return {
    ...decided,
    allowDrop: both("allowDrop"),
    allowDropTable: both("allowDropTable"),
    allowConvert: both("allowConvert"),
    backfills: [...(decided.backfills ?? []), ...(more.backfills ?? [])],
  };
}
