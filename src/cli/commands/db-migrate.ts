import { everyColumn } from "../../evolve/decisions-file.ts";
import type { MigrateResult } from "../../evolve/migrations/migrate.ts";
import { migrate } from "../../jobs/database/migrations.ts";
import { grouped } from "../../plain/columns.ts";
import { EXIT, type ExitCode } from "../../plain/errors.ts";
import type { Invocation } from "../command.ts";
import { databasePath } from "../database-path.ts";
import { permissionsFrom } from "../decision-flags.ts";
import { migrationsFolder } from "../migrations-folder.ts";
import { sayDrift } from "../say-drift.ts";
import { namedSchema } from "../schema.ts";
import { copiesOf } from "../wiring.ts";

/** Applies pending migrations. */
export async function run({ args, terminal }: Invocation): Promise<ExitCode> {
  const { init, adopt, json } = args.flags;
  const options = {
    init,
    database: databasePath(args),
    migrations: migrationsFolder(args),
    decisions: {
      ...permissionsFrom(args),
      keepUnmanaged: everyColumn(args.flags["keep-unmanaged"] === true),
      adopt: adopt === true,
    },
    schema: await namedSchema(args),
    copies: copiesOf(args),
  };
  const { drift, ...result } = await migrate(options, { note: terminal.narrate });
  if (json) terminal.document(JSON.stringify({ schemaVersion: 1, exitCode: 0, ...result }));
  else terminal.result(describe(result));
  for (const { warnings } of result.applied)
    for (const warning of warnings) terminal.narrate(warning);
  sayDrift(drift, terminal);
  return EXIT.clean;
}

function describe({ baselined, applied }: MigrateResult): string {
  const lines = [
    ...baselined.map((tag) => `${tag}: already in the database (marked as applied)`),
    ...applied.map(({ tag, backup, survival }) => {
      const compared = survival ? `; ${grouped(survival.rows)} rows compared` : "";
      return `${tag}: applied${backup ? ` (backup ${backup}, checked${compared})` : ""}`;
    }),
  ];
  return lines.length === 0 ? "Nothing is pending." : lines.join("\n");
}
