import { randomBytes } from "node:crypto";
import type pg from "pg";
import { codeOf } from "../../../db/postgresql/cannot-connect.ts";
import { serverFailure } from "../../../db/postgresql/server-failure.ts";
import { DecisionNeeded, UsageError } from "../../../plain/errors.ts";
import { readObjects } from "../objects.ts";
import { type Place, readJournal, standingOf, writeJournal } from "./journal.ts";
import type { NumberedFolder, NumberedMigration } from "./numbered-folder.ts";
import { rehearseFolder } from "./rehearse-folder.ts";
import { type Compared, type Difference, replayFolder } from "./replay-folder.ts";
import { ident } from "./watched-tables.ts";

/** What is to be taken over. */
export interface AdoptRequest {
  readonly folder: NumberedFolder;
  /** The last file that was applied, by its number or name; all of them unless said. */
  readonly upTo: string | undefined;
  /** Connects to another database of the server. */
  connectTo(database: string): Promise<{ client: pg.Client; close(): Promise<void> }>;
}

/** What was taken over, and how it was shown to be there. */
export interface Adopted {
  readonly adopted: readonly string[];
  /** By making it in an empty database, or by running the files again and rolling back. */
  readonly shownBy: "replay" | "rehearsal";
  readonly pending: readonly string[];
}

/**
 * Takes over a folder whose files were applied by hand: shows that what they make is there, and marks them as applied.
 * No file is applied by it.
 *
 * @throws DecisionNeeded with what is lacking, UsageError if there is nothing to take over
 */
export async function adoptFolder(place: Place, request: AdoptRequest): Promise<Adopted> {
  const { folder } = request;
  const standing = standingOf(folder, await readJournal(place), place.title);
  const chosen = chosenOf(folder, request.upTo);
  const migrations = folder.migrations.slice(0, chosen);
  const fresh = migrations.filter((one) => standing.pending.includes(one));
  if (fresh.length === 0 || standing.stepsDone > 0) {
    throw new UsageError(`${place.title} has these migrations already, as it says itself.`, {
      cure: "Apply what is pending:  hmsync db:migrate",
    });
  }
  const replayed = await replayedIn(place, request, migrations);
  const compared = replayed ?? (await rehearseFolder(place, migrations));
  checkThere(place, compared);
  await mark(place, fresh);
  return {
    adopted: fresh.map(({ name }) => name),
    shownBy: replayed === undefined ? "rehearsal" : "replay",
    pending: folder.migrations.slice(chosen).map(({ name }) => name),
  };
}

function chosenOf({ migrations, folder }: NumberedFolder, upTo: string | undefined): number {
  if (upTo === undefined) return migrations.length;
  const at = migrations.findIndex(
    ({ name, number }) => name === upTo || (/^\d+$/.test(upTo) && number === BigInt(upTo)),
  );
  if (at !== -1) return at + 1;
  throw new UsageError(`${folder} has no migration ${upTo}.`, {
    cure: "Name the last file that was applied by its number.",
  });
}

const NOT_ALLOWED = "42501";

/** In an empty database; undefined where the role may not create one, or the files do not stand alone. */
async function replayedIn(
  { client, schema, title }: Place,
  { connectTo }: AdoptRequest,
  migrations: readonly NumberedMigration[],
): Promise<Compared | undefined> {
  const name = `hmsync_scratch_${randomBytes(6).toString("hex")}`;
  try {
    await client.query(`create database ${ident(name)} template template0`);
  } catch (error) {
    if (codeOf(error) === NOT_ALLOWED) return undefined;
    throw serverFailure(error, title);
  }
  try {
    await client.query("begin");
    const current = await readObjects(client);
    await client.query("commit");
    const { client: scratch, close } = await connectTo(name);
    try {
      return await replayFolder({ migrations, current, scratch, schema });
    } finally {
      await close();
    }
  } finally {
    await client.query(`drop database ${ident(name)} with (force)`);
  }
}

const LISTED = 20;

function checkThere({ title }: Place, compared: Compared): void {
  const last = compared.at(-1);
  if (last === undefined || last.differences.length === 0) return;
  const whole = compared.findLast(({ differences }) => differences.length === 0);
  const lines = last.differences
    .slice(0, LISTED)
    .map(({ object, what }: Difference) => `  ${object} ${what}`);
  const more = last.differences.length - lines.length;
  const rest = more > 0 ? [`  and ${more} more`] : [];
  throw new DecisionNeeded(
    [`${title} does not have all that the migrations make:`, ...lines, ...rest],
    {
      cure:
        whole === undefined
          ? "Bring it there by hand, or apply the files:  hmsync db:migrate  Nothing was changed."
          : `All is there up to ${whole.migration.name}: to take over as far as that,  hmsync db:adopt-migrations ${whole.migration.number}  Nothing was changed.`,
    },
  );
}

async function mark(place: Place, migrations: readonly NumberedMigration[]): Promise<void> {
  const { client, title } = place;
  await client.query("begin");
  try {
    for (const migration of migrations) {
      const stepsDone = migration.steps.length;
      await writeJournal(place, migration, { how: "adopted", stepsDone, milliseconds: 0 });
    }
    await client.query("commit");
  } catch (error) {
    await client.query("rollback").catch(() => undefined);
    throw serverFailure(error, title);
  }
}
