import { getTableName } from "drizzle-orm";
import type pg from "pg";
import { schemaChanges } from "../../../shared/pg-ledger.ts";
import { keptJson } from "../../db/kept-json.ts";
import { serverTables } from "../../db/postgresql/create-tables.ts";
import type { SchemaExports } from "../compile-schema.ts";
import { isOwn } from "../managed.ts";
import { columnKey } from "../written-names.ts";
import type { ServerManaged } from "./draft-server.ts";
import { calledSo, type ServerCatalog, type ServerTable } from "./server-catalog.ts";
import { ident } from "./server-steps.ts";

const LOG = getTableName(schemaChanges);

/** The tool's own log is part of what it pushes, whatever the schema is. */
export function withServerLog(schema: SchemaExports): SchemaExports {
  const has = serverTables(schema).some((table) => getTableName(table) === LOG);
  return has ? schema : { "hmsync:schemaChanges": schemaChanges, ...schema };
}

/** The log, if the database has it; it stands where tables are that name no schema. */
const logIn = ({ tables }: Pick<ServerCatalog, "tables">): ServerTable | undefined =>
  calledSo(tables, LOG);

/** Whether the database has the tool's log. */
export const hasServerLog = (current: ServerCatalog): boolean => logIn(current) !== undefined;

/** What the schema has made so far; undefined if this tool did not make or adopt the database. */
export async function readServerManaged(
  client: pg.Client,
  current: ServerCatalog,
): Promise<ServerManaged | undefined> {
  const log = logIn(current);
  if (log === undefined) return undefined;
  const { rows } = await client.query<{ managed: string }>(
    `select managed from ${log.written} order by id desc limit 1`,
  );
  return keptJson<ServerManaged>(rows[0]?.managed, schemaChanges.managed) ?? undefined;
}

/** The last change that the database knows of. */
export async function lastServerChange(
  client: pg.Client,
  current: ServerCatalog,
): Promise<{ at: string; command: string } | undefined> {
  const log = logIn(current);
  if (log === undefined) return undefined;
  const { rows } = await client.query<{ at: string; command: string }>(
    `select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, command
     from ${log.written} order by id desc limit 1`,
  );
  return rows[0];
}

/** What was done, for the log. */
export interface ServerOperation {
  readonly now: Date;
  readonly command: string;
  readonly fromHash: string;
  readonly toHash: string;
  readonly statements: readonly string[];
  readonly milliseconds: number;
  readonly managed: ServerManaged;
}

/** Writes an operation into the database, in the transaction that does it. */
export async function recordServerChange(
  client: pg.Client,
  defaultSchema: string,
  operation: ServerOperation,
): Promise<void> {
  const { now, command, fromHash, toHash, statements, milliseconds, managed } = operation;
  await client.query(
    `insert into ${ident(defaultSchema)}.${ident(LOG)}
       (at, command, from_hash, to_hash, statements, milliseconds, managed) values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      ...[now.toISOString(), command, fromHash, toHash, JSON.stringify(statements)],
      ...[Math.round(milliseconds), JSON.stringify(managed)],
    ],
  );
}

/** What a schema asks for: what a push to it manages from then on. */
export function managedByServer(wanted: ServerCatalog, kept: readonly string[]): ServerManaged {
  const tables = wanted.tables.filter(({ called }) => !isOwn(called));
  const keys = (part: "columns" | "constraints" | "policies") =>
    tables.flatMap((table) => table[part].map(({ name }) => columnKey(table.called, name))).sort();
  return {
    tables: tables.map(({ called }) => called).sort(),
    indexes: wanted.tables.flatMap(({ indexes }) => indexes.map(({ name }) => name)).sort(),
    views: wanted.views.map(({ called }) => called).sort(),
    columns: keys("columns"),
    constraints: keys("constraints"),
    policies: keys("policies"),
    kept: [...kept].sort(),
  };
}
