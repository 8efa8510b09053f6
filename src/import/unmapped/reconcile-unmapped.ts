import { getTableName } from "drizzle-orm";
import { crosswalk, unmapped } from "../../../shared/ledger.ts";
import type { RunContext } from "../run-context.ts";
import type { Difference } from "../run-summary.ts";
import { hashOfCells } from "./unmapped-cells.ts";

/** Reads back the unmapped cells that the run kept of an entity: as many, and what was hashed. */
export function reconcileUnmapped(
  { db, scope }: Pick<RunContext, "db" | "scope">,
  entity: string,
  kept: number,
): Difference[] {
  const statement = db.prepare(
    `select u.cells, c.unmapped_hash from ${getTableName(unmapped)} u
     left join ${getTableName(crosswalk)} c on c.legacy_id = u.legacy_id
       and c.entity = u.entity and c.legacy_system = u.legacy_system
     where u.run_id = ? and u.entity = ?`,
  );
  let found = 0;
  for (const [cells, hash] of statement.iterate([scope.runId, entity])) {
    if (Buffer.isBuffer(hash) && hashOfCells(String(cells)).equals(hash)) found++;
  }
  if (found === kept) return [];
  return [{ entity, measure: "records with unmapped cells", source: kept, target: found }];
}
