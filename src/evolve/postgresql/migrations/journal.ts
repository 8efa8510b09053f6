import type pg from "pg";
import { DecisionNeeded, UsageError } from "../../../plain/errors.ts";
import { sha256OfText } from "../../../plain/hash-file.ts";
import { NUMBERED_JOURNAL } from "../../managed.ts";
import type { NumberedFolder, NumberedMigration } from "./numbered-folder.ts";
import { ident } from "./watched-tables.ts";

/** A row of the table that says which migrations a database has. */
export interface JournalRow {
  readonly name: string;
  readonly checksum: string;
  readonly how: "applied" | "adopted";
  readonly appliedAt: string;
  readonly appliedBy: string;
  /** Of the file; fewer are done where it was stopped between two of them. */
  readonly steps: number;
  readonly stepsDone: number;
}

/** Where the journal stands, and what messages call the database. */
export interface Place {
  readonly client: pg.Client;
  readonly title: string;
  /** Where tables are that name no schema. */
  readonly schema: string;
}

const tableIn = ({ schema }: Place): string => `${ident(schema)}.${NUMBERED_JOURNAL}`;

/** What the database says that it has; nothing if it never had a migration. */
export async function readJournal(place: Place): Promise<JournalRow[]> {
  const { client, schema } = place;
  const there = await client.query(
    `select from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where n.nspname = $1 and c.relname = $2`,
    [schema, NUMBERED_JOURNAL],
  );
  if (there.rowCount === 0) return [];
  const { rows } = await client.query<JournalRow>(
    `select name, checksum, how, applied_by as "appliedBy", steps, steps_done as "stepsDone",
       to_char(applied_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "appliedAt"
     from ${tableIn(place)} order by applied_at, name`,
  );
  return rows;
}

/** What is written of a migration. */
export interface Entry {
  readonly how: JournalRow["how"];
  readonly stepsDone: number;
  readonly milliseconds: number;
}

/** Says how far the database has a migration; in the transaction that brings it there. */
export async function writeJournal(
  place: Place,
  migration: NumberedMigration,
  { how, stepsDone, milliseconds }: Entry,
): Promise<void> {
  const { name, steps } = migration;
  const checksum = checksumOf(migration, stepsDone);
  await place.client.query(
    `create table if not exists ${tableIn(place)} (
       name text primary key, checksum text not null, how text not null,
       applied_at timestamptz not null default clock_timestamp(), applied_by text not null default session_user,
       milliseconds bigint not null, steps integer not null, steps_done integer not null,
       check (how in ('applied', 'adopted')), check (steps_done between 0 and steps))`,
  );
  await place.client.query(
    `insert into ${tableIn(place)} as j (name, checksum, how, milliseconds, steps, steps_done)
     values ($1, $2, $3, $4, $5, $6)
     on conflict (name) do update set checksum = excluded.checksum, applied_at = clock_timestamp(),
       milliseconds = j.milliseconds + excluded.milliseconds, steps = excluded.steps, steps_done = excluded.steps_done`,
    [name, checksum, how, Math.round(milliseconds), steps.length, stepsDone],
  );
}

/** Of a file that was stopped between two steps, only what was done is fixed: what failed may be corrected. */
function checksumOf({ sha256, steps }: NumberedMigration, stepsDone: number): string {
  if (stepsDone === steps.length) return sha256;
  const done = steps.slice(0, stepsDone).map(({ statements }) => statements.map(({ sql }) => sql));
  return sha256OfText(JSON.stringify(done));
}

/** Says that the database has a migration no more. */
export async function eraseJournal(place: Place, name: string): Promise<void> {
  await place.client.query(`delete from ${tableIn(place)} where name = $1`, [name]);
}

/** What a database has of a folder. */
export interface Standing {
  readonly applied: readonly JournalRow[];
  readonly pending: readonly NumberedMigration[];
  /** Of the first pending one, steps that are done. */
  readonly stepsDone: number;
}

/**
 * Compares a folder with what the database says that it has.
 *
 * @throws UsageError if an applied file was changed since or is not in the folder, DecisionNeeded if one was put
 * before those that are applied
 */
export function standingOf(
  { migrations, folder }: NumberedFolder,
  rows: readonly JournalRow[],
  title: string,
): Standing {
  for (const { name, checksum, steps, stepsDone } of rows) {
    const migration = migrations.find((one) => one.name === name);
    if (migration === undefined) {
      throw new UsageError(`${title} has the migration ${name}, which ${folder} lacks.`, {
        cure: "Use the folder of the version that was deployed last. Nothing was changed.",
      });
    }
    const done = stepsDone < steps ? stepsDone : migration.steps.length;
    if (checksumOf(migration, done) !== checksum) {
      throw new UsageError(`${migration.path} was changed after it was applied (checksum).`, {
        cure: "Restore the file and write a new migration. Nothing was changed.",
      });
    }
  }
  const begun = rows.find(({ steps, stepsDone }) => stepsDone < steps);
  const done = new Set(rows.filter((row) => row !== begun).map(({ name }) => name));
  const pending = migrations.filter(({ name }) => !done.has(name));
  const last = migrations.findLast(({ name }) => done.has(name));
  const late = pending.find(({ number }) => last !== undefined && number < last.number);
  if (late === undefined || last === undefined) {
    return {
      applied: rows.filter((row) => row !== begun),
      pending,
      stepsDone: begun?.stepsDone ?? 0,
    };
  }
  throw new DecisionNeeded(`${late.path} comes before ${last.name}, which ${title} has already.`, {
    cure: "Give it a number behind that one, so that it runs last here too. Nothing was changed.",
  });
}
