import { DecisionNeeded } from "../../plain/errors.ts";
import type { Decisions } from "../decisions.ts";
import { isOwn, NOTHING_MANAGED } from "../managed.ts";
import { runnerOfTable } from "../migration-runners.ts";
import { columnKey } from "../written-names.ts";
import { draftServerPush, type ServerDraft, type ServerManaged } from "./draft-server.ts";
import { readServerCatalog } from "./read-catalog.ts";
import { catalogHashOf, type ServerCatalog } from "./server-catalog.ts";
import { hasServerLog, managedByServer, readServerManaged } from "./server-log.ts";
import { managedAfterRenames, serverRenames } from "./server-renames.ts";
import type { ServerSession } from "./server-session.ts";
import type { ServerStep } from "./server-steps.ts";

/** What a server is to be brought to, and what was decided. */
export interface ServerInput {
  readonly wanted: ServerCatalog;
  readonly decisions: Decisions;
  readonly enums: "add" | "replace";
}

/** Everything that a push would do, before anything but renames is done. */
export interface PreparedServerPush {
  /** Before the renames. */
  readonly current: ServerCatalog;
  /** After them. */
  readonly renamed: ServerCatalog;
  readonly wanted: ServerCatalog;
  readonly decisions: Decisions;
  readonly draft: ServerDraft;
  readonly steps: readonly ServerStep[];
  readonly statements: readonly string[];
  /** Whether nothing is to be done; what is impossible has no statement, and is no such thing. */
  readonly isIdle: boolean;
  readonly made: readonly string[];
  /** What the schema has made when this is done; and whether the database knows it already. */
  readonly managed: ServerManaged;
  readonly isManaged: boolean;
  readonly requiredOfOthers: readonly string[];
  readonly fromHash: string;
  readonly toHash: string;
}

/**
 * Compares the database with the wanted catalog, within a transaction: renames are carried out in it, so that the
 * server itself rewrites what refers to what is renamed.
 */
export async function prepareServerPush(
  session: ServerSession,
  { wanted, decisions: decided, enums }: ServerInput,
): Promise<PreparedServerPush> {
  const { client, defaultSchema } = session;
  const reading = { schemas: wanted.schemas, defaultSchema };
  const current = await readServerCatalog(client, reading);
  const known = await readServerManaged(client, current);
  const { statements: renames, done } = serverRenames(current, wanted, decided);
  for (const sql of renames) await client.query(sql);
  const renamed = renames.length === 0 ? current : await readServerCatalog(client, reading);
  const decisions: Decisions = { ...decided, ...done };
  const owned = managedAfterRenames(known ?? NOTHING_MANAGED, done);
  const { rows } = await client.query<{ name: string }>("select nspname as name from pg_namespace");
  const draft = draftServerPush({
    current: renamed,
    wanted,
    managed: owned,
    decisions,
    schemas: rows.map(({ name }) => name),
    enums,
    isOwn,
  });
  const steps = [...draft.before, ...draft.tables.flatMap((table) => table.steps), ...draft.after];
  const among = [...wanted.tables.map(({ called }) => called), ...owned.tables];
  const managed = managedByServer(wanted, draft.keptColumns);
  return {
    current,
    renamed,
    wanted,
    decisions,
    draft,
    steps,
    statements: [...renames, ...steps.map(({ sql }) => sql).filter((sql) => sql !== "")],
    isIdle: renames.length + steps.length === 0,
    made: owned.columns ?? [],
    managed,
    isManaged: JSON.stringify(known) === JSON.stringify(managed),
    requiredOfOthers: requiredOfOthers(renamed, draft),
    fromHash: catalogHashOf(current, among),
    toHash: catalogHashOf(wanted, among),
  };
}

function requiredOfOthers({ tables }: ServerCatalog, { keptColumns }: ServerDraft): string[] {
  return tables.flatMap(({ called, columns }) =>
    columns
      .filter(
        (column) =>
          column.notNull &&
          column.default === null &&
          column.sequence === null &&
          column.generated === null,
      )
      .map(({ name }) => columnKey(called, name))
      .filter((key) => keptColumns.includes(key)),
  );
}

/**
 * Refuses a database that this tool did not make, unless it was told to take it over.
 *
 * @throws DecisionNeeded
 */
export async function checkAdopted(
  session: ServerSession,
  wanted: ServerCatalog,
  { adopt }: Decisions,
): Promise<void> {
  const why = adopt ? undefined : await othersServer(session, wanted);
  if (why === undefined) return;
  throw new DecisionNeeded(`${why}.`, {
    cure: 'To let this tool manage its schema, use --adopt; db:plan with the same flags shows what that would change. If the application keeps its schema itself, a target with schema: "theirs" gets the ledger alone. Nothing was changed.',
  });
}

/** Why a database must not be changed without more: this tool did not make it. */
export async function othersServer(
  { client, title, defaultSchema }: ServerSession,
  wanted: ServerCatalog,
): Promise<string | undefined> {
  const current = await readServerCatalog(client, { schemas: wanted.schemas, defaultSchema });
  const { length } = current.tables;
  // Where the ledger is, an import has made the tables or was let in.
  if (length === 0 || hasServerLog(current)) return undefined;
  const runners = runnersAmong(current).map(({ table, runner }) => `${runner} (${table})`);
  const migrated = runners.length === 0 ? "" : `, and its schema is kept by ${runners.join(", ")}`;
  return `${title} has ${length} tables and was not created by this tool: it may belong to another program${migrated}`;
}

/** Other programs that bring the database to their schema, by their tables. */
export function runnersAmong({ tables }: ServerCatalog): { runner: string; table: string }[] {
  return tables.flatMap((table) => {
    const runner = runnerOfTable({
      name: table.name,
      columns: table.columns.map(({ name }) => name),
      hasForeignKeys: table.constraints.some(({ kind }) => kind === "f"),
    });
    return runner === undefined ? [] : [{ runner, table: table.called }];
  });
}
