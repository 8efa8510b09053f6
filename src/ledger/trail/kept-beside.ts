import { getTableName } from "drizzle-orm";
import { unmapped } from "../../../shared/ledger.ts";
import type { Database, DbValue } from "../../db/database.ts";
import { keptJson } from "../../db/kept-json.ts";
import { UnmappedPacks } from "../unmapped/packs.ts";

/** A version of the cells of a record that no field is filled from. */
export interface KeptVersion {
  readonly runId: number;
  readonly fileId: number;
  readonly record: number;
  readonly line: number;
  /** By column. */
  readonly cells: Readonly<Record<string, string>>;
}

interface OfRecord {
  readonly entity: string;
  readonly legacySystem: string;
  readonly legacyId: string;
  /** Its row in the crosswalk; undefined if it has none. */
  readonly crosswalkId: number | undefined;
}

/** What was kept of a record, the oldest first. */
export function keptBeside(
  db: Database,
  { entity, legacySystem, legacyId, crosswalkId }: OfRecord,
): KeptVersion[] {
  const query = `select run_id, file_id, record, line, cells from ${getTableName(unmapped)}
    where legacy_id = ? and entity = ? and legacy_system = ? order by id`;
  const single = db.prepare(query).all([legacyId, entity, legacySystem]).map(versionOf);
  const packed =
    crosswalkId === undefined ? undefined : new UnmappedPacks(db).find(crosswalkId, legacyId);
  if (packed === undefined) return single;
  const { pack, record, line, cells } = packed;
  return [versionOf([pack.runId, pack.fileId, record, line, cells]), ...single];
}

const versionOf = ([runId, fileId, record, line, cells]: readonly DbValue[]): KeptVersion => ({
  runId: Number(runId),
  fileId: Number(fileId),
  record: Number(record),
  line: Number(line),
  cells: keptJson<Record<string, string>>(cells, unmapped.cells) ?? {},
});
