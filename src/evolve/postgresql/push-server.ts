import { serverFailure } from "../../db/postgresql/server-failure.ts";
import { DatabaseError, DecisionNeeded } from "../../plain/errors.ts";
import type { Survival } from "../compare-with-backup.ts";
import { type Decisions, NO_DECISIONS } from "../decisions.ts";
import type { PushPlan } from "../plan.ts";
import { PushRefused } from "../push-refused.ts";
import type { Need, PushReport } from "../push-report.ts";
import {
  type CarriedOutOnServer,
  carryOutOnServer,
  describePush,
  type Lifting,
  previewOnServer,
} from "./carry-out-server.ts";
import { commitSettled } from "./commit-settled.ts";
import { buildLateIndexes, type LateIndex, type Parted, partLateIndexes } from "./late-indexes.ts";
import {
  checkAdopted,
  othersServer,
  type PreparedServerPush,
  prepareServerPush,
  type ServerInput,
} from "./prepare-server-push.ts";
import { TooNewToUse } from "./run-server-steps.ts";
import type { ServerCatalog } from "./server-catalog.ts";
import { recordServerChange } from "./server-log.ts";
import { namedInFunctions } from "./server-renames.ts";
import { rolledBackOn, type ServerSession } from "./server-session.ts";
import { type ServerDdl, wantedCatalogOf } from "./wanted-tables.ts";

/** What to bring a server's database to, and what a person has decided about it. */
export interface ServerPushRequest extends Lifting {
  readonly ddl: ServerDdl;
  readonly decisions?: Decisions;
  readonly now: Date;
  /** For the log: `db:push`. */
  readonly command: string;
  /** How long another session's lock is waited for: milliseconds. */
  readonly lockTimeoutMs: number;
  /** Indexes of tables that are there are built after the commit, while others write. */
  readonly concurrently?: boolean | undefined;
  /** A plan that was made before: only what it says is done. */
  readonly plan?: PushPlan | undefined;
  /** Asked before the first statement; throws to stop. */
  readonly checkGoing?: () => void;
}

/** What a push did. */
export interface ServerPushResult {
  readonly report: PushReport;
  /** Rows and tables that were compared; undefined if nothing was to be done. */
  readonly survival: Survival | undefined;
  /** What nobody but a person can check. */
  readonly warnings: readonly string[];
}

/**
 * Brings a server's database to the schema, in one transaction: every value of the tables that it touches and
 * everything else in the catalog is compared before the commit with what was there.
 *
 * @throws PushRefused if a decision is missing or the data do not allow it: nothing was changed
 */
export async function pushToServer(
  session: ServerSession,
  request: ServerPushRequest,
): Promise<ServerPushResult> {
  const parted = await partedCatalog(session, request);
  const done = await pushWanted(session, parted, request);
  await buildLateIndexes(session, parted.late);
  return { ...done, report: withLate(done.report, parted.late) };
}

async function pushWanted(
  session: ServerSession,
  { wanted, late }: Parted,
  request: ServerPushRequest,
): Promise<ServerPushResult> {
  return withEnums(async (enums) => {
    const started = Date.now();
    const { client, title, defaultSchema } = session;
    await begin(session, request);
    try {
      await checkAdopted(session, wanted, decisionsOf(request));
      const prepared = await prepareServerPush(session, inputOf(wanted, request, enums));
      request.checkGoing?.();
      if (prepared.isIdle && prepared.isManaged) {
        const report = await describePush(session, prepared);
        await client.query("rollback");
        return { report, survival: undefined, warnings: [] };
      }
      const { report, survival, rowsSha256 } = await carryOutOnServer(session, prepared, request);
      if (report.needs.length + report.obstacles.length > 0) throw new PushRefused(report);
      checkBound({ ...prepared, late, rowsSha256 }, request.plan);
      const { now, command } = request;
      const { managed, fromHash, toHash, statements } = prepared;
      const milliseconds = Date.now() - started;
      const done = { now, command, fromHash, toHash, statements, milliseconds, managed };
      await recordServerChange(client, defaultSchema, done);
      const warnings = await namedInFunctions(client, prepared.decisions);
      request.checkGoing?.();
      await commitSettled(session);
      return { report, survival, warnings };
    } catch (error) {
      // A connection that is gone has nothing to roll back; the error that ended it is told.
      await client.query("rollback").catch(() => undefined);
      throw serverFailure(error, title);
    }
  });
}

/** What a push would do, as far as the catalogs and simple counts tell; nothing is kept. */
export async function previewServerPush(
  session: ServerSession,
  request: ServerPushRequest,
): Promise<PushReport> {
  const { wanted, late } = await partedCatalog(session, request);
  return rolledBackOn(session, async () => {
    await timed(session, request);
    await checkAdopted(session, wanted, decisionsOf(request));
    const prepared = await prepareServerPush(session, inputOf(wanted, request, "add"));
    return withLate(await previewOnServer(session, prepared, request), late);
  });
}

/**
 * What a push would do, found by doing it and rolling back. The tables that it touches are locked for as long as
 * that takes.
 */
export async function planServerPush(
  session: ServerSession,
  request: ServerPushRequest,
): Promise<PushPlan> {
  const { wanted, late } = await partedCatalog(session, request);
  return withEnums(async (enums) => {
    return rolledBackOn(session, async () => {
      await timed(session, request);
      const decisions = decisionsOf(request);
      const foreign = decisions.adopt ? undefined : await othersServer(session, wanted);
      const prepared = await prepareServerPush(session, inputOf(wanted, request, enums));
      const { report, rowsSha256 } = await carryOutOnServer(session, prepared, request);
      const adopting: Need[] =
        foreign === undefined ? [] : [{ flag: "--adopt", why: `${foreign}; changing it` }];
      const needs = [...adopting, ...report.needs];
      return {
        planVersion: 1,
        databaseSha256: rowsSha256,
        decisions,
        report: withLate({ ...report, needs }, late),
      };
    });
  });
}

async function partedCatalog(
  session: ServerSession,
  { ddl, concurrently = false, plan }: ServerPushRequest,
): Promise<Parted> {
  const wanted = await wantedCatalogOf(session, ddl);
  const planned = plan?.report.statements.some((sql) => sql.includes(" CONCURRENTLY ")) ?? false;
  return concurrently || planned ? partLateIndexes(session, wanted) : { wanted, late: [] };
}

/** Indexes that are built after the commit are part of what is done. */
function withLate(report: PushReport, late: readonly LateIndex[]): PushReport {
  if (late.length === 0) return report;
  return {
    ...report,
    inSync: false,
    statements: [...report.statements, ...late.map(({ sql }) => sql)],
    tables: report.tables.map((plan) => {
      const own = late.filter(({ table }) => table === plan.table);
      const changes = own.map(({ sql }) => ({ kind: "index", what: sql, loses: false }) as const);
      const action = own.length > 0 && plan.action === "keep" ? "alter" : plan.action;
      return { ...plan, action, changes: [...plan.changes, ...changes] };
    }),
  };
}

const decisionsOf = ({ decisions, plan }: ServerPushRequest): Decisions =>
  plan?.decisions ?? decisions ?? NO_DECISIONS;

function inputOf(
  wanted: ServerCatalog,
  request: ServerPushRequest,
  enums: ServerInput["enums"],
): ServerInput {
  return { wanted, decisions: decisionsOf(request), enums };
}

/** A value that is added to an enum cannot be used before the commit: where that is needed, the type is replaced. */
async function withEnums<Result>(
  work: (enums: ServerInput["enums"]) => Promise<Result>,
): Promise<Result> {
  try {
    return await work("add");
  } catch (error) {
    if (!(error instanceof TooNewToUse)) throw error;
    return work("replace");
  }
}

async function begin(session: ServerSession, request: ServerPushRequest): Promise<void> {
  await session.client.query("begin");
  await timed(session, request);
}

async function timed({ client }: ServerSession, { lockTimeoutMs }: ServerPushRequest) {
  await client.query("select set_config('lock_timeout', $1, true)", [`${lockTimeoutMs}ms`]);
}

/** What a plan is bound to. */
interface Bound
  extends Pick<PreparedServerPush, "fromHash" | "toHash" | "statements">,
    Pick<CarriedOutOnServer, "rowsSha256">,
    Pick<Parted, "late"> {}

/** Refuses a push that is not the one that was planned. */
function checkBound(bound: Bound, plan: PushPlan | undefined): void {
  const { fromHash, toHash, rowsSha256, late } = bound;
  const statements = [...bound.statements, ...late.map(({ sql }) => sql)];
  if (plan === undefined) return;
  const { report, databaseSha256 } = plan;
  const schema = toHash === report.toHash;
  const same = JSON.stringify(statements) === JSON.stringify(report.statements);
  if (schema && same && rowsSha256 === databaseSha256 && fromHash === report.fromHash) return;
  throw new DecisionNeeded(
    `The ${schema ? "database" : "schema"} has changed since the plan was made.`,
    { cure: "Make a new plan. Nothing was changed." },
  );
}

/** Refuses a copy to rehearse on that is not like the database itself. */
export function checkCopy(copy: PushPlan, original: PushReport): void {
  if (copy.report.fromHash === original.fromHash) return;
  throw new DatabaseError(`${copy.report.database} has other tables than ${original.database}.`, {
    cure: "Name a copy that was restored from a backup of it with --on-copy. Nothing was changed.",
  });
}
