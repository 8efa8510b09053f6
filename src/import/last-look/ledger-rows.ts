import type { DbValue } from "../../db/database.ts";
import { contentHash, hashRow } from "../content-hash.ts";
import type { ImportRun } from "../import-run.ts";
import { readWritten } from "../read-back.ts";
import type { Difference, RunSummary } from "../run-summary.ts";

/** Compares what the run wrote into its ledger with what stands there. */
export function lookAtLedger(run: ImportRun, summary: RunSummary): Difference[] {
  return [
    ...lookAtRun(run, summary),
    ...lookAtFiles(run),
    ...compare("records with an outcome of their own", run.exceptionsWritten(), exceptionsOf(run)),
    ...[...run.states.values()].flatMap(({ context, compiled, entity }) => {
      let other = 0;
      for (const row of readWritten(
        context.db,
        { compiled, importers: context.importers },
        context.scope,
      )) {
        if (row.exists && !contentHash(hashRow(row.values)).equals(row.contentHash)) other++;
      }
      return compare("content hashes that are not those of their rows", 0, other).map((one) => ({
        ...one,
        entity,
      }));
    }),
  ];
}

/** What the ledger is called where a difference names an entity. */
const LEDGER = "ledger";

function compare(measure: string, source: number, target: number): Difference[] {
  return source === target ? [] : [{ entity: LEDGER, measure, source, target }];
}

function lookAtRun({ request: { db }, runId }: ImportRun, summary: RunSummary): Difference[] {
  const { status, exitCode, committed, finishedAt } = summary;
  const columns = "status, exit_code, committed, finished_at, summary";
  const row = db.prepare(`select ${columns} from ledger_runs where id = ?`).get([runId]) ?? [];
  const wanted = [status, exitCode, committed ? 1 : 0, finishedAt, JSON.stringify(summary)];
  const different = wanted.filter((value, at) => value !== row[at]).length;
  return compare("values of the run's own entry that are others than were written", 0, different);
}

function lookAtFiles({ request: { db }, read, files }: ImportRun): Difference[] {
  const known = db.prepare("select size, sha256, records from ledger_files where id = ?");
  return read.flatMap(({ position, size, sha256, scanned, file, entity }) => {
    if (sha256 === null) return [];
    const { fileId = 0, readAs = fileId } = files[position] ?? {};
    const found: readonly DbValue[] = known.get([readAs]) ?? [];
    const different = [size, sha256, scanned].filter((value, at) => value !== found[at]).length;
    return compare("values of the file's entry", 0, different).map((one) => ({
      ...one,
      entity,
      file,
    }));
  });
}

function exceptionsOf({ request: { db }, runId }: ImportRun): number {
  const count = db.prepare("select count(*) from ledger_exceptions where run_id = ?");
  return Number(count.get([runId])?.[0] ?? 0);
}
