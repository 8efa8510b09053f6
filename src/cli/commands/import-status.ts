import { EXIT, type ExitCode } from "../../errors.ts";
import { type LedgerRun, readRuns } from "../../import/run-ledger.ts";
import { alignColumns, type TextCell } from "../../report/columns.ts";
import type { Invocation } from "../commands.ts";
import { databasePath } from "../database-path.ts";
import { openExisting } from "../open-target.ts";

/** Lists the runs, the newest first, also those that were rolled back. */
export async function run({ args, terminal }: Invocation): Promise<ExitCode> {
  const db = openExisting(databasePath(args));
  try {
    const runs = readRuns(db);
    if (args.flags.json) {
      terminal.result(JSON.stringify({ schemaVersion: 1, runs: runs.map(withCounts) }));
    } else terminal.result(table(runs));
    return EXIT.clean;
  } finally {
    db.close();
  }
}

const COUNTS = ["records", "inserted", "updated", "unchanged", "duplicate", "rejected"] as const;

function counts({ summary }: LedgerRun): Record<(typeof COUNTS)[number], number> {
  const entities = Object.values(summary?.entities ?? {});
  const sum = (count: (typeof COUNTS)[number]) =>
    entities.reduce((total, entity) => total + entity[count], 0);
  return {
    ...{ records: sum("records"), inserted: sum("inserted"), updated: sum("updated") },
    ...{ unchanged: sum("unchanged"), duplicate: sum("duplicate"), rejected: sum("rejected") },
  };
}

function withCounts(run: LedgerRun) {
  const { summary, ...rest } = run;
  return { ...rest, exitCode: summary?.exitCode ?? null, ...counts(run) };
}

/** What a run that has not ended, or died, has written is not known. */
function whatStands({ status, committed }: LedgerRun): string {
  if (status === "running") return "not ended";
  return committed ? "written" : "nothing written";
}

function table(runs: readonly LedgerRun[]): string {
  if (runs.length === 0) return "No run yet.";
  const rows = runs.map((run): TextCell[] => {
    const { name, legacySystem, startedAt, status } = run;
    const figures = counts(run);
    return [
      ...[name, legacySystem, `${startedAt.slice(0, 16).replace("T", " ")}Z`, status],
      ...[whatStands(run), ...COUNTS.map((count) => figures[count])],
    ];
  });
  const head = ["run", "legacy system", "started", "status", "", ...COUNTS];
  return alignColumns([head, ...rows]).join("\n");
}
