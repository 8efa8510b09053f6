import { everyColumn } from "../../evolve/decisions-file.ts";
import type { MigrateResult } from "../../evolve/migrations/migrate.ts";
import type { AppliedFile } from "../../evolve/postgresql/migrations/migrate-folder.ts";
import { migrate } from "../../jobs/database/migrations.ts";
import { migrateNumbered } from "../../jobs/server/numbered-migrations.ts";
import { grouped } from "../../plain/columns.ts";
import { EXIT, type ExitCode } from "../../plain/errors.ts";
import type { Invocation, OnServer } from "../command.ts";
import { databasePath } from "../database-path.ts";
import { permissionsFrom } from "../decision-flags.ts";
import { failpoint } from "../failpoints.ts";
import { interruptSignal } from "../interrupt.ts";
import { migrationsFolder, numberedFolder, refuseServerFlags } from "../migrations-folder.ts";
import { sayDrift } from "../say-drift.ts";
import { namedSchema } from "../schema.ts";
import { copiesOf } from "../wiring.ts";

/** Applies pending migrations. */
export async function run({ args, terminal }: Invocation): Promise<ExitCode> {
  refuseServerFlags(args, "by the file");
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

/** Applies pending files of a numbered folder to a database on a server. */
export async function runOnServer({ args, terminal, server }: OnServer): Promise<ExitCode> {
  const interrupt = interruptSignal(terminal);
  try {
    const applied = await migrateNumbered(
      {
        location: server.location,
        passwords: server.passwords,
        command: "db:migrate",
        folder: numberedFolder(args),
        liftForceRls: args.flags["lift-force-rls"] === true,
        permissions: permissionsFrom(args),
        signal: interrupt.signal,
        failAt: failpoint(),
      },
      { note: terminal.narrate },
    );
    if (args.flags.json)
      terminal.document(JSON.stringify({ schemaVersion: 1, exitCode: 0, applied }));
    else terminal.result(applied.length === 0 ? "Nothing is pending." : numberedText(applied));
    return EXIT.clean;
  } finally {
    interrupt.release();
  }
}

const counted = (count: number, one: string): string =>
  `${grouped(count)} ${count === 1 ? one : `${one}s`}`;

/** What was applied, and what was compared. */
function numberedText(applied: readonly AppliedFile[]): string {
  return applied
    .map(({ name, tables, rows, losses }) => {
      const lost =
        losses.length === 0 ? "" : `; allowed: ${losses.map(({ target }) => target).join(", ")}`;
      return `${name}: applied (${counted(rows, "row")} in ${counted(tables, "table")} compared${lost})`;
    })
    .join("\n");
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
