import type { Database } from "../db/database.ts";
import type { Outcome } from "./issue.ts";

// Records by what became of them, page by page, each named without a value of it.

/** A record in a list. */
export interface ListedRecord {
  /** Of its row in the crosswalk, or of what the ledger noted of it. */
  readonly number: number;
  readonly legacyId: string | null;
  /** The file of the run that read it; null if it is not known any more. */
  readonly file: string | null;
  readonly line: number;
}

/** Where a page begins, and how many records it has. */
export interface ListPage {
  /** The number of the last record before it; 0 for the first page. */
  readonly after: number;
  readonly size: number;
}

const IN = `
  select c.id, c.legacy_id, f.name, c.line from ledger_crosswalk c
  left join ledger_files f on f.id = c.file_id
  where c.id > ? and c.entity = ? and c.legacy_system = ? and c.content_hash is not null
  order by c.id limit ?`;

/** Records whose rows are in the target, in the order in which they came. */
export const recordsIn = (
  db: Database,
  { entity, legacySystem }: { readonly entity: string; readonly legacySystem: string },
  { after, size }: ListPage,
): ListedRecord[] => db.prepare(IN).all([after, entity, legacySystem, size]).map(listed);

const NOTED = `
  select e.id, e.legacy_id, f.name, e.line from json_each(?) r
  cross join ledger_exceptions e on e.run_id = r.value
  left join ledger_files f on f.id = e.file_id
  where e.id > ? and e.entity = ? and e.outcome = ? and not exists (
    select 1 from ledger_exceptions n
    where n.run_id = e.run_id and n.file_id = e.file_id and n.record = e.record and n.id > e.id
  )
  order by e.id limit ?`;

/** What runs noted of records that came to one outcome. */
export const recordsNoted = (
  db: Database,
  {
    entity,
    outcome,
    runIds,
  }: { readonly entity: string; readonly outcome: Outcome; readonly runIds: readonly number[] },
  { after, size }: ListPage,
): ListedRecord[] =>
  db
    .prepare(NOTED)
    .all([JSON.stringify(runIds), after, entity, outcome, size])
    .map(listed);

const listed = ([number, legacyId, file, line]: readonly unknown[]): ListedRecord => ({
  number: Number(number),
  legacyId: legacyId === null ? null : String(legacyId),
  file: file === null ? null : String(file),
  line: Number(line),
});
