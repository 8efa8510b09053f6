import type { DbValue } from "../db/database.ts";
import type { Outcome } from "./issue.ts";
import type { WrittenException } from "./run-exception.ts";

/** What it holds in memory, beside the cache of the target. */
export const CACHE_KIB = 6_144;

/** The scratch database of a run. */
export const TABLES = `
  create table exceptions (
    seq integer primary key, entity text not null, file integer not null, record integer not null,
    line integer not null, offset integer, legacy_id text, target_id text, outcome text not null,
    issues text not null, former text, fingerprint integer not null, news integer not null
  );
  create index exceptions_record on exceptions (file, record, seq);
  create table findings (
    seq integer primary key, file integer not null, record integer not null, line integer not null,
    offset integer, issues text not null
  );
  create table moot (file integer not null, record integer not null, code text not null);
  create table roundings (
    file integer not null, record integer not null, field text not null, units text not null,
    scale integer not null, primary key (file, record, field)
  ) without rowid;
  create table vanished (
    entity text not null, legacy_id text not null, target_id text not null, run text not null,
    file text not null, record integer not null, line integer not null
  );
  create table orphans (
    file integer not null, record integer not null, parent_entity text not null,
    parent_legacy_id text not null, cells text not null, primary key (file, record)
  ) without rowid;`;

/** Of an exception, as `written` reads them. */
export const COLUMNS =
  "entity, file, record, line, offset, legacy_id, target_id, outcome, issues, former, fingerprint";

/** What was found on records without an exception, and then what their exceptions brought. */
export const FINDINGS = `
  select file, record, line, offset, issues, -1 as news, seq, 0 as source from findings
  union all
  select file, record, line, offset, issues, news, seq, 1 from exceptions where news > 0
  order by file, record, source, seq`;

/** Only the last exception of a record holds. */
export const HOLDS =
  "seq = (select max(seq) from exceptions f where f.file = e.file and f.record = e.record)";

const CLAIMING = `from exceptions e where seq = ? and legacy_id = ? and entity = ? and ${HOLDS}`;

/** One exception, if it is of a record that has a certain legacy id. */
export const CLAIM = `select ${COLUMNS} ${CLAIMING}`;

/** Where it stands, if the record was rejected. */
export const REJECTED_PLACE = `select file, record, line ${CLAIMING} and outcome = 'rejected'`;

/** @param row its `COLUMNS` */
export function written(row: DbValue[]): WrittenException {
  return {
    entity: String(row[0]),
    file: Number(row[1]),
    record: Number(row[2]),
    line: Number(row[3]),
    offset: row[4] === null ? null : Number(row[4]),
    legacyId: row[5] as string | null,
    targetId: row[6] as string | null,
    outcome: row[7] as Outcome,
    issues: String(row[8]),
    former: row[9] as string | null,
    fingerprint: Number(row[10]),
  };
}
