import { type Decisions, NO_DECISIONS } from "../decisions.ts";
import type { DatabaseStatus, Defect } from "../health.ts";
import { describePush } from "./carry-out-server.ts";
import { isSame } from "./compare-server.ts";
import { type PreparedServerPush, prepareServerPush, runnersAmong } from "./prepare-server-push.ts";
import type { ServerTable } from "./server-catalog.ts";
import { hasServerLog, lastServerChange } from "./server-log.ts";
import { countOf } from "./server-needs.ts";
import { rolledBackOn, type ServerSession } from "./server-session.ts";
import { ident } from "./server-steps.ts";
import { type ServerDdl, wantedCatalogOf } from "./wanted-tables.ts";

/** What a server's database is held against. */
export interface HealthRequest {
  readonly ddl: ServerDdl;
  readonly keepUnmanaged: Decisions["keepUnmanaged"];
}

/** Reads how a server's database stands; nothing is locked for longer than a look. */
export async function serverStatus(
  session: ServerSession,
  request: HealthRequest,
): Promise<Omit<DatabaseStatus, "backups">> {
  return prepared(session, request, async (push) => {
    const { client } = session;
    const { current, statements, requiredOfOthers } = push;
    const runners = [];
    for (const { runner, table } of runnersAmong(current)) {
      const written =
        current.tables.find(({ called }) => called === table)?.written ?? ident(table);
      runners.push({
        runner,
        table,
        entries: await countOf(client, `select count(*) from ${written}`),
      });
    }
    const broken = current.tables.flatMap(brokenParts);
    return {
      size: await countOf(client, "select pg_database_size(current_database()) as count"),
      // PostgreSQL has no other.
      journalMode: "wal",
      managed: hasServerLog(current),
      inSync: push.isIdle,
      drift: statements,
      requiredOfOthers,
      lastChange: (await lastServerChange(client, current)) ?? null,
      integrity: broken.length === 0 ? ["ok"] : broken,
      runners,
      userVersion: 0,
    };
  });
}

/**
 * Finds what is wrong with a server's database: indexes that a server does not use, rules that were never held against
 * the rows, drift, rows that the schema would refuse, foreign keys without an index.
 */
export async function serverDefects(
  session: ServerSession,
  request: HealthRequest,
): Promise<Defect[]> {
  return prepared(session, request, async (push) => {
    const { current, draft } = push;
    const { tables } = await describePush(session, push);
    const drift = tables.flatMap(({ table, action, changes }): Defect[] => {
      if (action === "keep") return [];
      const words = changes.map(({ kind, what }) => `${kind} ${what}`).join("; ");
      const missing = action === "create" ? `${table} is missing` : `${table}: ${words}`;
      return [{ check: "schema", what: missing }];
    });
    const questions = draft.tables.flatMap(({ difference, steps }) =>
      difference === undefined || isSame(difference) ? [] : steps,
    );
    const refused: Defect[] = [];
    for (const { table, question } of [...questions, ...draft.after]) {
      if (question?.count === undefined || !current.tables.some(({ called }) => called === table))
        continue;
      const count = await counted(session, question.count);
      const check = question.what.includes(" names what ") ? "orphaned rows" : "required values";
      if (count > 0) refused.push({ check, what: `${count} rows of ${table}: ${question.what}` });
    }
    return [
      ...current.tables.flatMap(brokenParts).map((what): Defect => ({ check: "integrity", what })),
      ...drift,
      ...refused,
      ...current.tables.flatMap(unindexedKeys),
    ];
  });
}

/** What is about columns that are yet to come cannot be asked. */
async function counted({ client }: ServerSession, sql: string): Promise<number> {
  await client.query("savepoint asked");
  try {
    return await countOf(client, sql);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && String(error.code).startsWith("42")))
      throw error;
    await client.query("rollback to savepoint asked");
    return 0;
  }
}

async function prepared<Result>(
  session: ServerSession,
  { ddl, keepUnmanaged }: HealthRequest,
  work: (push: PreparedServerPush) => Promise<Result>,
): Promise<Result> {
  const wanted = await wantedCatalogOf(session, ddl);
  return rolledBackOn(session, async () => {
    const decisions = { ...NO_DECISIONS, keepUnmanaged };
    return work(await prepareServerPush(session, { wanted, decisions, enums: "add" }));
  });
}

const brokenParts = ({ called, indexes, constraints }: ServerTable): string[] => [
  ...indexes
    .filter(({ valid }) => !valid)
    .map(({ name }) => `the index ${name} of ${called} is not valid: drop it and make it anew`),
  ...constraints
    .filter(({ validated }) => !validated)
    .map(
      ({ name }) =>
        `${name} of ${called} was never held against the rows: alter table ... validate constraint`,
    ),
];

/** Without an index on it, a foreign key makes every delete of a parent read the whole child table. */
function unindexedKeys(table: ServerTable): Defect[] {
  const lists = [
    ...table.indexes.filter(({ filter }) => filter === null).map(({ keys }) => keys),
    ...table.constraints
      .filter(({ kind }) => kind === "p" || kind === "u")
      .map(({ columns }) => namesIn(table, columns)),
  ];
  return table.constraints
    .filter(({ kind }) => kind === "f")
    .map(({ columns }) => namesIn(table, columns))
    .filter((names) => !lists.some((keys) => names.every((name, at) => keys[at] === name)))
    .map((names) => ({
      check: "index",
      what: `${table.called} has no index on ${names.join(", ")}`,
    }));
}

const namesIn = ({ columns }: ServerTable, numbers: readonly number[]): string[] =>
  numbers.map((number) => columns.find((column) => column.number === number)?.name ?? "");
