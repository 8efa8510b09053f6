import { existsSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { openSqlite } from "../../src/db/sqlite/open.ts";
import { type Finished, hmsync } from "./cli.ts";
import { pushed } from "./evolve.ts";
import { workspace, writeFiles } from "./workspace.ts";

/** A folder with a schema module and, once pushed, a database: a project of somebody else's. */
export interface Project {
  readonly cwd: string;
  readonly path: string;
  /** Writes the schema anew: one table of these columns, and what stands behind it. */
  schema(columns: string, options?: SchemaOptions): void;
  /** Writes a file, or removes it. */
  write(name: string, content: string | undefined): void;
  /** Runs a db: command on it. */
  run(command: string, ...flags: string[]): Promise<Finished>;
  /** Names of the backups. */
  backups(): string[];
}

interface SchemaOptions {
  /** `patients` unless said. */
  readonly table?: string;
  /** Indexes, CHECKs: a list over `table`. */
  readonly extra?: string;
  /** More exports. */
  readonly rest?: string;
}

export const PATIENT = "id: integer().primaryKey(), phone: text()";

/** A project whose `patients` holds three rows: phones 007, 0042 and none. */
export async function project(): Promise<Project> {
  const own = emptyProject();
  own.schema(PATIENT);
  const db = openSqlite(own.path, { ifMissing: "create" });
  try {
    const patients = sqliteTable("patients", { id: integer().primaryKey(), phone: text() });
    await pushed(db, { patients });
    db.exec("INSERT INTO patients (id, phone) VALUES (1, '007'), (2, '0042'), (3, NULL)");
  } finally {
    db.close();
  }
  return own;
}

/** A project without a database. */
export function emptyProject(env: Readonly<Record<string, string>> = {}): Project {
  const cwd = workspace();
  symlinkSync(resolve("node_modules"), join(cwd, "node_modules"), "dir");
  const write = (name: string, content: string | undefined) => {
    if (content === undefined) rmSync(join(cwd, name));
    else writeFiles(cwd, { [name]: content });
  };
  return {
    cwd,
    path: join(cwd, "hmsync.db"),
    write,
    schema: (columns, options = {}) => write("schema.ts", schemaText(columns, options)),
    run: (command, ...flags) => {
      const schema = TAKES_NO_SCHEMA.has(command) ? [] : ["--schema", "schema.ts"];
      return hmsync([command, ...schema, ...flags], { cwd, env });
    },
    backups: () =>
      existsSync(join(cwd, "backups")) ? readdirSync(join(cwd, "backups")).sort() : [],
  };
}

const TAKES_NO_SCHEMA = new Set(["db:backup", "db:restore", "db:migrate", "db:rollback"]);

const schemaText = (
  columns: string,
  { table = "patients", extra = "[]", rest = "" }: SchemaOptions,
): string => `
import { sql } from "drizzle-orm";
import { check, index, integer, real, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
export const ${table} = sqliteTable("${table}", { ${columns} }, (table) => ${extra});
${rest}
`;
