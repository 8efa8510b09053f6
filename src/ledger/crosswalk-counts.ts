import type { Database } from "../db/database.ts";

/** What the crosswalk has of a legacy system. */
export interface CrosswalkCounts {
  /** Rows of records, by the file that they were last written from. */
  readonly records: ReadonlyMap<number, number>;
  /** Rows that stand for records which others name and no export has had, by entity. */
  readonly placeholders: ReadonlyMap<string, number>;
}

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
  const from = "from ledger_crosswalk where legacy_system = ?";
  if (fileIds.length > FEW) {
    const found = db.prepare(`select file_id, count(content_hash) ${from} group by file_id`);
    const records = found
      .all([legacySystem])
      .map(([id, count]) => [Number(id), Number(count)] as const);
    return { records: new Map(records), placeholders: placeholderCounts(db, legacySystem) };
  }
  const sums = fileIds.map(() => "sum(file_id = ? and content_hash is not null)");
  const [placeholders, ...counts] =
    db
      .prepare(`select ${["sum(content_hash is null)", ...sums].join(", ")} ${from}`)
      .get([...fileIds, legacySystem]) ?? [];
  return {
    records: new Map(fileIds.map((id, at) => [id, Number(counts[at] ?? 0)])),
    placeholders: Number(placeholders) > 0 ? placeholderCounts(db, legacySystem) : new Map(),
  };
}

const placeholderCounts = (db: Database, legacySystem: string): Map<string, number> =>
  new Map(
    db
      .prepare(
        "select entity, count(*) from ledger_crosswalk where legacy_system = ? and content_hash is null group by entity",
      )
      .all([legacySystem])
      .map(([entity, count]) => [String(entity), Number(count)]),
  );
