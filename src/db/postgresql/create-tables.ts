import { is } from "drizzle-orm";
import {
  getTableConfig,
  PgArray,
  type PgColumn,
  PgEnumColumn,
  PgTable,
  pgSchema,
} from "drizzle-orm/pg-core";
import type pg from "pg";
import { DatabaseError } from "../../plain/errors.ts";
import { codeOf } from "./cannot-connect.ts";

/** What modules with tables of PostgreSQL export: Drizzle tables, and whatever else. */
export type ServerExports = Readonly<Record<string, unknown>>;

/** The tables among what modules export. */
export const serverTables = (exported: ServerExports): PgTable[] =>
  Object.values(exported).filter((value): value is PgTable => is(value, PgTable));

/**
 * Makes tables that are not there yet, with all that they need: schemas, enums, sequences, keys, CHECKs, indexes,
 * policies. All of it in one transaction, or nothing.
 *
 * @param exported Drizzle tables by any name; enums and schemas that they use need not be among them
 * @throws DatabaseError if the server refuses a statement, a table being there already among the reasons
 */
export async function createTables(client: pg.ClientBase, exported: ServerExports): Promise<void> {
  const statements = await compileTables(exported, await schemasOf(client));
  await client.query("begin");
  try {
    for (const statement of statements) await carryOut(client, statement);
    await client.query("commit");
  } catch (error) {
    // A connection that is gone has rolled back by itself, and the first error is the one to tell.
    await client.query("rollback").catch(() => undefined);
    throw error;
  }
}

/**
 * The statements that make tables, as drizzle-kit compiles them; nothing is asked and nothing touched.
 *
 * @param schemas that are there already
 */
export async function compileTables(
  exported: ServerExports,
  schemas: readonly string[] = [],
): Promise<string[]> {
  // 3 MB of code, of no use to any command but those that make or change tables.
  const { generateDrizzleJson, generateMigration } = await import("drizzle-kit/api");
  const nothing = generateDrizzleJson({});
  const wanted = generateDrizzleJson({ ...impliedBy(exported), ...exported });
  const there = schemas.filter((name) => Object.hasOwn(wanted.schemas, name));
  return generateMigration(
    { ...nothing, schemas: Object.fromEntries(there.map((name) => [name, name])) },
    wanted,
  );
}

/** Enums and schemas that tables use: drizzle-kit makes only what it is handed. */
export function impliedBy(exported: ServerExports): ServerExports {
  const implied: [string, unknown][] = [];
  for (const table of serverTables(exported)) {
    const { columns, schema } = getTableConfig(table);
    if (schema !== undefined) implied.push([`schema ${schema}`, pgSchema(schema)]);
    for (const column of columns.map(elementOf)) {
      if (!is(column, PgEnumColumn)) continue;
      const { enum: known } = column;
      implied.push([`enum ${known.schema ?? ""}.${known.enumName}`, known]);
      if (known.schema !== undefined)
        implied.push([`schema ${known.schema}`, pgSchema(known.schema)]);
    }
  }
  return Object.fromEntries(implied);
}

const elementOf = (column: PgColumn): PgColumn =>
  is(column, PgArray) ? (column.baseColumn as PgColumn) : column;

async function schemasOf(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ nspname: string }>("select nspname from pg_namespace");
  return rows.map(({ nspname }) => nspname);
}

async function carryOut(client: pg.ClientBase, statement: string): Promise<void> {
  try {
    await client.query(statement);
  } catch (error) {
    const [first = ""] = statement.split("\n");
    throw new DatabaseError(
      `PostgreSQL refuses to create what the schema declares (${codeOf(error)}): ${first}`,
      {
        cure: "See that the database is empty, that its user may create tables, and that types of extensions are there. Nothing was changed.",
        cause: error,
      },
    );
  }
}
