import { dirname, join } from "node:path";
import { getTableName, is } from "drizzle-orm";
import { getTableConfig } from "drizzle-orm/pg-core";
import { SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Target } from "../../../importers/define-target.ts";
import * as ledger from "../../../shared/ledger.ts";
import {
  type Location,
  parseLocation,
  titleOf,
  withoutPassword,
} from "../../db/connecting/location.ts";
import { openWithPassword, type PasswordMeans } from "../../db/connecting/password.ts";
import { serverTables } from "../../db/postgresql/create-tables.ts";
import { ensureTables, type TablesThere } from "../../db/postgresql/ensure-tables.ts";
import { withLibpqSettings } from "../../db/postgresql/libpq-settings.ts";
import { openTargetServer } from "../../db/postgresql/target-server.ts";
import { registerShadow } from "../../db/shadows.ts";
import { preferWal } from "../../db/sqlite/journal-mode.ts";
import { openDisposable } from "../../db/sqlite/open.ts";
import type { Access, DeclaredName, TargetServer } from "../../db/target-server.ts";
import { DatabaseError, UsageError } from "../../plain/errors.ts";
import type { Fail } from "../../plain/failpoint.ts";
import type { Cancellable } from "../cancel.ts";
import type { Listener } from "../listener.ts";
import { trialDdl } from "../own-schema.ts";
import { backUpOnServer } from "./backup.ts";
import { PATIENCE_MS } from "./on-server.ts";
import { inServerFolder, type ServerPaths, type WhereKept } from "./server-folder.ts";

/** A server's database, and what is done with it. */
export interface OnServerOptions extends Cancellable, WhereKept {
  /** Its URL: `postgres://user@host/hms`. */
  readonly database: string;
  readonly target: Target;
  /** `write` keeps other runs out; `look` changes nothing there. */
  readonly access: Access;
  /** Of an empty database: `create` its tables, `pretend` that it has them for what is rolled back, or `refuse` it. */
  readonly ifMissing: "create" | "pretend" | "refuse";
  /** What others are told that is at work: `import`. */
  readonly command: string;
  readonly passwords: PasswordMeans;
  /** Whether FORCE ROW LEVEL SECURITY is lifted inside each transaction that writes. */
  readonly liftForceRls?: boolean | undefined;
  readonly failAt?: Fail | undefined;
}

/**
 * Works for a server's database: what it holds is mirrored into a shadow, a file whose path every job takes for a
 * database. What a job commits is written to the server before it is said; if the server refuses, nothing is. The shadow
 * is gone afterwards.
 *
 * @param work is given the path of the shadow
 * @throws UsageError if the URL names no server of PostgreSQL, DecisionNeeded if a password or tables are lacking,
 * DatabaseError if the server cannot be worked with or another run is at work
 */
export async function withServer<Result>(
  options: OnServerOptions,
  work: (database: string) => Promise<Result>,
  listener: Pick<Listener, "note"> = {},
): Promise<Result> {
  const location = locationOf(options);
  return inServerFolder(location, options, (paths) =>
    openWithPassword(location, options.passwords, (password) => {
      const opening = { ...options, password, location, paths };
      return opened(opening, work, listener);
    }),
  );
}

function locationOf({ database, passwords: { env } }: OnServerOptions): Location {
  const found = parseLocation(database, env);
  if (found?.engine === "postgresql") return withLibpqSettings(found, env);
  throw new UsageError("The database is none of a PostgreSQL server.", {
    cure: "Name it by its URL: postgres://USER@HOST/DATABASE",
  });
}

interface Opening extends OnServerOptions {
  readonly location: Location;
  readonly password: string | undefined;
  readonly paths: ServerPaths;
}

async function opened<Result>(
  opening: Opening,
  work: (database: string) => Promise<Result>,
  { note }: Pick<Listener, "note">,
): Promise<Result> {
  const { location, access, target } = opening;
  const names = await namesOf(target);
  const there = await ensureTables(location, connecting(opening), {
    ...names,
    name: titleOf(location),
    ifMissing: opening.ifMissing,
    schema: target.schema,
    cure: `Bring it to the schema with  hmsync db:push --db ${withoutPassword(location)}`,
    exported: () => exportedBy(target),
  });
  const told = TOLD[there]?.(titleOf(location));
  if (told !== undefined) note?.(told);
  const tables = there === "none" ? [] : [...names.own, ...names.ledger];
  const server = await openTargetServer(location, {
    ...connecting(opening),
    tables,
    access,
    liftForceRls: opening.liftForceRls ?? false,
    fail: opening.failAt,
  });
  try {
    return await onShadow(server, { ...opening, note }, work);
  } finally {
    await server.close();
  }
}

const TOLD: Partial<Readonly<Record<TablesThere, (name: string) => string>>> = {
  created: (name) => `Created the tables in ${name}.`,
  "ledger created": (name) => `Created the ledger's tables in ${name}; nothing else was changed.`,
  none: (name) => `${name} has no tables yet; the dry run does without.`,
};

const connecting = ({ password, signal, command }: Opening) => ({
  password,
  signal,
  command,
  timeoutMs: PATIENCE_MS,
});

interface OnShadow extends Opening, Pick<Listener, "note"> {}

async function onShadow<Result>(
  server: TargetServer,
  opening: OnShadow,
  work: (database: string) => Promise<Result>,
): Promise<Result> {
  const { location, paths, target } = opening;
  await makeShadow(server, paths.shadow, target);
  const unregister = registerShadow(paths.shadow, {
    name: server.name,
    address: withoutPassword(location),
    beside: paths.beside,
    holder: server.holder,
    watch: (connection) => server.watch(connection),
    publish: async (connection) => {
      await server.publish(connection);
    },
    backUp: (now, keep) => backUpFor(opening, now, keep),
  });
  try {
    return await work(paths.shadow);
  } finally {
    unregister();
  }
}

/** Without its programs, or the right to read everything, the server's database has no backup of its own. */
async function backUpFor(
  { location, password, passwords, paths, command, signal, note }: OnShadow,
  now: Date,
  keep: number | undefined,
): Promise<string | undefined> {
  const env = { ...passwords.env, ...(password !== undefined && { PGPASSWORD: password }) };
  const backups = join(dirname(paths.beside), "backups");
  const asked = { location, passwords: { ...passwords, env }, command, signal, backups, keep, now };
  try {
    return (await backUpOnServer(asked)).path;
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    note?.(
      `${error.message} Kept instead: the rows of the target's tables, as a file of SQLite; and the run's ledger has what it replaces, so that import:undo is exact.`,
    );
    return undefined;
  }
}

/** A database with the target's tables and the rows that the server has. */
async function makeShadow(server: TargetServer, path: string, target: Target): Promise<void> {
  const shadow = openDisposable(path, server.name);
  try {
    shadow.begin();
    for (const statement of await trialDdl(target)) shadow.exec(statement);
    shadow.commit();
    await server.mirror(shadow);
    preferWal(shadow);
  } finally {
    shadow.close();
  }
}

/** The tables of the shadow, and in which schema of the server they are if the target says so. */
async function namesOf({ tables, server }: Target) {
  const declared = serverTables((await server?.()) ?? {}).map((one) => getTableConfig(one));
  const named = (exported: Readonly<Record<string, unknown>>): DeclaredName[] =>
    Object.values(exported).flatMap((one) => {
      if (!is(one, SQLiteTable)) return [];
      const name = getTableName(one);
      return [{ name, schema: declared.find((other) => other.name === name)?.schema }];
    });
  return { own: named(tables), ledger: named(ledger) };
}

async function exportedBy(target: Target) {
  if (target.server === undefined && target.schema === "ours") {
    throw new UsageError(`${target.title} declares no tables for a PostgreSQL server.`, {
      cure: 'Declare them with "server" of defineTarget, or make the tables yourself.',
    });
  }
  const own = (await target.server?.()) ?? {};
  return { own, ledger: await import("../../../shared/pg-ledger.ts") };
}
