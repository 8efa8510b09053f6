import { basename } from "node:path";
import type { Connection } from "./database.ts";

// A job is given the path of a database. Where that is the shadow of a database on a server, this says of what.

/** What stands behind a file that is only a local shadow of a database on a server. */
export interface Shadow {
  /** What messages call it: `hms on db.example.org`. */
  readonly name: string;
  /** What a command is given to open it again: a URL that holds no password. */
  readonly address: string;
  /** A path that other things are kept beside: people's work, backups, copies of files. Nothing is there itself. */
  readonly beside: string;
  /** Whoever else is at work on the server's database. */
  readonly holder: ShadowHolder | undefined;
  /** From now on, what this connection changes is known; all that others changed was published. */
  watch(connection: Connection): void;
  /**
   * Writes to the server what the connection has changed since the last time, within its transaction.
   *
   * @throws if the server did not commit it
   */
  publish(connection: Connection): Promise<void>;
  /**
   * Backs up all of the server's database with its own program.
   *
   * @param keep how many of the newest backups stay
   * @returns the path of the backup; undefined where none could be made, which was told
   */
  backUp(now: Date, keep: number | undefined): Promise<string | undefined>;
}

/** Who is at work on a server's database. */
export interface ShadowHolder {
  readonly pid: number;
  readonly host: string;
  /** ISO 8601, UTC. */
  readonly since: string;
  readonly command: string;
}

const shadows = new Map<string, Shadow>();

/** From now on, whoever opens the path has the shadow. @returns what ends it */
export function registerShadow(path: string, shadow: Shadow): () => void {
  shadows.set(path, shadow);
  return () => shadows.delete(path);
}

/** Undefined where the path is that of a database itself. */
export const shadowAt = (path: string): Shadow | undefined => shadows.get(path);

/** What messages call the database at a path. */
export const nameAt = (path: string): string => shadowAt(path)?.name ?? basename(path);

/** What a command is given with `--db` to open the database at a path. */
export const addressAt = (path: string): string => shadowAt(path)?.address ?? path;

/** The path that things are kept beside which go with the database at a path. */
export const besideAt = (path: string): string => shadowAt(path)?.beside ?? path;
