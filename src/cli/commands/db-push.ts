import { openSqlite } from "../../db/sqlite.ts";
import { EXIT, type ExitCode } from "../../errors.ts";
import { compileSchema } from "../../evolve/compile-schema.ts";
import { type PushResult, pushSchema } from "../../evolve/push.ts";
import type { Invocation } from "../commands.ts";
import { databasePath } from "../database-path.ts";
import { SCHEMA } from "../schema.ts";

/** Brings a database to the schema by adding what it lacks. */
export async function run({ args, terminal }: Invocation): Promise<ExitCode> {
  const path = databasePath(args);
  const db = openSqlite(path, { ifMissing: args.flags.init ? "create" : "refuse" });
  try {
    const result = await pushSchema(db, {
      ddl: await compileSchema(SCHEMA),
      now: new Date(),
      command: "db:push",
    });
    if (args.flags.json) {
      terminal.result(JSON.stringify({ schemaVersion: 1, database: path, ...result }));
    } else terminal.result(describe(path, result));
    return EXIT.clean;
  } finally {
    db.close();
  }
}

function describe(path: string, { report, backup }: PushResult): string {
  return JSON.stringify({ path, report, backup }, null, 1);
}
