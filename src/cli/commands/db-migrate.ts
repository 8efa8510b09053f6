import { existsSync } from "node:fs";
import { preferWal } from "../../db/journal-mode.ts";
import { refuseWhileLocked } from "../../db/run-lock.ts";
import { openSqlite } from "../../db/sqlite.ts";
import { type MigrateResult, migrate } from "../../evolve/migrations/migrate.ts";
import { grouped } from "../../plain/columns.ts";
import { EXIT, type ExitCode, UsageError } from "../../plain/errors.ts";
import type { Invocation } from "../command.ts";
import { copyWhole } from "../copy-whole.ts";
import { databasePath } from "../database-path.ts";
import { permissionsFrom } from "../decision-flags.ts";
import { migrationsFolder } from "../migrations-folder.ts";
import { isMissingOrEmpty } from "../open-target.ts";
import { driftTeller } from "../say-drift.ts";
import { tellMode } from "../tell-mode.ts";

/** Applies pending migrations. */
export async function run({ args, terminal }: Invocation): Promise<ExitCode> {
  const path = databasePath(args);
  refuseWhileLocked(path);
  const folder = migrationsFolder(args);
  if (!existsSync(folder)) {
    throw new UsageError(`${folder} holds no migrations.`, {
      cure: "Name the right folder with --migrations, or write the first migration with  hmsync db:generate",
    });
  }
  const tellDrift = await driftTeller({ args, terminal });
  terminal.narrate(`Database ${path}, migrations ${folder}`);
  const isNew = args.flags.init === true && isMissingOrEmpty(path);
  const db = openSqlite(path, { ifMissing: args.flags.init ? "create" : "refuse" });
  try {
    const result = await migrate(db, {
      folder,
      now: new Date(),
      adopt: args.flags.adopt === true,
      allowConvert: permissionsFrom(args).allowConvert,
      copyTable: copyWhole,
    });
    if (isNew) tellMode(preferWal(db), terminal);
    if (args.flags.json)
      terminal.document(JSON.stringify({ schemaVersion: 1, exitCode: 0, ...result }));
    else terminal.result(describe(result));
    for (const { warnings } of result.applied)
      for (const warning of warnings) terminal.narrate(warning);
    tellDrift(db);
    return EXIT.clean;
  } finally {
    db.close();
  }
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
