import type { Location } from "../../db/connecting/location.ts";
import { refuseSharedSessions } from "../../db/postgresql/pooler.ts";
import type { Decisions } from "../../evolve/decisions.ts";
import type { PushPlan } from "../../evolve/plan.ts";
import type { WantedServerSchema } from "../../evolve/postgresql/load-server-schema.ts";
import {
  checkCopy,
  planServerPush,
  previewServerPush,
  pushToServer,
  type ServerPushRequest,
  type ServerPushResult,
} from "../../evolve/postgresql/push-server.ts";
import { readyForSchema, type ServerSession } from "../../evolve/postgresql/server-session.ts";
import { PushRefused } from "../../evolve/push-refused.ts";
import { checkGoing, declined } from "../cancel.ts";
import { answered } from "../database/push.ts";
import { decisionsFor } from "../database/schema.ts";
import type { Listener, PushListener } from "../listener.ts";
import { type OnServer, onServer, type ServerOptions } from "./on-server.ts";

/** Which server, which schema, and what was decided. */
export interface ServerSchemaOptions extends ServerOptions {
  readonly schema: WantedServerSchema;
  /** In addition to those in the file next to the schema. */
  readonly decisions?: Partial<Decisions> | undefined;
  /** FORCE ROW LEVEL SECURITY may be taken off and put back within the transaction. */
  readonly liftForceRls?: boolean | undefined;
  /** Indexes of tables that are there are built after the push, while others write. */
  readonly concurrently?: boolean | undefined;
}

export interface ServerPlanOptions extends ServerSchemaOptions {
  /** A restored copy to rehearse on: nothing of the database itself is locked. */
  readonly onCopy?: Location | undefined;
}

export interface ServerPushOptions extends ServerSchemaOptions {
  /** A saved plan, with its decisions: it is carried out if nothing has changed since. */
  readonly plan?: PushPlan | undefined;
}

/** A plan steps back for whoever is at work; a push waits as long as a run does. */
const PLAN_LOCK_MS = 2_000;
const PUSH_LOCK_MS = 30_000;

/**
 * Shows what a push to a server would do, by doing it there and rolling back, or on a copy.
 *
 * @throws UsageError, DecisionNeeded, DatabaseError
 */
export async function planOnServer(
  options: ServerPlanOptions,
  { note }: Listener = {},
): Promise<PushPlan> {
  const { onCopy, schema } = options;
  const request = requestOf(options, options.decisions, PLAN_LOCK_MS);
  const rehearse = async (server: OnServer) => planServerPush(await sessionOf(server), request);
  return onServer(options, "look", async (server) => {
    note?.(`Database ${server.title}, schema ${schema.path}`);
    if (onCopy === undefined) return rehearse(server);
    const original = await previewServerPush(await sessionOf(server), {
      ...request,
      decisions: { ...decided(options, options.decisions), adopt: true },
    });
    const copy = await onServer({ ...options, location: onCopy }, "look", async (other) => {
      note?.(`Rehearsed on ${other.title}`);
      return rehearse(other);
    });
    checkCopy(copy, original);
    return { ...copy, report: { ...copy.report, database: server.title } };
  });
}

/**
 * Brings a server's database to a schema, in one transaction; loses nothing without a decision.
 *
 * @throws PushRefused with the report of needs and obstacles, DatabaseError while another run is at work,
 * DecisionNeeded if the person who was asked said no
 */
export async function pushOnServer(
  options: ServerPushOptions,
  listener: PushListener = {},
): Promise<ServerPushResult> {
  return onServer(options, "write", async (server) => {
    listener.note?.(`Database ${server.title}, schema ${options.schema.path}`);
    const session = await sessionOf(server);
    // The lock is the session's: it must be nobody else's.
    await refuseSharedSessions(session.client, server.title, session.reconnect);
    return pushInto({ session, options, listener }, options.decisions);
  });
}

interface Pushing {
  readonly session: ServerSession;
  readonly options: ServerPushOptions;
  readonly listener: PushListener;
}

/** Shows, asks whoever listens, and pushes; asks again if the data bring up more. */
async function pushInto(
  pushing: Pushing,
  given: Partial<Decisions> = {},
): Promise<ServerPushResult> {
  const { session, options, listener } = pushing;
  const request = {
    ...requestOf(options, given, PUSH_LOCK_MS),
    plan: options.plan,
    checkGoing: () => checkGoing(options),
  };
  const preview = await previewServerPush(session, request);
  listener.preview?.(preview);
  if (preview.needs.length > 0) return pushInto(pushing, await answered(pushing, preview, given));
  const loses = preview.tables.some(({ changes }) => changes.some((change) => change.loses));
  if (loses && !((await listener.confirm?.(preview)) ?? true)) throw declined();
  try {
    return await pushToServer(session, request);
  } catch (error) {
    if (!(error instanceof PushRefused) || error.report.obstacles.length > 0) throw error;
    return pushInto(pushing, await answered(pushing, error.report, given));
  }
}

/** A session that a schema is looked at or changed in. */
export const sessionOf = (server: OnServer): Promise<ServerSession> => {
  const { client, title, schema: defaultSchema, connectTo, location } = server;
  const reconnect = async () => (await connectTo(location.database)).client;
  return readyForSchema({ client, title, defaultSchema, reconnect });
};

/** What was decided by the caller, and in the file next to the schema. */
export const decided = (
  { schema }: Pick<ServerSchemaOptions, "schema">,
  given: Partial<Decisions> | undefined,
): Decisions => {
  const decisions = decisionsFor({ path: schema.path, schema: {}, ddl: [] }, given);
  // Beside tables that the application makes, the ledger may come.
  return schema.theirs ? { ...decisions, adopt: true } : decisions;
};

function requestOf(
  options: ServerSchemaOptions,
  given: Partial<Decisions> | undefined,
  lockTimeoutMs: number,
): ServerPushRequest {
  const { schema, command, liftForceRls, concurrently } = options;
  return {
    ddl: schema.ddl,
    decisions: decided(options, given),
    now: new Date(),
    command,
    lockTimeoutMs,
    liftForceRls,
    concurrently,
  };
}
