import { setUpSession } from "../../../db/postgresql/session-settings.ts";
import { DecisionNeeded, UsageError } from "../../../plain/errors.ts";
import type { Fail } from "../../../plain/failpoint.ts";
import { applyStep, type Watched } from "./apply-step.ts";
import { eraseJournal, type Place, readJournal, standingOf, writeJournal } from "./journal.ts";
import { type Permissions, readNumbered } from "./numbered-file.ts";
import type { NumberedFolder, NumberedMigration } from "./numbered-folder.ts";
import { wasDone } from "./outside-done.ts";
import type { Lifting } from "./past-policies.ts";
import { runStatement } from "./run-statement.ts";

/** What to apply to what, besides what the files say of themselves. */
export interface FolderRequest {
  readonly folder: NumberedFolder;
  /** What may be lost, by flags. */
  readonly permissions: Permissions;
  /** Whether FORCE ROW LEVEL SECURITY is lifted while tables are read. */
  readonly lifting?: Lifting | undefined;
  /** How the session is called, for others to see. */
  readonly application: string;
  /** Called after each commit. */
  onApplied?(applied: AppliedFile): void;
  readonly fail?: Fail | undefined;
}

/** A file that was applied, and what was compared. */
export interface AppliedFile extends Watched {
  readonly name: string;
  readonly milliseconds: number;
}

/**
 * Applies the files that a database does not have, in their order. A file is one transaction, with its row in the
 * journal; where it holds what runs outside of transactions, it is as many steps, and is resumed where it was stopped.
 *
 * @throws UsageError, DecisionNeeded, DatabaseError; the files before stay applied
 */
export async function migrateFolder(place: Place, request: FolderRequest): Promise<AppliedFile[]> {
  const { folder } = request;
  const standing = standingOf(folder, await readJournal(place), place.title);
  const applied: AppliedFile[] = [];
  for (const [at, migration] of standing.pending.entries()) {
    const done = await applyFile(place, request, {
      migration,
      from: at === 0 ? standing.stepsDone : 0,
    });
    applied.push(done);
    request.onApplied?.(done);
  }
  return applied;
}

interface Resumed {
  readonly migration: NumberedMigration;
  /** Steps that are done already. */
  readonly from: number;
}

async function applyFile(
  place: Place,
  { permissions, application, fail, lifting = "refuse" }: FolderRequest,
  { migration, from }: Resumed,
): Promise<AppliedFile> {
  const started = performance.now();
  let watched: Watched = { tables: 0, rows: 0, losses: [] };
  await freshSession(place, application);
  const may = joined(migration.permissions, permissions);
  for (let at = from; at < migration.steps.length; at++) {
    const [step] = migration.steps.slice(at, at + 1);
    if (step === undefined) continue;
    const begun = performance.now();
    const mark = async (stepsDone = at + 1): Promise<void> => {
      const milliseconds = performance.now() - begun;
      await writeJournal(place, migration, { how: "applied", stepsDone, milliseconds });
      fail?.("before-commit");
    };
    const { path } = migration;
    if (step.kind === "inside") {
      watched = await applyStep(step, { place, path, permissions: may, lifting, mark });
    } else {
      await mark(at);
      for (const statement of step.statements)
        if (!(await wasDone(place.client, statement)))
          await runStatement(place.client, statement, path);
      fail?.("after-insert");
      await mark();
    }
    fail?.("after-commit");
  }
  return {
    name: migration.name,
    milliseconds: Math.round(performance.now() - started),
    ...watched,
  };
}

/** What a file set for its session ends with it, as it does where psql runs one file after the other. */
async function freshSession({ client }: Place, application: string): Promise<void> {
  await client.query(
    "reset session authorization; reset role; reset all; deallocate all; discard temp",
  );
  await setUpSession(client, application);
}

const joined = (one: Permissions, other: Permissions): Permissions => ({
  allowDrop: [...one.allowDrop, ...other.allowDrop],
  allowDropTable: [...one.allowDropTable, ...other.allowDropTable],
  allowConvert: [...one.allowConvert, ...other.allowConvert],
  allowDropObject: [...one.allowDropObject, ...other.allowDropObject],
});

/**
 * Takes the last file back by its down file.
 *
 * @throws UsageError if there is none, DecisionNeeded where values would be lost that no flag names
 */
export async function rollBackFolder(place: Place, request: FolderRequest): Promise<AppliedFile> {
  const { folder, permissions, application, lifting = "refuse" } = request;
  const rows = await readJournal(place);
  standingOf(folder, rows, place.title);
  const names = rows.map(({ name }) => name);
  const migration = folder.migrations.findLast(({ name }) => names.includes(name));
  if (migration === undefined) {
    throw new UsageError(`${place.title} has no migration to roll back.`, {
      cure: "See  hmsync db:status",
    });
  }
  const { path, steps, allowDropObject } = wayBack(migration);
  const started = performance.now();
  await freshSession(place, application);
  let watched: Watched = { tables: 0, rows: 0, losses: [] };
  for (const [at, step] of steps.entries()) {
    const last = at + 1 === steps.length;
    const mark = async () => {
      if (last) await eraseJournal(place, migration.name);
    };
    // The file says what is dropped on the way back, not that what has come into it since may be lost.
    const may = {
      ...permissions,
      allowDropObject: [...allowDropObject, ...permissions.allowDropObject],
    };
    if (step.kind === "inside") {
      watched = await applyStep(step, { place, path, permissions: may, lifting, mark });
      continue;
    }
    for (const statement of step.statements)
      if (!(await wasDone(place.client, statement)))
        await runStatement(place.client, statement, path);
    await mark();
  }
  return {
    name: migration.name,
    milliseconds: Math.round(performance.now() - started),
    ...watched,
  };
}

function wayBack({ name, down }: NumberedMigration) {
  const cure =
    "Write its way back as a new migration, or restore a backup:  hmsync db:restore  Nothing was changed.";
  if (down === undefined) throw new UsageError(`${name} has no down file.`, { cure });
  const { path, steps, permissions, irreversible } = readNumbered(down);
  if (irreversible.length === 0) return { path, steps, ...permissions };
  const reasons = irreversible.map((reason) => `  ${reason}`);
  throw new DecisionNeeded([`${name} cannot be rolled back:`, ...reasons], { cure });
}
