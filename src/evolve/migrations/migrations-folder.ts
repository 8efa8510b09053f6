import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { UsageError } from "../../plain/errors.ts";
import { sha256OfText } from "../../plain/hash-file.ts";
import { writeWhole } from "../../plain/whole-file.ts";
import { type MigrationText, outOfPlace, readMigration } from "./migration-file.ts";

/** A migration of the folder. */
export interface Migration extends MigrationText {
  /** The file's name without its ending: `0001_add_department`. */
  readonly tag: string;
  /** When it was made, milliseconds since 1970: drizzle's journal knows it by that. */
  readonly when: number;
  /** Of the file, 64 hexadecimal digits, as drizzle writes it into the database. */
  readonly sha256: string;
  readonly path: string;
}

const Journal = z.looseObject({
  version: z.string(),
  dialect: z.literal("sqlite"),
  entries: z.array(
    z.looseObject({ idx: z.int(), version: z.string(), when: z.number(), tag: z.string() }),
  ),
});
type JournalFile = z.infer<typeof Journal>;

const EMPTY: JournalFile = { version: "7", dialect: "sqlite", entries: [] };

const journalPath = (folder: string): string => join(folder, "meta", "_journal.json");

/**
 * The migrations of a folder, in their order; none if there is no folder.
 *
 * @throws UsageError if the journal or a file cannot be read
 */
export function readMigrations(folder: string): Migration[] {
  return readJournal(folder).entries.map(({ tag, when }) => {
    const path = join(folder, `${tag}.sql`);
    const text = readText(path);
    const read = readMigration(text);
    if (read === undefined) {
      throw new UsageError(`${path}: the first line is not valid.`, {
        cure: "Restore what db:generate wrote after -- hmsync:",
      });
    }
    if (read.statements.length === 0 && read.copies.length === 0) {
      throw new UsageError(
        `${path} has no statement, so it would count as applied and do nothing.`,
        {
          cure: "Restore its content. Nothing was changed.",
        },
      );
    }
    const word = outOfPlace(read);
    if (word !== undefined) {
      throw new UsageError(
        `${path}: ${word} is not allowed in a migration, which is one transaction.`,
        {
          cure: "Remove the statement. Nothing was changed.",
        },
      );
    }
    return { ...read, tag, when, path, sha256: sha256OfText(text) };
  });
}

/** The way back of a migration; undefined if it has none. */
export function readDown(folder: string, { tag }: Migration): MigrationText | undefined {
  const path = join(folder, `${tag}.down.sql`);
  return existsSync(path) ? readMigration(readText(path)) : undefined;
}

/** What is written for a new migration. */
export interface NewMigration {
  readonly name: string;
  readonly up: string;
  readonly down: string;
  /** drizzle-kit's snapshot of the schema, so that it can go on from here. */
  readonly snapshot: unknown;
  readonly when: number;
}

/**
 * All files of a migration, or none: the journal, which names it, comes last.
 *
 * @returns the files that were written
 * @throws SystemError
 */
export async function addMigration(folder: string, migration: NewMigration): Promise<string[]> {
  const journal = readJournal(folder);
  const idx = journal.entries.length;
  const tag = `${String(idx).padStart(4, "0")}_${migration.name}`;
  const last = journal.entries.at(-1)?.when ?? 0;
  const when = Math.max(migration.when, last + 1);
  const entry = { idx, version: "6", when, tag, breakpoints: true };
  const files: [string, string][] = [
    [join(folder, `${tag}.sql`), migration.up],
    [join(folder, `${tag}.down.sql`), migration.down],
    [join(folder, "meta", `${tag.slice(0, 4)}_snapshot.json`), json(migration.snapshot)],
    [journalPath(folder), json({ ...journal, entries: [...journal.entries, entry] })],
  ];
  const written: string[] = [];
  try {
    for (const [path, text] of files) {
      await writeWhole(path, text);
      written.push(path);
    }
  } catch (error) {
    for (const path of written) rmSync(path);
    throw error;
  }
  return written;
}

/** The id of the last snapshot, which the next one names as the one before it. */
export function lastSnapshotId(folder: string): string | undefined {
  const last = readJournal(folder).entries.at(-1);
  if (last === undefined) return undefined;
  const path = join(folder, "meta", `${last.tag.slice(0, 4)}_snapshot.json`);
  return existsSync(path) ? (JSON.parse(readText(path)) as { id: string }).id : undefined;
}

function readJournal(folder: string): JournalFile {
  const path = journalPath(folder);
  if (!existsSync(path)) return EMPTY;
  try {
    return Journal.parse(JSON.parse(readText(path)));
  } catch (error) {
    throw new UsageError(`${path} is not the journal of SQLite migrations.`, {
      cure: "Correct the folder given with --migrations.",
      cause: error,
    });
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new UsageError(`${path} cannot be read (${(error as NodeJS.ErrnoException).code}).`, {
      cure: "Restore the file, which the journal names.",
      cause: error,
    });
  }
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
