import { type Dirent, readdirSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "../../../plain/errors.ts";
import { type NumberedText, readNumbered } from "./numbered-file.ts";

/** A migration of a folder: `012_chatbot_rls.sql`. */
export interface NumberedMigration extends NumberedText {
  readonly number: bigint;
  /** The file's name without its ending; by it the database knows what it has. */
  readonly name: string;
  /** The file with its way back. */
  readonly down: string | undefined;
}

/** A folder of migrations, in their order. */
export interface NumberedFolder {
  readonly folder: string;
  readonly migrations: readonly NumberedMigration[];
  /** What a person should know of it: numbers that are left out, files that are no migrations. */
  readonly notes: readonly string[];
}

const NUMBERED = /^(\d+)(?:[-_. ].*)?\.sql$/i;
/** The ways in which people name the way back. */
const DOWN = /(?:[._-](?:down|rollback|undo|revert))\.sql$/i;
const UP = /[._-]up\.sql$/i;
/** A number that is a time leaves no gaps. */
const TIME_DIGITS = 8;
const LISTED = 5;

/**
 * Reads a folder whose files are numbered, in the order of their numbers. All of it is read and checked before
 * any of it is carried out.
 *
 * @throws UsageError if two have one number, or a file cannot be carried out as a migration
 */
export function readNumberedFolder(folder: string): NumberedFolder {
  const names = namesIn(folder);
  const downs = names.filter((name) => DOWN.test(name));
  const files = names
    .filter((name) => NUMBERED.test(name) && !DOWN.test(name))
    .map((file) => ({ file, number: BigInt(NUMBERED.exec(file)?.[1] ?? 0) }))
    .sort((one, other) => (one.number < other.number ? -1 : one.number > other.number ? 1 : 0));
  if (files.length === 0) {
    throw new UsageError(`${folder} holds no numbered migrations.`, {
      cure: "Name the folder of files such as 001_add_ward.sql with --folder.",
    });
  }
  checkNumbers(folder, files);
  const migrations = files.map(({ file, number }) => {
    const name = file.replace(UP, "").replace(/\.sql$/i, "");
    const down = downs.find((one) => one.replace(DOWN, "").toLowerCase() === name.toLowerCase());
    const path = join(folder, file);
    return { ...readNumbered(path), number, name, down: down && join(folder, down) };
  });
  return { folder, migrations, notes: [...gaps(files), ...others(names, migrations)] };
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => isFile(entry) && !entry.name.startsWith("."))
      .map(({ name }) => name)
      .sort();
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new UsageError(`${folder} cannot be read (${code}).`, {
      cure: "Name the right folder with --folder.",
      cause,
    });
  }
}

const isFile = (entry: Dirent): boolean => entry.isFile() || entry.isSymbolicLink();

interface NumberedName {
  readonly file: string;
  readonly number: bigint;
}

function checkNumbers(folder: string, files: readonly NumberedName[]): void {
  for (const [at, { file, number }] of files.entries()) {
    const before = files[at - 1];
    if (before?.number !== number) continue;
    throw new UsageError(`${folder}: ${before.file} and ${file} have the same number.`, {
      cure: "Give one of them another number: their order must be certain. Nothing was changed.",
    });
  }
}

/** Folders are numbered in groups of ten on purpose; a file that was lost looks just like it. */
function gaps(files: readonly NumberedName[]): string[] {
  const counted = files.filter(({ file }) => (/^\d+/.exec(file)?.[0].length ?? 0) < TIME_DIGITS);
  const missing = counted.slice(1).flatMap(({ number }, at) => {
    const after = (counted[at]?.number ?? 0n) + 1n;
    if (number === after) return [];
    return [number - 1n === after ? String(after) : `${after} to ${number - 1n}`];
  });
  return missing.length === 0 ? [] : [`No files have the numbers ${missing.join(", ")}.`];
}

function others(names: readonly string[], migrations: readonly NumberedMigration[]): string[] {
  const known = new Set(migrations.flatMap(({ path, down }) => [path, down]));
  const unknown = names.filter(
    (name) => /\.sql$/i.test(name) && ![...known].some((path) => path?.endsWith(name)),
  );
  if (unknown.length === 0) return [];
  const more = unknown.length > LISTED ? ", ..." : "";
  return [
    `Not applied, as they have no number or no migration: ${unknown.slice(0, LISTED).join(", ")}${more}`,
  ];
}
