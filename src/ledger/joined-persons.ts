import type { Database, DbValue } from "../db/database.ts";

// What the ledger has of persons whose records stand joined.

/** A record, as the legacy system calls it. */
interface NamedRecord {
  /** Its entity, or the space that a mapping gave it. */
  readonly space: string;
  readonly legacyId: string;
}

const ROW = `
  select target_id from ledger_crosswalk where legacy_id = ? and entity = ? and legacy_system = ?`;

/** Tells of two records whether they share a row. */
export function sharingRows(
  db: Database,
  legacySystem: string,
): (one: NamedRecord, other: NamedRecord) => boolean {
  const row = db.prepare(ROW);
  const rowOf = ({ space, legacyId }: NamedRecord) => row.get([legacyId, space, legacySystem])?.[0];
  return (one, other) => {
    const found = rowOf(one);
    return found !== undefined && found === rowOf(other);
  };
}

/** Which record a link comes from: by the key of its own row, or by its name. */
export interface LinkFrom {
  /** The declaration. */
  readonly link: string;
  readonly ownId: DbValue | undefined;
  readonly space: DbValue | undefined;
  readonly legacyId: DbValue | undefined;
}

const LINKS_TO = `
  select link, from_id, from_space, from_legacy_id from ledger_declared_links
  where legacy_system = ? and merge = ? and to_space = ? and to_legacy_id = ? order by id`;

/** The links of an export that lead to a record. */
export const linksTo = (
  db: Database,
  { legacySystem, merge }: { readonly legacySystem: string; readonly merge: string },
  { space: to, legacyId: id }: NamedRecord,
): LinkFrom[] =>
  db
    .prepare(LINKS_TO)
    .all([legacySystem, merge, to, id])
    .map(([link, ownId, space, legacyId]) => ({ link: String(link), ownId, space, legacyId }));

/** Where records say something else than their person: the column, and the key of the record's own row. */
export const conflictsOf = (
  db: Database,
  personId: string,
): { readonly column: string; readonly ownId: string }[] =>
  db
    .prepare("select field, loser from ledger_person_conflicts where person_id = ? order by id")
    .all([personId])
    .map(([column, ownId]) => ({ column: String(column), ownId: String(ownId) }));
