import { existsSync } from "node:fs";
import { openForReading } from "../../db/sqlite.ts";
import { generateMigration } from "../../evolve/migrations/generate.ts";
import { migrationStatus } from "../../evolve/migrations/migration-status.ts";
import { EXIT, type ExitCode, UsageError } from "../../plain/errors.ts";
import type { Invocation } from "../command.ts";
import { databasePath } from "../database-path.ts";
import { decisionsFrom } from "../decision-flags.ts";
import { migrationsFolder } from "../migrations-folder.ts";
import { wantedSchema } from "../schema.ts";
import type { Terminal } from "../terminal.ts";

/** Writes what changed in the schema as a migration, with its way back. */
export async function run({ args, terminal }: Invocation): Promise<ExitCode> {
  const { name } = args.flags;
  if (name === undefined) {
    throw new UsageError("db:generate needs a name for the migration.", {
      cure: "Write --name add_department.",
    });
  }
  const { path, ddl, schema } = await wantedSchema(args);
  terminal.narrate(`Schema ${path}`);
  const migrations = migrationsFolder(args);
  if (args.flags.db !== undefined) tellApplied(databasePath(args), migrations, terminal);
  const files = await generateMigration({
    name,
    ddl,
    schema,
    folder: migrations,
    now: new Date(),
    decisions: decisionsFrom(args, path),
  });
  if (args.flags.json) terminal.document(JSON.stringify({ schemaVersion: 1, files }));
  else if (files.length === 0)
    terminal.result("The migrations already produce the schema; nothing was written.");
  else terminal.result(files.map((file) => `wrote ${file}`).join("\n"));
  return EXIT.clean;
}

/** A migration is made from the files alone; a database that is named is looked at, and left as it is. */
function tellApplied(path: string, folder: string, terminal: Terminal): void {
  if (!existsSync(path)) {
    terminal.narrate(`Database ${path}: does not exist yet`);
    return;
  }
  const db = openForReading(path);
  try {
    const { applied, pending } = migrationStatus(db, folder);
    terminal.narrate(`Database ${path}: ${applied.length} applied, ${pending.length} pending`);
  } finally {
    db.close();
  }
}
