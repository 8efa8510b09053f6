import { homedir } from "node:os";
import { parseLocation, withoutPassword } from "../db/connecting/location.ts";
import { withLibpqSettings } from "../db/postgresql/libpq-settings.ts";
import { askInSecret, canAsk } from "./ask.ts";
import type { Invocation, NamedServer } from "./command.ts";
import { databaseNamed, namesServer } from "./database-path.ts";

/**
 * The server that `--db`, DATABASE_URL or the configuration names; undefined where that is a file.
 *
 * @throws UsageError if the URL is not well written
 */
export function namedServer({ args, terminal }: Invocation): NamedServer | undefined {
  const found = namesServer(args) ? parseLocation(databaseNamed(args), process.env) : undefined;
  if (found === undefined) return undefined;
  const { password, ...bare } = withLibpqSettings(found, process.env);
  const location = { ...bare, password: undefined };
  // What stands in a variable or a file is not on the command line, and needs no warning of that.
  const aside = password === undefined ? {} : { PGPASSWORD: password };
  const { databasePassword } = args;
  const passwords = {
    env: { ...process.env, ...aside },
    home: homedir(),
    ...(databasePassword !== undefined && { ofUrl: databasePassword }),
    ...(canAsk(terminal) && { ask: askInSecret }),
    warn: terminal.narrate,
  };
  return { location, url: withoutPassword(found), passwords };
}
