import { createWriteStream, mkdtempSync, rmSync, statSync } from "node:fs";
import { open } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { SystemError } from "../plain/errors.ts";
import { removeLeftovers } from "../plain/leftovers.ts";
import { sourceFile } from "./open-export.ts";
import type { Export } from "./source-file.ts";
import { entryNames } from "./zip.ts";

/** What stands for standard input in place of a path. */
export const STANDARD_INPUT = "-";

const OWNER_ONLY = 0o600;
/** Containers that share a folder have processes of one number: the machine's name keeps them apart. */
const SPOOLED = `hmsync-input-${hostname()}-`;
/** The first lines that pg_dump, mysqldump, mariadb-dump and sqlite3 write. */
const DUMP =
  /^(?:PGDMP|--\s*\n-- PostgreSQL database|-- (?:MySQL|MariaDB) dump|\/\*M?!\d|PRAGMA foreign_keys=OFF;|BEGIN TRANSACTION;)/;

/** Standard input, kept in a file that only its owner can read. */
export interface SpooledInput {
  readonly found: Export;
  /** Removes the file. */
  release(): void;
}

/**
 * Keeps standard input in a private file: an import reads its source twice. What it is, is told by
 * its first bytes, as it has no name.
 *
 * @throws SystemError if it cannot be kept
 */
export async function spoolInput(input: NodeJS.ReadableStream): Promise<SpooledInput> {
  const folder = privateFolder();
  const remove = () => rmSync(folder, { recursive: true, force: true });
  // Ctrl-C may end the process at once.
  process.once("exit", remove);
  const release = () => {
    process.off("exit", remove);
    remove();
  };
  const path = join(folder, "input");
  try {
    await pipeline(input, createWriteStream(path, { mode: OWNER_ONLY }));
    const plain = sourceFile(path, statSync(path));
    const ending = await endingOf(path);
    const named = {
      ...plain,
      name: `standard-input${ending === ".zip" ? await zipEnding(plain) : ending}`,
    };
    return { found: { files: [named], ignored: [] }, release };
  } catch (error) {
    release();
    throw cannotKeep(error);
  }
}

/** A process that was killed left its copy of an export behind. */
export const removeSpooled = (): void => removeLeftovers(tmpdir(), SPOOLED);

function privateFolder(): string {
  try {
    removeSpooled();
    return mkdtempSync(join(tmpdir(), `${SPOOLED}${process.pid}-`));
  } catch (error) {
    throw cannotKeep(error);
  }
}

function cannotKeep(error: unknown): unknown {
  if (!(error instanceof Error) || !("code" in error)) return error;
  const what = `Standard input cannot be kept in ${tmpdir()} (${String(error.code)}).`;
  return new SystemError(what, {
    cure: "Free some disk space, or set TMPDIR to an existing folder with enough space.",
    cause: error,
  });
}

async function endingOf(path: string): Promise<string> {
  const handle = await open(path, "r");
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(64), 0, 64);
    const start = buffer.toString("latin1", 0, bytesRead);
    if (start.startsWith("PK\u0003\u0004")) return ".zip";
    if (start.startsWith("\u001F\u008B")) return ".csv.gz";
    if (DUMP.test(start)) return ".sql";
    const text = start.replace(/^\u00EF\u00BB\u00BF/, "").trimStart();
    if (/^\[\s*\{/.test(text)) return ".json";
    return /^\{\s*"/.test(text) ? ".ndjson" : ".csv";
  } finally {
    await handle.close();
  }
}

async function zipEnding(file: Parameters<typeof entryNames>[0]): Promise<string> {
  return (await entryNames(file)).includes("xl/workbook.xml") ? ".xlsx" : ".zip";
}
