import { readdirSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Finished, hmsync } from "./cli.ts";
import { change } from "./sql.ts";
import { workspace, writeFiles } from "./workspace.ts";

/** A folder with a schema module and, once pushed, a database: a project of somebody else's. */
export interface Project {
  readonly cwd: string;
  readonly path: string;
  /** Writes the schema anew: the columns of `patients`, and what stands behind the table. */
  schema(columns: string, rest?: string): void;
  /** Runs a db: command on it. */
  run(command: string, ...flags: string[]): Promise<Finished>;
  /** Names of the backups. */
  backups(): string[];
}

export const PATIENT = "id: integer().primaryKey(), phone: text()";

/** A project whose `patients` holds three rows: phones 007, 0042 and none. */
export async function project(columns = PATIENT): Promise<Project> {
  const own = emptyProject();
  own.schema(columns);
  const made = await own.run("db:push", "--init");
  if (made.exitCode !== 0) throw new TypeError(made.stderr);
  change(own.path, "INSERT INTO patients (id, phone) VALUES (1, '007'), (2, '0042'), (3, NULL)");
  return own;
}

/** A project without a database. */
export function emptyProject(env: Readonly<Record<string, string>> = {}): Project {
  const cwd = workspace();
  symlinkSync(resolve("node_modules"), join(cwd, "node_modules"), "dir");
  return {
    cwd,
    path: join(cwd, "hmsync.db"),
    schema: (columns, rest = "") => {
      writeFiles(cwd, { "schema.ts": schemaText(columns, rest) });
    },
    run: (command, ...flags) =>
      hmsync(
        [command, ...(TAKES_NO_SCHEMA.has(command) ? [] : ["--schema", "schema.ts"]), ...flags],
        {
          cwd,
          env,
        },
      ),
    backups: () => (readdirSync(cwd).includes("backups") ? readdirSync(join(cwd, "backups")) : []),
  };
}

const TAKES_NO_SCHEMA = new Set(["db:backup", "db:restore", "db:migrate", "db:rollback"]);

const schemaText = (columns: string, rest: string): string => `
import { sql } from "drizzle-orm";
import { check, index, integer, real, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
export const patients = sqliteTable("patients", { ${columns} });
${rest}
export const imported = [sql, check, index, integer, real, text, uniqueIndex];
`;
