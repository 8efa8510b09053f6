import { expect } from "vitest";
import type { SchemaExports } from "../../src/evolve/compile-schema.ts";
import { type Decisions, NO_DECISIONS } from "../../src/evolve/decisions.ts";
import type { PushPlan } from "../../src/evolve/plan.ts";
import {
  planServerPush,
  pushToServer,
  type ServerPushRequest,
  type ServerPushResult,
} from "../../src/evolve/postgresql/push-server.ts";
import { withServerLog } from "../../src/evolve/postgresql/server-log.ts";
import { readServerObjects } from "../../src/evolve/postgresql/server-objects.ts";
import {
  beginServerSession,
  type ServerSession,
} from "../../src/evolve/postgresql/server-session.ts";
import { compileServerSchema } from "../../src/evolve/postgresql/wanted-tables.ts";
import { PushRefused } from "../../src/evolve/push-refused.ts";
import { HmsyncError } from "../../src/plain/errors.ts";
import { NOW } from "./evolve.ts";
import type { TestDatabase } from "./postgresql.ts";

type Given = Partial<Decisions> &
  Partial<Pick<ServerPushRequest, "liftForceRls" | "plan" | "concurrently">>;

/** A session of the database's owner, or of whoever the URL names. */
export async function sessionOf(db: Pick<TestDatabase, "session">): Promise<ServerSession> {
  const client = await db.session();
  return beginServerSession({ client, title: "the test database", reconnect: db.session }, "test");
}

export async function serverRequest(
  schema: SchemaExports,
  { liftForceRls, plan, concurrently, ...decisions }: Given = {},
): Promise<ServerPushRequest> {
  return {
    ddl: await compileServerSchema(withServerLog(schema)),
    decisions: { ...NO_DECISIONS, adopt: true, ...decisions },
    now: NOW,
    command: "db:push",
    lockTimeoutMs: 2_000,
    liftForceRls,
    plan,
    concurrently,
  };
}

export async function pushedTo(
  session: ServerSession,
  schema: SchemaExports,
  given?: Given,
): Promise<ServerPushResult> {
  return pushToServer(session, await serverRequest(schema, given));
}

export async function plannedFor(
  session: ServerSession,
  schema: SchemaExports,
  given?: Given,
): Promise<PushPlan> {
  return planServerPush(session, await serverRequest(schema, given));
}

/** What a refused push says. */
export interface ServerRefusal {
  readonly exitCode: number;
  readonly flags: readonly string[];
  readonly obstacles: readonly { readonly table: string; readonly count: number }[];
  readonly message: string;
}

/** Pushes a schema that must be refused, and sees that nothing of the catalog and of these tables changed. */
export async function refusedBy(
  session: ServerSession,
  schema: SchemaExports,
  given?: Given,
): Promise<ServerRefusal> {
  const before = await stateOf(session);
  const error = await pushedTo(session, schema, given).then(
    () => undefined,
    (failure: unknown) => failure,
  );
  expect(await stateOf(session)).toEqual(before);
  if (error instanceof PushRefused) {
    const { report, exitCode, message } = error;
    return {
      exitCode,
      message,
      flags: report.needs.map(({ flag }) => flag),
      obstacles: report.obstacles.map(({ table, count }) => ({ table, count })),
    };
  }
  if (!(error instanceof HmsyncError)) throw error ?? new Error("the push was not refused");
  return {
    exitCode: error.exitCode,
    message: `${error.message} ${error.cure}`,
    flags: [],
    obstacles: [],
  };
}

/** Everything that a database holds: its catalog, and every row of every table. */
export async function stateOf({ client }: ServerSession): Promise<unknown> {
  const objects = await readServerObjects(client);
  const { rows } = await client.query<{ name: string }>(
    `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'm') and n.nspname not in ('pg_catalog', 'information_schema') order by 1`,
  );
  const held: Record<string, unknown> = {};
  for (const { name } of rows) {
    const found = await client.query(`select t::text as row from ${name} t order by 1`);
    held[name] = found.rows.map(({ row }) => row);
  }
  return { objects: [...objects.values()].sort((a, b) => (a.key < b.key ? -1 : 1)), held };
}
