import type pg from "pg";
import { type Location, titleOf } from "../../db/connecting/location.ts";
import { openWithPassword, type PasswordMeans } from "../../db/connecting/password.ts";
import { connect } from "../../db/postgresql/connect.ts";
import { withLibpqSettings } from "../../db/postgresql/libpq-settings.ts";
import {
  applicationName,
  releaseServerLock,
  takeServerLock,
} from "../../db/postgresql/run-lock.ts";
import { serverFailure } from "../../db/postgresql/server-failure.ts";
import { setUpSession, usualSchema } from "../../db/postgresql/session-settings.ts";
import { HmsyncError, Interrupted, UsageError } from "../../plain/errors.ts";
import type { Cancellable } from "../cancel.ts";

/** A server's database, and who works on it. */
export interface ServerOptions extends Cancellable {
  readonly location: Location;
  readonly passwords: PasswordMeans;
  /** What others are told that is at work: `db:migrate`. */
  readonly command: string;
}

/** A session on it. */
export interface OnServer {
  readonly client: pg.Client;
  /** What messages call the database. */
  readonly title: string;
  /** Where tables are that name no schema. */
  readonly schema: string;
  /** What the session is called, for others to see. */
  readonly application: string;
  /** As the server was let in with: for programs of its own that connect once more. */
  readonly password: string | undefined;
  readonly location: Location;
  /** Another database of the same server, or this one once more. */
  connectTo(database: string): Promise<{ client: pg.Client; close(): Promise<void> }>;
}

/** Until a server answers. */
export const PATIENCE_MS = 10_000;

/**
 * Works on a server's database in a session of its own.
 *
 * @param access `write` keeps other runs out as long as it takes
 * @throws DecisionNeeded if a password is lacking, DatabaseError while another run is at work
 */
export async function onServer<Result>(
  options: ServerOptions,
  access: "look" | "write",
  work: (server: OnServer) => Promise<Result>,
): Promise<Result> {
  const { passwords, command, signal } = options;
  const location = withLibpqSettings(options.location, passwords.env);
  if (location.engine !== "postgresql") {
    throw new UsageError(`${command} knows no server but PostgreSQL.`, {
      cure: "Name a database as postgres://USER@HOST/DATABASE.",
    });
  }
  const title = titleOf(location);
  return openWithPassword(location, passwords, async (password) => {
    const connecting = { password, timeoutMs: PATIENCE_MS, signal };
    const { client, close } = await connect(location, connecting);
    const application = applicationName(command);
    try {
      await setUpSession(client, application);
      if (access === "write") await takeServerLock(client, title);
      const connectTo = (database: string) => connect({ ...location, database }, connecting);
      const schema = await usualSchema(client, title);
      const session = { client, title, schema, application, password, location, connectTo };
      const result = await work(session);
      if (access === "write") await releaseServerLock(client);
      return result;
    } catch (error) {
      if (signal?.aborted) throw interrupted(error);
      throw serverFailure(error, title);
    } finally {
      await close();
    }
  });
}

/** What was cancelled says only that it was; that a person asked for it is known here. */
const interrupted = (cause: unknown): Interrupted =>
  new Interrupted("Interrupted: what was not committed is not there.", {
    cure: "Run the command again to go on.",
    cause: cause instanceof HmsyncError ? cause : undefined,
  });
