import { randomBytes } from "node:crypto";
import { codeOf } from "../../db/postgresql/cannot-connect.ts";
import { impliedBy } from "../../db/postgresql/create-tables.ts";
import { serverFailure } from "../../db/postgresql/server-failure.ts";
import { DecisionNeeded, UsageError } from "../../plain/errors.ts";
import type { SchemaExports } from "../compile-schema.ts";
import { type RealSchema, readServerCatalog } from "./read-catalog.ts";
import type { ServerCatalog } from "./server-catalog.ts";
import type { ServerSession } from "./server-session.ts";

/** What an empty database needs, as drizzle-kit compiles it, and the schemas that it is made in. */
export interface ServerDdl {
  readonly statements: readonly string[];
  /** Besides the one that tables are in whose declaration names none. */
  readonly schemas: readonly string[];
}

/** What drizzle-kit calls the schema of tables that name none. */
const UNNAMED = "public";

/** Compiles a Drizzle schema of pgTables. Touches no database; roles are none of a schema's business. */
export async function compileServerSchema(schema: SchemaExports): Promise<ServerDdl> {
  const { generateDrizzleJson, generateMigration } = await import("drizzle-kit/api");
  const wanted = generateDrizzleJson({ ...impliedBy(schema), ...schema });
  const tables = Object.values(wanted.tables as Readonly<Record<string, { schema: string }>>);
  const declared = Object.values(wanted.schemas as Readonly<Record<string, string>>);
  const named = [...new Set([...declared, ...tables.map(({ schema: own }) => own || UNNAMED)])];
  const statements = await generateMigration(generateDrizzleJson({}), {
    ...wanted,
    schemas: {},
    roles: {},
  });
  return { statements, schemas: named.filter((name) => name !== UNNAMED) };
}

/**
 * What the catalog of a database would say if it held the schema: it is made in schemas of its own, in a transaction
 * that is rolled back, so that the server itself writes every definition as it writes those that are there.
 *
 * @throws UsageError if the server does not take the schema
 */
export async function wantedCatalogOf(
  { client, title, defaultSchema }: ServerSession,
  ddl: ServerDdl,
): Promise<ServerCatalog> {
  const mark = `hmsync_wanted_${randomBytes(6).toString("hex")}`;
  const real = [defaultSchema, ...ddl.schemas];
  const names = new Map(
    [UNNAMED, ...ddl.schemas].map((schema, at) => [schema, `${mark}_${at}`] as const),
  );
  try {
    await client.query("begin");
    const { rows } = await client.query<RealSchema>(
      "select name, quote_ident(name) as written from unnest($1::text[]) with ordinality s(name, at) order by at",
      [real],
    );
    const standIns = new Map(rows.map((schema, at) => [`${mark}_${at}`, schema]));
    for (const schema of standIns.keys()) await client.query(`create schema ${schema}`);
    await client.query(
      `select set_config('search_path', $1 || ', ' || current_setting('search_path'), true)`,
      [`${mark}_0`],
    );
    for (const statement of ddl.statements) await client.query(inSchemas(statement, names));
    return await readServerCatalog(client, {
      schemas: [...standIns.keys()],
      defaultSchema,
      standIns,
    });
  } catch (error) {
    throw notTaken(error, title);
  } finally {
    // A connection that is gone has nothing to roll back; the error that ended it is told.
    await client.query("rollback").catch(() => undefined);
  }
}

/** Names of schemas, in quotes and before a dot; what stands in texts and comments is left alone. */
const TOKEN = /'(?:[^']|'')*'|"((?:[^"]|"")*)"(\s*\.)?/g;

function inSchemas(statement: string, names: ReadonlyMap<string, string>): string {
  return statement.replace(TOKEN, (whole: string, name?: string, dot?: string) => {
    const standIn = dot === undefined || name === undefined ? undefined : names.get(name);
    return standIn === undefined ? whole : `${standIn}.`;
  });
}

function notTaken(error: unknown, title: string): Error {
  const code = codeOf(error);
  if (code === "42501") {
    return new DecisionNeeded("The role may not create a schema in this database.", {
      cure: "Let the owner grant it:  GRANT CREATE ON DATABASE ... TO ...  The tool makes one to compare with, and takes it back.",
    });
  }
  if (code?.startsWith("42")) {
    return new UsageError(`The server does not take the schema (SQLSTATE ${code}).`, {
      cure: "A type, function, role or table that the schema names is not there: create the extension or the role, or export the table from the schema.",
    });
  }
  return serverFailure(error, title);
}
