import type { EntitySummary, RunSummary } from "../import/run-summary.ts";
import { grouped } from "./columns.ts";

/** What has no place in HMSync and is in the ledger all the same. */
export function keptCells(
  entity: string,
  { unmapped }: EntitySummary,
  files: RunSummary["files"],
): string[] {
  const own = files.filter((file) => file.entity === entity);
  const columns = [...new Set(own.flatMap(({ columnsKept = [] }) => columnsKept))];
  if (columns.length === 0 && !unmapped) return [];
  const records = `${grouped(unmapped)} ${unmapped === 1 ? "record" : "records"}`;
  const named = columns.length === 0 ? "" : ` (${columns.join(", ")})`;
  return [`${entity}: unmapped cells of ${records} kept, new or changed${named}.`];
}
