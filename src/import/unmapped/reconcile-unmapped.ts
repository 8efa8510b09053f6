import { getTableName } from "drizzle-orm";
import { crosswalk, unmapped } from "../../../shared/ledger.ts";
import type { EntityState } from "../entity-state.ts";
import type { RunContext } from "../run-context.ts";
import type { Difference } from "../run-summary.ts";
import { hashOfCells } from "./unmapped-cells.ts";

type Known = Pick<RunContext, "db" | "scope">;

/**
 * Reads back the unmapped cells that the run kept of an entity: as many, and what was hashed; of a first
 * import as many and as many bytes, while the crosswalk has no index.
 */
export function reconcileUnmapped(state: EntityState, kept: number): Difference[] {
  const { context, entity, appended, unmapped: ledger } = state;
  if (appended === undefined) return differing(entity, kept, countLinked(context, entity));
  const { records, bytes } = countAppended(context, entity);
  const expected = appended.keptBytes - ledger.bytesTaken;
  return differing(entity, kept, bytes === expected ? records : 0);
}

function differing(entity: string, source: number, target: number): Difference[] {
  if (source === target) return [];
  return [{ entity, measure: "records with unmapped cells", source, target }];
}

function countLinked({ db, scope }: Known, entity: string): number {
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
  return found;
}

/** Those that have a hash in the crosswalk: `import:validate` compares each with its hash. */
function countAppended({ db, scope }: Known, entity: string) {
  const key = [scope.runId, entity];
  const versions = db.prepare(
    `select count(*), coalesce(sum(octet_length(cells)), 0) from ${getTableName(unmapped)}
     where run_id = ? and entity = ?`,
  );
  const sealed = db.prepare(
    `select count(*) from ${getTableName(crosswalk)}
     where made_by_run_id = ? and entity = ? and unmapped_hash is not null`,
  );
  const [rows = 0, bytes = 0] = versions.get(key) ?? [];
  const records = Math.min(Number(rows), Number(sealed.get(key)?.[0] ?? 0));
  return { records, bytes: Number(bytes) };
}
