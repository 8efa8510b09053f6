import { homedir } from "node:os";
import type { PasswordMeans } from "../db/connecting/password.ts";
import { askInSecret, canAsk } from "./ask.ts";
import type { Invocation } from "./command.ts";

/** Where this command line finds the password for a database. */
export const passwordMeans = ({ args, terminal }: Invocation): PasswordMeans => ({
  env: process.env,
  home: homedir(),
  ...(args.password !== undefined && { ofUrl: args.password }),
  ...(canAsk(terminal) && { ask: askInSecret }),
  warn: terminal.narrate,
});
