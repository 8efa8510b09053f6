import { getTableName } from "drizzle-orm";
import { crosswalk, unmapped } from "../../../shared/ledger.ts";
import type { Difference } from "../../ledger/run-summary.ts";
import { UnmappedPacks } from "../../ledger/unmapped/packs.ts";
import { hashOfCells } from "../../mapping/aside/unmapped-cells.ts";
import type { EntityState } from "../state/entity-state.ts";
import type { RunContext } from "../state/run-context.ts";

type Known = Pick<RunContext, "db" | "scope">;

/**
 * Reads back the unmapped cells that the run kept of an entity: as many, and what was hashed; of a first
 * import, while the crosswalk has no index, each pack against its checksum.
 */
export function reconcileUnmapped(state: EntityState, kept: number): Difference[] {
  const { context, entity, appended, crosswalk } = state;
  if (appended === undefined) return differing(entity, kept, countLinked(context, entity));
  const { records, bytes, sealed } = countAppended(context, entity);
  const single = bytes === crosswalk.unmapped.bytesOutOfPacks ? records : 0;
  return differing(entity, kept, Math.min(appended.countWholeCells() + single, sealed));
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
  return found + countPacked({ db, scope }, entity);
}

/** Those that the run packed before it was interrupted. */
function countPacked({ db, scope }: Known, entity: string): number {
  const packs = new UnmappedPacks(db);
  const known = db.prepare(
    `select unmapped_hash from ${getTableName(crosswalk)}
     where legacy_id = ? and entity = ? and legacy_system = ?`,
  );
  let found = 0;
  for (const pack of packs.ofRun(scope.runId)) {
    if (pack.entity !== entity) continue;
    for (const { legacyId, cells } of packs.entries(pack)) {
      const [hash] = known.get([legacyId, entity, pack.legacySystem]) ?? [];
      if (Buffer.isBuffer(hash) && hashOfCells(cells).equals(hash)) found++;
    }
  }
  return found;
}

/** Outside of packs, and those that have a hash in the crosswalk: `import:validate` compares each with its hash. */
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
  const hashes = Number(sealed.get(key)?.[0] ?? 0);
  return { records: Number(rows), bytes: Number(bytes), sealed: hashes };
}
