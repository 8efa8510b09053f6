import { generate } from "../../jobs/database/migrations.ts";
import { EXIT, type ExitCode, UsageError } from "../../plain/errors.ts";
import type { Invocation } from "../command.ts";
import { databasePath } from "../database-path.ts";
import { decisionsFrom } from "../decision-flags.ts";
import { migrationsFolder } from "../migrations-folder.ts";
import { wantedSchema } from "../schema.ts";

/** Writes what changed in the schema as a migration, with its way back. */
export async function run({ args, terminal }: Invocation): Promise<ExitCode> {
  const { name, db } = args.flags;
  if (name === undefined) {
    throw new UsageError("db:generate needs a name for the migration.", {
      cure: "Write --name add_department.",
    });
  }
  const options = {
    name,
    schema: await wantedSchema(args),
    migrations: migrationsFolder(args),
    // A migration is made from the files alone; a database that is named is looked at, and left as it is.
    database: db === undefined ? undefined : databasePath(args),
    decisions: decisionsFrom(args),
  };
  const files = await generate(options, { note: terminal.narrate });
  if (args.flags.json) terminal.document(JSON.stringify({ schemaVersion: 1, files }));
  else if (files.length === 0)
    terminal.result("The migrations already produce the schema; nothing was written.");
  else terminal.result(files.map((file) => `wrote ${file}`).join("\n"));
  return EXIT.clean;
}
