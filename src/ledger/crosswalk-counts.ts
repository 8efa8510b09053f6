import type { Database } from "../db/database.ts";

/** How many rows of records the crosswalk has, by the file that they were last written from. */
export type CrosswalkCounts = ReadonlyMap<number, number>;

/** As many files are counted each by a sum of their own: to put the rows of a million records in order takes longer. */
const FEW = 40;

/**
 * Counts the crosswalk in one pass.
 *
 * @param fileIds of the files that are asked for
 */
export function crosswalkCounts(
  db: Database,
  legacySystem: string,
  fileIds: readonly number[],
): CrosswalkCounts {
  const from = "from ledger_crosswalk where legacy_system = ? and content_hash is not null";
  if (fileIds.length > FEW) {
    const found = db.prepare(`select file_id, count(*) ${from} group by file_id`);
    return new Map(found.all([legacySystem]).map(([id, count]) => [Number(id), Number(count)]));
  }
  const sums = fileIds.map(() => "sum(file_id = ?)").join(", ");
  if (sums === "") return new Map();
  const counts = db.prepare(`select ${sums} ${from}`).get([...fileIds, legacySystem]) ?? [];
  return new Map(fileIds.map((id, at) => [id, Number(counts[at] ?? 0)]));
}

/** How many rows stand for records that others name and no export has had, by entity. */
export const placeholderCounts = (db: Database, legacySystem: string): Map<string, number> =>
  new Map(
    db
      .prepare(
        "select entity, count(*) from ledger_crosswalk where legacy_system = ? and content_hash is null group by entity",
      )
      .all([legacySystem])
      .map(([entity, count]) => [String(entity), Number(count)]),
  );
