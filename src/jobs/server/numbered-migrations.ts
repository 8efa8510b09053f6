import { NUMBERED_JOURNAL } from "../../evolve/managed.ts";
import { type Adopted, adoptFolder } from "../../evolve/postgresql/migrations/adopt-folder.ts";
import { readJournal, standingOf } from "../../evolve/postgresql/migrations/journal.ts";
import {
  type AppliedFile,
  migrateFolder,
  rollBackFolder,
} from "../../evolve/postgresql/migrations/migrate-folder.ts";
import type { Permissions } from "../../evolve/postgresql/migrations/numbered-file.ts";
import {
  type NumberedFolder,
  readNumberedFolder,
} from "../../evolve/postgresql/migrations/numbered-folder.ts";
import type { Lifting } from "../../evolve/postgresql/migrations/past-policies.ts";
import { unreadTables } from "../../evolve/postgresql/migrations/watched-tables.ts";
import type { Fail } from "../../plain/failpoint.ts";
import { checkGoing, declined } from "../cancel.ts";
import type { Deciding, Listener } from "../listener.ts";
import { onServer, type ServerOptions } from "./on-server.ts";

/** A folder of numbered SQL files, and a server's database. */
export interface NumberedOptions extends ServerOptions {
  readonly folder: string;
  /** What may be lost, besides what the files name. */
  readonly permissions?: Partial<Permissions> | undefined;
  /** Whether FORCE ROW LEVEL SECURITY is lifted while tables are read. */
  readonly liftForceRls?: boolean | undefined;
  readonly failAt?: Fail | undefined;
}

const permissionsOf = ({ permissions }: NumberedOptions): Permissions => ({
  allowDrop: [],
  allowDropTable: [],
  allowConvert: [],
  allowDropObject: [],
  ...permissions,
});

const liftingOf = ({ liftForceRls }: NumberedOptions): Lifting =>
  liftForceRls === true ? "lift" : "refuse";

/** All of the folder is read and checked before anybody connects. */
function folderOf({ folder }: NumberedOptions, { note }: Listener): NumberedFolder {
  const read = readNumberedFolder(folder);
  for (const line of read.notes) note?.(line);
  return read;
}

/**
 * Applies the files of a folder that the database does not have.
 *
 * @throws UsageError, DecisionNeeded, DatabaseError; files before the one that fails stay applied, and were told
 */
export async function migrateNumbered(
  options: NumberedOptions,
  listener: Listener = {},
): Promise<readonly AppliedFile[]> {
  const folder = folderOf(options, listener);
  return onServer(options, "write", async (server) => {
    checkGoing(options);
    listener.note?.(`Database ${server.title}, migrations ${folder.folder}`);
    const unread = await unreadTables(server.client, { ...server, journal: NUMBERED_JOURNAL });
    if (unread.length > 0)
      listener.note?.(`Not compared, as the role may not read them: ${unread.join(", ")}`);
    return migrateFolder(server, {
      folder,
      permissions: permissionsOf(options),
      lifting: liftingOf(options),
      application: server.application,
      onApplied({ name }) {
        listener.note?.(`${name}: applied`);
        checkGoing(options);
      },
      fail: options.failAt,
    });
  });
}

/**
 * Takes back the last file that was applied.
 *
 * @throws DecisionNeeded if values would be lost that no permission names, or the person who was asked said no
 */
export async function rollBackNumbered(
  options: NumberedOptions,
  listener: Listener & Deciding<NumberedOptions> = {},
): Promise<AppliedFile> {
  const folder = folderOf(options, {});
  if (!((await listener.confirm?.(options)) ?? true)) throw declined();
  return onServer(options, "write", (server) => {
    checkGoing(options);
    listener.note?.(`Database ${server.title}, migrations ${folder.folder}`);
    const { application } = server;
    const [permissions, lifting] = [permissionsOf(options), liftingOf(options)];
    return rollBackFolder(server, { folder, application, permissions, lifting });
  });
}

/**
 * Takes over a folder whose files were applied by hand, if what they make is there.
 *
 * @param upTo the number or name of the last of them; all unless said
 */
export async function adoptNumbered(
  options: NumberedOptions,
  upTo: string | undefined,
  listener: Listener = {},
): Promise<Adopted> {
  const folder = folderOf(options, listener);
  return onServer(options, "write", (server) => {
    checkGoing(options);
    listener.note?.(`Database ${server.title}, migrations ${folder.folder}`);
    return adoptFolder(server, { folder, upTo, connectTo: server.connectTo });
  });
}

/** Which files a database has. */
export interface NumberedStatus {
  readonly applied: readonly string[];
  readonly pending: readonly string[];
  /** The file that was stopped between two of its steps. */
  readonly begun: string | undefined;
}

/** @throws UsageError if folder and database do not fit */
export async function numberedStatus(options: NumberedOptions): Promise<NumberedStatus> {
  const folder = folderOf(options, {});
  return onServer(options, "look", async (server) => {
    const { applied, pending, stepsDone } = standingOf(
      folder,
      await readJournal(server),
      server.title,
    );
    return {
      applied: applied.map(({ name }) => name),
      pending: pending.map(({ name }) => name),
      begun: stepsDone > 0 ? pending[0]?.name : undefined,
    };
  });
}
