import { existsSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import type { Chain } from "../../chain/chain.ts";
import type { Standing } from "../../chain/standing.ts";
import { hashOfKept } from "../../extract/kept-tables.ts";
import { isDatabase } from "../../extract/open-legacy-database.ts";
import { sha256OfFile } from "../../plain/hash-file.ts";
import { STANDARD_INPUT } from "../../source/spool-input.ts";
import { folderOf } from "../run/rejecting-run.ts";

/** A file of the export as it is now. */
export interface FileNow {
  readonly run: string;
  readonly file: string;
  /** Undefined if it is not there, or cannot be read. */
  readonly sha256: string | undefined;
}

/**
 * Hashes the files of the exports that count, where they were when they were imported.
 *
 * @param moved where the export is by now
 */
export async function exportFilesNow(
  chain: Chain,
  { files }: Pick<Standing, "files">,
  moved?: string,
): Promise<FileNow[]> {
  const hashes = new Map<string, string | undefined>();
  const found: FileNow[] = [];
  for (const { run, file } of files) {
    const own = chain.runs.find(({ name }) => name === run);
    const source = moved ?? own?.request?.source;
    if (own !== undefined && source !== undefined && isDatabase(source)) {
      // A database has gone on since: what was imported of it is in the archive.
      found.push({ run, file, sha256: await hashOfKept(folderOf(own), file) });
      continue;
    }
    const path = pathOf(source, file);
    if (path !== undefined && !hashes.has(path)) hashes.set(path, await hashOf(path));
    found.push({ run, file, sha256: path && hashes.get(path) });
  }
  return found;
}

const PART = /[/#][^/#]*$/;

/** A part of a workbook, an archive or a dump is called after its file: `book.xlsx#Patients`. */
function pathOf(source: string | undefined, file: string): string | undefined {
  if (source === undefined || source === STANDARD_INPUT || !existsSync(source)) return undefined;
  const isFile = statSync(source).isFile();
  for (let name = file; name !== ""; name = name.replace(PART, "")) {
    const path = isFile ? source : join(source, name);
    const isIt = isFile ? basename(source) === basename(name) : isFileAt(path);
    if (isIt) return path;
    if (!PART.test(name)) break;
  }
  return undefined;
}

const isFileAt = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isFile() === true;

async function hashOf(path: string): Promise<string | undefined> {
  try {
    return await sha256OfFile(path);
  } catch (error) {
    // Whoever asks says of which file it cannot be told.
    if ((error as NodeJS.ErrnoException).code !== undefined) return undefined;
    throw error;
  }
}
