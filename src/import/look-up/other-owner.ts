import type { Database } from "../../db/database.ts";
import type { CrosswalkRow } from "../../ledger/crosswalk-row.ts";
import type { RelatedPlace } from "../../ledger/issue.ts";
import type { PreparedRecord } from "../prepare/prepared-record.ts";
import type { Subject } from "./subject.ts";

/** The run that a retry, a retry of a retry, and so on, goes back to. */
const FIRST_RUN = `
  with recursive chain(id, kind, of_run_id) as (
    select id, kind, of_run_id from ledger_runs where id = ?
    union all
    select r.id, r.kind, r.of_run_id from chain c join ledger_runs r on r.id = c.of_run_id
    where c.kind = 'retry'
  )
  select id from chain where kind <> 'retry'`;

/** The legacy id that a record had when that run rejected it. */
const REJECTED = `
  select e.legacy_id from ledger_files f
  cross join ledger_exceptions e on e.run_id = f.run_id and e.file_id = f.id and e.record = ?
  where f.run_id = ? and f.name = ? and f.entity = ? and e.outcome = 'rejected'
  order by e.id desc limit 1`;

const FILE = "select run_id, name from ledger_files where id = ?";

/**
 * The record that has the legacy id of a record that a retry re-imports: one of another id than this
 * had, or one of a later export. A person's correction must not write over either. Undefined if the
 * crosswalk speaks of the record itself, or of what it is a newer version of.
 */
export function otherOwner(
  subject: Subject,
  { record, legacyId }: Pick<PreparedRecord, "record" | "legacyId">,
  prior: CrosswalkRow,
): RelatedPlace | undefined {
  const { db, retryOf, files } = subject.context;
  if (retryOf === undefined || prior.contentHash === null) return undefined;
  const first = firstRun(db, retryOf);
  const name = files[subject.file]?.name ?? "";
  const rejected = db.prepare(REJECTED).get([record, first, name, subject.entity]);
  if (rejected === undefined) return undefined;
  const [runId, file] = db.prepare(FILE).get([prior.fileId]) ?? [];
  const isOwn = prior.record === record && file === name && firstRun(db, Number(runId)) === first;
  const isOlder = prior.runId <= first && rejected[0] === legacyId;
  if (isOwn || isOlder) return undefined;
  return { file: String(file ?? ""), record: prior.record, line: prior.line };
}

const firstRun = (db: Database, run: number): number =>
  Number(db.prepare(FIRST_RUN).get([run])?.[0] ?? run);
