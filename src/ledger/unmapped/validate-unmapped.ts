import { getTableName } from "drizzle-orm";
import { crosswalk, files, runs, unmapped } from "../../../shared/ledger.ts";
import type { Database, DbValue } from "../../db/database.ts";
import { hashOfCells } from "../../mapping/aside/unmapped-cells.ts";
import { UnmappedPacks } from "./packs.ts";

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
  const version = versionReader(db);
  for (const row of newestVersions(db).iterate([entity])) {
    const { cells, ...place } = version(row);
    counts.kept++;
    if (cells !== null && hashOfCells(cells).equals(row[0] as Buffer)) continue;
    const isLost = cells === null;
    counts[isLost ? "lost" : "changed"]++;
    if (deviations.length >= LISTED) continue;
    deviations.push({
      what: isLost ? "unmapped cells lost" : "unmapped cells changed",
      ...place,
      targetId: String(row[2]),
    });
  }
  return { ...counts, deviations };
}

type Version = Omit<UnmappedDeviation, "what" | "targetId"> & { readonly cells: string | null };

/** Reads a version that stands by itself, or in a pack. */
function versionReader(db: Database): (row: readonly DbValue[]) => Version {
  const packs = new UnmappedPacks(db);
  const names = db.prepare(
    `select r.name, f.name from ${getTableName(runs)} r, ${getTableName(files)} f
     where r.id = ? and f.id = ?`,
  );
  return ([, cells = null, , run, file, record, line, crosswalkId, legacyId]) => {
    const packed = cells === null ? packs.find(Number(crosswalkId), String(legacyId)) : undefined;
    if (packed === undefined) {
      const place = { run: String(run ?? ""), file: String(file ?? "") };
      const text = cells === null ? null : String(cells);
      return { cells: text, ...place, record: Number(record), line: Number(line) };
    }
    const [ofRun, ofFile] = names.get([packed.pack.runId, packed.pack.fileId]) ?? [];
    const place = { run: String(ofRun ?? ""), file: String(ofFile ?? "") };
    return { cells: packed.cells, ...place, record: packed.record, line: packed.line };
  };
}

/** The newest version of each record that the crosswalk says has one. */
function newestVersions(db: Database) {
  const versions = getTableName(unmapped);
  return db.prepare(
    `select c.unmapped_hash, u.cells, c.target_id, r.name, f.name,
       coalesce(u.record, c.record), coalesce(u.line, c.line), c.id, c.legacy_id
     from ${getTableName(crosswalk)} c
     left join ${versions} u on u.id = (
       select max(v.id) from ${versions} v where v.legacy_id = c.legacy_id
         and v.entity = c.entity and v.legacy_system = c.legacy_system)
     left join ${getTableName(runs)} r on r.id = coalesce(u.run_id, c.run_id)
     left join ${getTableName(files)} f on f.id = coalesce(u.file_id, c.file_id)
     where c.entity = ? and c.unmapped_hash is not null order by c.id`,
  );
}
