import { createReadStream, existsSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse";
import type { LedgerRun } from "../../ledger/run-ledger.ts";
import { unguard } from "../../plain/csv.ts";
import type { TracedCorrection, TracedPlace } from "./record-trace.ts";

/** The list of a retry's report. */
const LIST = "corrections.csv";

/** What retries changed in the record of a place, in their order. */
export async function takenCorrections(
  retries: readonly LedgerRun[],
  place: Pick<TracedPlace, "file" | "record">,
): Promise<TracedCorrection[]> {
  const found: TracedCorrection[] = [];
  for (const { name, reportFolder } of retries) {
    const path = join(reportFolder ?? "", LIST);
    if (reportFolder === null || !existsSync(path)) continue;
    const rows = createReadStream(path).pipe(parse({ from: 2, relax_column_count: true }));
    for await (const row of rows) {
      const [file, record, , column = "", was = "", now = "", what = "", more = ""] = (
        row as string[]
      ).map(unguard);
      if (file !== place.file || Number(record) !== place.record) continue;
      const why = what === "withdrawn" ? { why: more } : {};
      found.push({ run: name, column, was, now, what, ...why });
    }
  }
  return found;
}

/** The retries of an export, up to the one that is at hand. */
export function retriesOf(
  runs: readonly LedgerRun[],
  reader: LedgerRun,
  last: LedgerRun,
): LedgerRun[] {
  const known = new Set([firstOf(runs, reader).id]);
  return runs.filter((run) => {
    if (run.kind !== "retry" || run.id > last.id || !known.has(run.ofRunId ?? 0)) return false;
    known.add(run.id);
    return true;
  });
}

/** The import that a retry, a retry of a retry, and so on, goes back to. */
function firstOf(runs: readonly LedgerRun[], run: LedgerRun): LedgerRun {
  const before = run.kind === "retry" ? runs.find(({ id }) => id === run.ofRunId) : undefined;
  return before === undefined ? run : firstOf(runs, before);
}
