import { codeOf } from "../../db/postgresql/cannot-connect.ts";
import { serverFailure } from "../../db/postgresql/server-failure.ts";
import { DatabaseError } from "../../plain/errors.ts";
import { readServerCatalog } from "./read-catalog.ts";
import {
  calledSo,
  type ServerCatalog,
  type ServerIndex,
  type ServerTable,
} from "./server-catalog.ts";
import type { ServerSession } from "./server-session.ts";

// Indexes that are built while the application goes on writing: outside of the push's transaction, one at a time. What a
// kill leaves is an index that is not valid, which the next push finds and makes anew.

/** An index that comes after the push. */
export interface LateIndex {
  readonly table: string;
  readonly index: ServerIndex;
  readonly sql: string;
}

/** What is wanted within the transaction, and what comes after it. */
export interface Parted {
  readonly wanted: ServerCatalog;
  readonly late: readonly LateIndex[];
}

/** Takes the indexes that tables with rows lack out of what is wanted; parts of a table cannot get theirs so. */
export async function partLateIndexes(
  { client, defaultSchema }: ServerSession,
  wanted: ServerCatalog,
): Promise<Parted> {
  const current = await readServerCatalog(client, { schemas: wanted.schemas, defaultSchema });
  const late: LateIndex[] = [];
  const tables = wanted.tables.map((table): ServerTable => {
    const present = calledSo(current.tables, table.called);
    if (present === undefined || present.kind !== "r") return table;
    const missing = table.indexes.filter(({ name }) => !isThere(present, name));
    late.push(...missing.map((index) => lateIndex(table.called, index)));
    return { ...table, indexes: table.indexes.filter((index) => !missing.includes(index)) };
  });
  return { wanted: { ...wanted, tables }, late };
}

const isThere = ({ indexes }: ServerTable, name: string): boolean =>
  indexes.some((index) => index.name === name && index.valid);

const lateIndex = (table: string, index: ServerIndex): LateIndex => {
  const sql = index.definition.replace(/^CREATE (UNIQUE )?INDEX /, "CREATE $1INDEX CONCURRENTLY ");
  return { table, index, sql };
};

/**
 * Builds indexes, outside of any transaction.
 *
 * @throws DatabaseError if rows are against a unique one: what was built before it stays
 */
export async function buildLateIndexes(
  session: ServerSession,
  late: readonly LateIndex[],
): Promise<void> {
  const { client, title } = session;
  for (const { table, index, sql } of late) {
    try {
      await client.query(`drop index concurrently if exists ${index.called}`);
      await client.query(sql);
    } catch (error) {
      if (codeOf(error) !== "23505") throw serverFailure(error, title);
      await client.query(`drop index concurrently if exists ${index.called}`);
      throw notUnique(table, index);
    }
  }
}

const notUnique = (table: string, { name, keys }: ServerIndex): DatabaseError =>
  new DatabaseError(
    `${table}: (${keys.join(", ")}) is not unique, so the index ${name} was not made.`,
    {
      cure: "Everything else was pushed. Correct these rows, and push again.",
    },
  );
