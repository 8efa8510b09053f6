import type { TableCopy } from "../../../shared/table-copies.ts";
import type { Database } from "../../db/database.ts";
import { sameName } from "../../db/names.ts";
import { DecisionNeeded, UsageError } from "../../plain/errors.ts";

const BATCH = 2_000;

/**
 * Copies a table for a migration: all of it, in the migration's own transaction, or nothing.
 *
 * @throws DecisionNeeded if a row would stay behind, UsageError if no copy is declared
 */
export async function copyWhole(
  db: Database,
  from: string,
  declared: readonly TableCopy[],
): Promise<void> {
  const copy = declared.find((one) => sameName(one.from, from));
  if (copy === undefined) {
    throw new UsageError(`No copy of a table ${from} is declared.`, {
      cure: "Declare it in the target's tableCopies.",
    });
  }
  const { copyTable } = await import("../../evolve/copy-table/copy-table.ts");
  const { whyKept } = await import("../../evolve/copy-table/drop-older.ts");
  const { tableInDatabase } = await import("../../evolve/copy-table/older-table.ts");
  const { planCopy } = await import("../../evolve/copy-table/plan-copy.ts");
  const older = tableInDatabase(db, copy.from);
  if (older === undefined) return;
  const plan = planCopy(copy, older.columns, { renames: [], leftBehind: [] });
  const result = await copyTable(db, {
    plan,
    older,
    ddl: [],
    commits: "nothing",
    batchSize: BATCH,
    now: new Date(),
    sample: 0,
    onConflict: "keep",
    legacySystem: undefined,
    signal: new AbortController().signal,
    beforeWrite: async () => undefined,
    onProgress: () => undefined,
  });
  const why = whyKept(result);
  if (why === undefined) return;
  throw new DecisionNeeded(`The migration cannot copy ${from}: ${why}.`, {
    cure: `Nothing was changed. To see which, run  hmsync db:copy-table ${from} --dry-run`,
  });
}
