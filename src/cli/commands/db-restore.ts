import { type RestoreOptions, restore } from "../../jobs/database/backup.ts";
import { EXIT, type ExitCode, UsageError } from "../../plain/errors.ts";
import { confirmIn } from "../ask.ts";
import type { Invocation } from "../command.ts";
import { databasePath } from "../database-path.ts";
import { asTyped } from "../invocation-hint.ts";
import { sayDrift } from "../say-drift.ts";
import { namedSchema } from "../schema.ts";

/** Makes the database what a backup holds; the present state is put aside first. */
export async function run(invocation: Invocation): Promise<ExitCode> {
  const { args, terminal } = invocation;
  const database = databasePath(args);
  const backup = args.operand;
  if (backup === undefined) {
    throw new UsageError("db:restore needs the file of a backup.", {
      cure: `List the backups with  ${asTyped("db:status")}`,
    });
  }
  const options = { database, backup, schema: await namedSchema(args) };
  const question = (asked: RestoreOptions) => `Restore ${asked.database} from ${asked.backup}?`;
  const { aside, drift } = await restore(options, { confirm: confirmIn(invocation, question) });
  if (args.flags.json) {
    terminal.document(
      JSON.stringify({ schemaVersion: 1, database, restored: backup, aside: aside ?? null }),
    );
  } else {
    const kept = aside ? `\nThe previous database was set aside as ${aside}.` : "";
    terminal.result(`${database} was restored from ${backup}.${kept}`);
  }
  sayDrift(drift, terminal);
  return EXIT.clean;
}
