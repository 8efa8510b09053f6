import { UsageError } from "../plain/errors.ts";
import type { Arguments } from "./arguments.ts";

/** Where the migrations are: `--migrations`, else `migrations`, as drizzle.config.ts says. */
export const migrationsFolder = ({ flags }: Pick<Arguments, "flags">): string =>
  flags.migrations ?? "migrations";

/** Where the numbered SQL files of a server's database are. */
export const numberedFolder = ({ flags }: Pick<Arguments, "flags">): string =>
  flags.folder ?? flags.migrations ?? "migrations";

/**
 * What means something on a server alone is not passed over in silence.
 *
 * @throws UsageError
 */
export function refuseServerFlags(
  { flags }: Pick<Arguments, "flags">,
  drops: "by flags" | "by the file",
): void {
  if (flags.folder !== undefined) {
    throw new UsageError("--folder names numbered SQL files, which are for PostgreSQL.", {
      cure: "Name the database as --db postgres://USER@HOST/DATABASE, or the folder with --migrations.",
    });
  }
  const [drop] = (["allow-drop", "allow-drop-table"] as const).filter(
    (flag) => flags[flag] !== undefined,
  );
  if (drops === "by flags" || drop === undefined) return;
  throw new UsageError(
    `What a migration of SQLite may lose stands in its first line, not in --${drop}.`,
    {
      cure: "Write it there before the file is applied anywhere.",
    },
  );
}
