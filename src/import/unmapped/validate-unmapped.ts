import { getTableName } from "drizzle-orm";
import { crosswalk, files, runs, unmapped } from "../../../shared/ledger.ts";
import type { Database } from "../../db/database.ts";
import { hashOfCells } from "./unmapped-cells.ts";

/** More than this are counted, not listed. */
const LISTED = 1_000;

/** A record whose unmapped cells are not those that were kept. */
export interface UnmappedDeviation {
  readonly what: "unmapped cells changed" | "unmapped cells lost";
  readonly run: string;
  readonly file: string;
  readonly record: number;
  readonly line: number;
  readonly targetId: string;
}

/** What became of the unmapped cells that runs kept of one entity. */
export interface UnmappedComparison {
  /** Records of which there are any. */
  readonly kept: number;
  readonly changed: number;
  readonly lost: number;
  /** The first of them. */
  readonly deviations: readonly UnmappedDeviation[];
}

/** Compares the unmapped cells in the ledger with what the crosswalk knows of them. */
export function validateUnmapped(db: Database, entity: string): UnmappedComparison {
  const counts = { kept: 0, changed: 0, lost: 0 };
  const deviations: UnmappedDeviation[] = [];
  for (const row of newestVersions(db).iterate([entity])) {
    const [hash, cells, targetId, run, file, record, line] = row;
    counts.kept++;
    const isLost = cells === null;
    if (!isLost && hashOfCells(String(cells)).equals(hash as Buffer)) continue;
    counts[isLost ? "lost" : "changed"]++;
    if (deviations.length >= LISTED) continue;
    deviations.push({
      what: isLost ? "unmapped cells lost" : "unmapped cells changed",
      ...{ run: String(run ?? ""), file: String(file ?? ""), targetId: String(targetId) },
      ...{ record: Number(record), line: Number(line) },
    });
  }
  return { ...counts, deviations };
}

/** The newest version of each record that the crosswalk says has one. */
function newestVersions(db: Database) {
  const versions = getTableName(unmapped);
  return db.prepare(
    `select c.unmapped_hash, u.cells, c.target_id, r.name, f.name,
       coalesce(u.record, c.record), coalesce(u.line, c.line)
     from ${getTableName(crosswalk)} c
     left join ${versions} u on u.id = (
       select max(v.id) from ${versions} v where v.legacy_id = c.legacy_id
         and v.entity = c.entity and v.legacy_system = c.legacy_system)
     left join ${getTableName(runs)} r on r.id = coalesce(u.run_id, c.run_id)
     left join ${getTableName(files)} f on f.id = coalesce(u.file_id, c.file_id)
     where c.entity = ? and c.unmapped_hash is not null`,
  );
}
