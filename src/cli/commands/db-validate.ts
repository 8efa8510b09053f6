import { titleOf } from "../../db/connecting/location.ts";
import type { Defect } from "../../evolve/health.ts";
import { validate } from "../../jobs/database/health.ts";
import { validateOnServer } from "../../jobs/server/schema-health.ts";
import { alignColumns } from "../../plain/columns.ts";
import { EXIT, type ExitCode } from "../../plain/errors.ts";
import type { Invocation } from "../command.ts";
import { databasePath } from "../database-path.ts";
import { wantedSchema } from "../schema.ts";
import { type OnNamedServer, wantedServerSchema } from "../server-schema.ts";

/** Looks for damage, orphaned rows and drift; exit 1 with the list if there is any. */
export async function run({ args, terminal }: Invocation): Promise<ExitCode> {
  const options = { database: databasePath(args), schema: await wantedSchema(args) };
  const defects = await validate(options, { note: terminal.narrate });
  return tell({ args, terminal }, options.database, defects);
}

/** The same of a server's database. */
export async function runOnServer({ args, terminal, server }: OnNamedServer): Promise<ExitCode> {
  const options = { ...server, command: "db:validate", schema: await wantedServerSchema(args) };
  const defects = await validateOnServer(options, { note: terminal.narrate });
  return tell({ args, terminal }, titleOf(server.location), defects);
}

function tell(
  { args, terminal }: Invocation,
  database: string,
  defects: readonly Defect[],
): ExitCode {
  const exitCode = defects.length === 0 ? EXIT.clean : EXIT.failure;
  if (args.flags.json) terminal.document(JSON.stringify({ schemaVersion: 1, exitCode, defects }));
  else if (defects.length === 0) terminal.result(`${database} is sound.`);
  else {
    const rows = defects.map(({ check, what }) => [check, what.replace(/\s+/g, " ")]);
    terminal.result(alignColumns(rows).join("\n"));
  }
  return exitCode;
}
