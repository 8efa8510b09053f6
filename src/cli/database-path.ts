import { fileURLToPath } from "node:url";
import { UsageError } from "../errors.ts";
import type { Arguments } from "./parse-argv.ts";

const USUAL = "hmsync.db";

/**
 * Which database is meant: `--db`, else `DATABASE_URL` (a path or a `file:` URL), else `./hmsync.db`.
 *
 * @throws UsageError
 */
export function databasePath({ flags }: Arguments): string {
  const named = typeof flags.db === "string" ? flags.db : process.env["DATABASE_URL"] || USUAL;
  if (named.startsWith("file://")) return pathOfUrl(named);
  if (named.startsWith("file:")) return named.slice("file:".length);
  if (!/^[a-z][a-z+.-]+:\/\//i.test(named)) return named;
  throw new UsageError(
    `${named.replace(/:\/\/.*/s, "://...")} is not a database that this version can open.`,
    {
      cure: "Name an SQLite file with --db, or in DATABASE_URL.",
    },
  );
}

function pathOfUrl(url: string): string {
  try {
    return fileURLToPath(url);
  } catch (error) {
    throw new UsageError(`${url} names no file of this machine.`, {
      cure: "Write file:relative/path.db, or file:///absolute/path.db with three slashes.",
      cause: error,
    });
  }
}
