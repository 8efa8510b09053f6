import type { LedgerRun } from "../../ledger/run-ledger.ts";
import { HmsyncError } from "../../plain/errors.ts";
import type { SourceRecord } from "../../source/record.ts";
import { fitFor, type Reading, unopened } from "./reading.ts";
import type { TracedCorrection } from "./record-trace.ts";
import { retriesOf, takenCorrections } from "./taken-corrections.ts";
import type { TraceMeans } from "./trace-means.ts";

/** A record with all that people made of it, and what that was. */
export interface MadeRecord {
  readonly record: SourceRecord;
  readonly corrections: readonly TracedCorrection[];
}

/** Applies to a record what a run applied: fixes as it was read, what retries corrected, fixes of the retry. */
export async function madeOf(
  means: TraceMeans,
  reading: Reading,
  record: SourceRecord,
): Promise<MadeRecord> {
  const { reader, run, place, file } = reading;
  const first = fixed(means, reading, { record, by: reader });
  const retries = retriesOf(means.chain.runs, reader, run);
  const taken = await takenCorrections(retries, place);
  const retried = withCorrections(first.record, file.header, taken);
  const last =
    run === reader
      ? { record: retried, corrections: [] }
      : fixed(means, reading, { record: retried, by: run });
  return {
    record: last.record,
    corrections: [...first.corrections, ...taken, ...last.corrections],
  };
}

/** What the fixes of a run make of the record. */
function fixed(
  means: TraceMeans,
  reading: Reading,
  { record, by }: { readonly record: SourceRecord; readonly by: LedgerRun },
): MadeRecord {
  try {
    const fix = means.fixesOf(by)?.fixerFor(fitFor(means, reading, unopened(reading.file)));
    const found = fix?.(record);
    if (found === undefined) return { record, corrections: [] };
    const corrections = [...found.changed, ...found.decided].map((one): TracedCorrection => {
      const { column, oldValue, newValue, decision, who, why, when } = one;
      const what = decision === "" ? "fixed" : decision;
      return { run: by.name, column, was: oldValue, now: newValue, what, who, why, when };
    });
    return { record: found.fixed, corrections };
  } catch (error) {
    // The file of fixes has changed since, and names a column that the file did not have.
    if (error instanceof HmsyncError) return { record, corrections: [] };
    throw error;
  }
}

/** What people made of the record in retries. */
function withCorrections(
  record: SourceRecord,
  header: readonly string[],
  corrections: readonly TracedCorrection[],
): SourceRecord {
  if (corrections.length === 0) return record;
  const cells = [...record.cells];
  for (const { column, now } of corrections) {
    const at = header.indexOf(column);
    if (at >= 0) cells[at] = now;
  }
  return { ...record, cells, flaws: [] };
}
