import { createReadStream, existsSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse";
import type { LedgerRun } from "../../ledger/run-ledger.ts";
import { unguard } from "../../plain/csv.ts";

/** The list of a report that says which records of earlier exports were not met. */
const LIST = "vanished.csv";

/** By run that missed records of an entity, whether this one was among them; undefined if its list is gone. */
export async function vanishedIn(
  runs: readonly LedgerRun[],
  { entity, legacyId }: { readonly entity: string; readonly legacyId: string },
): Promise<Map<number, boolean | undefined>> {
  const found = new Map<number, boolean | undefined>();
  for (const { id, summary, reportFolder, committed } of runs) {
    if (!committed || (summary?.entities[entity]?.vanished ?? 0) === 0) continue;
    const path = join(reportFolder ?? "", LIST);
    const isThere = reportFolder !== null && existsSync(path);
    found.set(id, isThere ? await lists(path, entity, legacyId) : undefined);
  }
  return found;
}

async function lists(path: string, entity: string, legacyId: string): Promise<boolean> {
  for await (const row of createReadStream(path).pipe(parse({ from: 2, bom: true }))) {
    const [of, called] = (row as string[]).map(unguard);
    if (of === entity && called === legacyId) return true;
  }
  return false;
}
