import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import {
  hasOriginals,
  type KeptRejects,
  ORIGINALS,
  readOriginals,
} from "../../corrections/originals.ts";
import type { Database } from "../../db/database.ts";
import { type LedgerRun, readRuns } from "../../ledger/run-ledger.ts";
import { SourceError, UsageError } from "../../plain/errors.ts";

/** The run that is named, or the last one that rejected records. */
export function findRejecting(db: Database, name: string | undefined): LedgerRun {
  const runs = readRuns(db, name);
  if (name === undefined) return lastRejecting(runs);
  const found = runs.find(hasRejected);
  if (found !== undefined) return found;
  throw new UsageError(
    runs.length > 0 ? `The run ${name} rejected no records.` : `There is no run ${name}.`,
    { cure: "See  hmsync import:status" },
  );
}

/**
 * The last run that rejected records, of those that stand.
 *
 * @param runs the newest first
 */
export function lastRejecting(runs: readonly LedgerRun[]): LedgerRun {
  const found = runs.find((run) => {
    const { kind, summary, status } = run;
    // A retry that did not come to its end has not all that is left: the run before it has.
    const folder = folderOf(run);
    const isKept = existsSync(join(folder, "rejected")) && hasOriginals(folder);
    const isWhole = summary?.complete === true && isKept;
    if (status === "undone" || (kind === "retry" && !isWhole)) return false;
    return hasRejected(run);
  });
  if (found !== undefined) return found;
  throw new UsageError("There is no run with rejected records.", {
    cure: "See  hmsync import:status",
  });
}

const hasRejected = ({ kind, summary }: LedgerRun): boolean =>
  kind !== "undo" && Object.values(summary?.entities ?? {}).some(({ rejected }) => rejected > 0);

/** Of the report of a run. */
export const folderOf = ({ reportFolder, name }: LedgerRun): string =>
  reportFolder ?? resolve("reports", name);

/**
 * The rejected records of a run, as its report has them.
 *
 * @throws UsageError, SourceError if it does not have all of them
 */
export async function keptRejects(earlier: LedgerRun): Promise<KeptRejects> {
  const folder = folderOf(earlier);
  const kept = existsSync(join(folder, "rejected")) ? await readOriginals(folder) : undefined;
  if (kept === undefined) {
    throw new UsageError(`${folder} holds no rejected records.`, {
      cure: existsSync(join(folder, ORIGINALS))
        ? `Copy the files of ${join(folder, ORIGINALS)} that end in .csv into a folder rejected/ there and correct them.`
        : "If the report was moved, put it back there. Otherwise correct the records in the export and import it again.",
    });
  }
  for (const { entity, records } of kept.entities) {
    const rejected = earlier.summary?.entities[entity]?.rejected ?? 0;
    if (rejected === records) continue;
    throw new SourceError(`The report of ${earlier.name} lacks some of its rejected ${entity}.`, {
      cure: "Correct the records in the export and import it again.",
    });
  }
  return kept;
}
