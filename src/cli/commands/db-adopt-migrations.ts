import { adoptNumbered } from "../../jobs/server/numbered-migrations.ts";
import { EXIT, type ExitCode, UsageError } from "../../plain/errors.ts";
import type { OnServer } from "../command.ts";
import { numberedFolder } from "../migrations-folder.ts";

/** A file has nothing that this is for: a push or the first migration takes over what it holds. */
export async function run(): Promise<ExitCode> {
  throw new UsageError("db:adopt-migrations takes over numbered SQL files on PostgreSQL.", {
    cure: "Name the database as --db postgres://USER@HOST/DATABASE; an SQLite database is taken over by  hmsync db:migrate --adopt",
  });
}

/** Marks files as applied that were applied by hand, if what they make is there. */
export async function runOnServer({ args, terminal, server }: OnServer): Promise<ExitCode> {
  const { location, passwords } = server;
  const folder = numberedFolder(args);
  const done = await adoptNumbered(
    { location, passwords, folder, command: "db:adopt-migrations" },
    args.operand,
    { note: terminal.narrate },
  );
  const { adopted, pending, shownBy } = done;
  if (args.flags.json) {
    terminal.document(JSON.stringify({ schemaVersion: 1, exitCode: 0, ...done }));
    return EXIT.clean;
  }
  const how =
    shownBy === "replay"
      ? "made again in an empty database, and compared"
      : "run again and rolled back, which changed nothing";
  terminal.result(
    [
      ...adopted.map((name) => `${name}: taken over`),
      `All that they make is there (${how}).`,
      ...(pending.length === 0 ? [] : [`Pending: ${pending.join(", ")}`]),
    ].join("\n"),
  );
  return EXIT.clean;
}
