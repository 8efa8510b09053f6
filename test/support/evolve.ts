import { join } from "node:path";
import { onTestFinished } from "vitest";
import { schemaChanges } from "../../shared/ledger.ts";
import type { Database } from "../../src/db/database.ts";
import { type DriverDatabase, SqliteDriver } from "../../src/db/sqlite/driver.ts";
import { openSqlite } from "../../src/db/sqlite/open.ts";
import { compileSchema, type SchemaExports } from "../../src/evolve/compile-schema.ts";
import { type Decisions, NO_DECISIONS } from "../../src/evolve/decisions.ts";
import { type PushPlan, planPush } from "../../src/evolve/plan.ts";
import { type PushRequest, type PushResult, pushSchema } from "../../src/evolve/push.ts";
import { PushRefused } from "../../src/evolve/push-refused.ts";
import type { HmsyncError } from "../../src/plain/errors.ts";
import { workspace } from "./workspace.ts";

export const NOW = new Date("2026-01-14T02:03:11Z");

/** What a push to a schema is asked for with. */
export async function requestFor(
  schema: SchemaExports,
  decisions: Partial<Decisions> = {},
): Promise<PushRequest> {
  const ddl = await compileSchema({ schemaChanges, ...schema });
  return { ddl, now: NOW, command: "test", decisions: { ...NO_DECISIONS, ...decisions } };
}

/** Pushes a schema. */
export async function pushed(
  db: Database,
  schema: SchemaExports,
  decisions?: Partial<Decisions>,
): Promise<PushResult> {
  return pushSchema(db, await requestFor(schema, decisions));
}

/** Plans a push. */
export async function planned(
  db: Database,
  schema: SchemaExports,
  decisions?: Partial<Decisions>,
): Promise<PushPlan> {
  return planPush(db, await requestFor(schema, decisions));
}

/** What a refused push says: the exit code, the flags that would permit it, what stands in its way. */
export interface Refusal {
  readonly exitCode: number;
  readonly flags: readonly string[];
  readonly obstacles: readonly {
    readonly table: string;
    readonly count: number;
    readonly rows: readonly number[];
  }[];
  readonly message: string;
}

/** Pushes a schema that must be refused, and sees that nothing of the database changed. */
export async function refused(
  db: Database,
  schema: SchemaExports,
  decisions?: Partial<Decisions>,
): Promise<Refusal> {
  const before = dump(db.path);
  const error = await pushed(db, schema, decisions).then(
    () => undefined,
    (failure: HmsyncError) => failure,
  );
  if (error === undefined) throw new TypeError("The push was not refused.");
  const after = dump(db.path);
  if (JSON.stringify(after) !== JSON.stringify(before)) {
    throw new TypeError("The push was refused and the database is not what it was.");
  }
  const report = error instanceof PushRefused ? error.report : undefined;
  return {
    exitCode: error.exitCode,
    flags: report?.needs.map(({ flag }) => flag) ?? [],
    obstacles: report?.obstacles.map(({ table, count, rows }) => ({ table, count, rows })) ?? [],
    message: `${error.message}\n${error.cure}`,
  };
}

/** A database that other programs made by SQL, closed when the test is over. */
export function databaseOf(sql: string): Database {
  const db = openSqlite(join(workspace(), "hmsync.db"), { ifMissing: "create" });
  onTestFinished(() => db.close());
  db.exec("PRAGMA foreign_keys = OFF");
  db.exec(sql);
  db.exec("PRAGMA foreign_keys = ON");
  return db;
}

/** Rows that a query finds, each a list. */
export const rows = (db: Database, sql: string) => db.prepare(sql).all([]);

/** The one value that a query finds. */
export const value = (db: Database, sql: string) => db.prepare(sql).get([])?.[0];

/** Everything that a database holds, as text: statements, rows with their numbers, types of cells. */
export function dump(path: string): string[] {
  const db = new SqliteDriver(path, { readonly: true });
  try {
    const statements = db
      .prepare("SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema")
      .pluck()
      .all() as string[];
    const tables = db
      .prepare("SELECT name, wr FROM pragma_table_list WHERE schema = 'main' AND type <> 'view'")
      .raw()
      .all() as [string, number][];
    return [
      ...statements,
      ...tables.flatMap(([name, withoutRowid]) => {
        const number = withoutRowid === 1 || hasColumn(db, name) ? "" : "rowid, ";
        const quoted = `"${name.replaceAll('"', '""')}"`;
        const found = db.prepare(`SELECT ${number}* FROM ${quoted}`).raw().safeIntegers();
        return [name, ...found.all().map(lineOf)];
      }),
    ];
  } finally {
    db.close();
  }
}

/** Whether a column has taken the row number's name. */
function hasColumn(db: DriverDatabase, table: string): boolean {
  const asked = "SELECT 1 FROM pragma_table_info(?) WHERE lower(name) = 'rowid'";
  return db.prepare(asked).get(table) !== undefined;
}

function lineOf(row: unknown): string {
  return JSON.stringify(row, (_, cell: unknown) => {
    if (typeof cell === "bigint") return `integer ${cell}`;
    return typeof cell === "number" ? `real ${cell}` : cell;
  });
}

/** A database whose tables this tool made, as far as it knows. */
export async function managedDatabase(sql: string): Promise<Database> {
  const db = databaseOf("");
  await pushed(db, {});
  db.exec("PRAGMA foreign_keys = OFF");
  db.exec(sql);
  db.exec("PRAGMA foreign_keys = ON");
  return db;
}
