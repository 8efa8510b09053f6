import type { Arguments } from "./arguments.ts";

/** Where the migrations are: `--migrations`, else `migrations`, as drizzle.config.ts says. */
export const migrationsFolder = ({ flags }: Pick<Arguments, "flags">): string =>
  flags.migrations ?? "migrations";
