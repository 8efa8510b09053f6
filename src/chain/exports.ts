import type { LedgerFile } from "../ledger/chain-records.ts";
import type { LedgerRun } from "../ledger/run-ledger.ts";
import { groupBy } from "../plain/group-by.ts";
import type { Chain } from "./chain.ts";

// Which export of a chain counts, entity by entity, and which later runs have had to do with its records.

/** An export that was read as a whole: by an import, or by the retry of one that had written nothing. */
export interface CountingExport {
  readonly run: LedgerRun;
  /**
   * `stands`: what it wrote is there, or it was strict, was read to its end and wrote nothing; `undone`: taken back as a
   * whole; `broke`: it came to no end, and wrote nothing.
   */
  readonly state: "stands" | "undone" | "broke";
  /** Its files, and what stands for the rows that belong to their records. */
  readonly files: readonly LedgerFile[];
  /** Runs after it whose records and rows stand. */
  readonly later: readonly LedgerRun[];
}

/**
 * Of each entity the export whose records are counted: the last one that stands. If none does, the last one that was
 * taken back; if there is none either, the last that was begun. By entity, in the order in which they come.
 */
export function countingExports(
  { runs }: Chain,
  files: readonly LedgerFile[],
): Map<string, CountingExport> {
  const byRun = groupBy(files, ({ runId }) => runId);
  const found = new Map<string, CountingExport>();
  for (const wanted of ["stands", "undone", "broke"] as const) {
    for (const run of [...runs].reverse()) {
      const own = byRun.get(run.id) ?? [];
      if (stateOf(run) !== wanted || !own.some(({ is }) => is === "export")) continue;
      const later = runs.filter(
        ({ id, kind, committed, status }) =>
          id > run.id && kind !== "undo" && committed && status !== "undone",
      );
      const counting = {
        run,
        state: wanted,
        files: [...own, ...rowsOf(own, { later, byRun })],
        later,
      };
      for (const entity of entitiesOf(run, own)) {
        if (!found.has(entity)) found.set(entity, counting);
      }
    }
  }
  return found;
}

/** What stands for the rows that later runs made of the same records. */
function rowsOf(
  own: readonly LedgerFile[],
  {
    later,
    byRun,
  }: { readonly later: readonly LedgerRun[]; readonly byRun: ReadonlyMap<number, LedgerFile[]> },
): LedgerFile[] {
  const ids = new Set(own.map(({ id }) => id));
  return later
    .flatMap(({ id }) => byRun.get(id) ?? [])
    .filter(({ is, ofFileId }) => is === "rows" && ofFileId !== null && ids.has(ofFileId));
}

/** Undefined of a run that has nothing to be counted. */
function stateOf({
  kind,
  committed,
  status,
  summary,
}: LedgerRun): CountingExport["state"] | undefined {
  if (kind === "undo" || summary === null) return undefined;
  if (status === "undone") return "undone";
  if (committed || (status === "rejected" && summary.complete)) return "stands";
  return "broke";
}

/** Of a run that broke off, those that it has come to. */
function entitiesOf({ summary }: LedgerRun, files: readonly LedgerFile[]): string[] {
  const read = new Set(files.filter(({ is }) => is === "export").map(({ id }) => id));
  const own = files.filter(
    ({ id, is, ofFileId }) =>
      read.has(id) || (is === "rows" && ofFileId !== null && read.has(ofFileId)),
  );
  return [...new Set(own.map(({ entity }) => entity))].filter((entity) => {
    const counts = summary?.entities[entity];
    return counts !== undefined && (counts.records > 0 || summary?.complete === true);
  });
}
