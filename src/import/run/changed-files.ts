import { statSync } from "node:fs";
import type { Difference } from "../../ledger/run-summary.ts";
import { SourceError } from "../../plain/errors.ts";
import { sha256OfFile } from "../../plain/hash-file.ts";
import { looksTheSame, type SourceFile } from "../../source/source-file.ts";
import type { ImportRun } from "../state/import-run.ts";

/** A file that a run has read to its end, and the hash of what it read. */
interface FileRead {
  readonly entity: string;
  readonly file: SourceFile;
  readonly sha256: string;
}

/**
 * Compares the files of a run, when all else is done, with what was read of them. Only a file that was
 * touched meanwhile is read once more.
 *
 * @returns those that hold something else now
 */
export async function changedFiles(run: ImportRun): Promise<Difference[]> {
  const found: Difference[] = [];
  for (const { entity, file, sha256 } of filesRead(run)) {
    const now = await hashNow(file, sha256);
    if (now === sha256) continue;
    const measure = "SHA-256 of what was read, and of the file now";
    found.push({ entity, file: file.name, measure, source: now, target: sha256, cure: CURE });
  }
  return found;
}

const CURE =
  "make sure that the export is complete and no longer changing, then import it again: records already written will be unchanged";

/** What stands in the place of a hash, if there is none that could be compared. */
const GONE = "no longer there";
const WRITTEN = "written meanwhile";

async function hashNow(file: SourceFile, sha256: string): Promise<string> {
  const stats = statSync(file.path, { throwIfNoEntry: false });
  if (stats === undefined) return GONE;
  if (looksTheSame(file, stats)) return sha256;
  // An archive is read in several passes: that it is now what the first one found says little.
  if (file.part !== undefined || file.sheet !== undefined) return WRITTEN;
  return sha256OfFile(file.path);
}

function filesRead({ read, inputs, request }: ImportRun): FileRead[] {
  const own = read.all().flatMap(({ entity, position, sha256 }): FileRead[] => {
    const file = inputs[position]?.fitted.file;
    return file === undefined || sha256 === null ? [] : [{ entity, file, sha256 }];
  });
  const lookups = (request.fit.lookups ?? []).map(({ file, sha256, fields }): FileRead => {
    return { entity: fields[0]?.split(".")[0] ?? "", file, sha256 };
  });
  return [...own, ...lookups];
}

/**
 * A run that has committed nothing yet does not begin with it.
 *
 * @throws SourceError that names the files which are not what was read
 */
export function refuseChanged(changed: readonly Difference[]): void {
  if (changed.length === 0) return;
  const names = [...new Set(changed.map(({ file }) => file))].join(", ");
  throw new SourceError(`${names} changed after the run started to read the export.`, {
    cure: "Nothing was written. Make sure that the export is complete and no longer changing, then import it again.",
  });
}
