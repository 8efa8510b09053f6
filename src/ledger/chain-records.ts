import { exceptions } from "../../shared/ledger.ts";
import type { Database, DbValue } from "../db/database.ts";
import { keptJson } from "../db/kept-json.ts";
import type { Issue, Outcome } from "./issue.ts";
import { LOOKUP } from "./run-ledger.ts";

// What the ledger says of single records over the runs of a chain: each by the file of the run that read it first.

/** A record, by the ledger's row of its file. */
export interface LedgerPlace {
  readonly fileId: number;
  readonly record: number;
}

export interface PlacedRecord extends LedgerPlace {
  readonly entity: string;
}

const lastOfRun = (e: string): string => `not exists (
    select 1 from ledger_exceptions n
    where n.run_id = ${e}.run_id and n.file_id = ${e}.file_id and n.record = ${e}.record and n.id > ${e}.id
  )`;

/** Rejected records of one entity with which the same is wrong. */
export interface RejectedAlike {
  readonly entity: string;
  readonly issues: readonly Issue[];
  readonly count: number;
}

const REJECTED = `
  select e.entity, e.issues, count(*) from ledger_exceptions e
  where e.run_id = ? and e.outcome = 'rejected' and ${lastOfRun("e")}
  group by e.entity, e.issues`;

/** The records that a run rejected. */
export function rejectedAlike(db: Database, runId: number): RejectedAlike[] {
  const issuesIn = issueReader();
  return db
    .prepare(REJECTED)
    .all([runId])
    .map(([entity, issues, count]) => ({
      entity: String(entity),
      issues: issuesIn(issues),
      count: Number(count),
    }));
}

/** Most records have what many have: it is read once, and is the same list then. */
const MOST_ALIKE = 1_000;

type IssueReader = (cell: DbValue | undefined) => readonly Issue[];

function issueReader(): IssueReader {
  const known = new Map<string, readonly Issue[]>();
  return (cell) => {
    const text = String(cell);
    const found = known.get(text) ?? keptJson<readonly Issue[]>(text, exceptions.issues) ?? [];
    if (known.size < MOST_ALIKE) known.set(text, found);
    return found;
  };
}

const LATER = `
  select e.file_id, e.record, e.outcome, e.issues, o.entity, o.issues from ledger_files f
  cross join ledger_exceptions e on e.run_id = ? and e.file_id = f.id
  cross join ledger_exceptions o on o.run_id = f.run_id and o.file_id = e.file_id and o.record = e.record
  where f.run_id = ? and ${lastOfRun("e")} and o.outcome = 'rejected' and ${lastOfRun("o")}`;

/** What a run made of a record that an earlier one had rejected. */
export interface LaterOutcome extends LedgerPlace {
  readonly entity: string;
  readonly outcome: Outcome;
  readonly issues: readonly Issue[];
  /** By the earlier run. */
  readonly rejectedFor: readonly Issue[];
}

/**
 * What runs made of records that an earlier run rejected: a retry of them, or a run that brought the parents that they
 * waited for. In the order of the runs.
 *
 * @param runIds of the later runs
 */
export function* laterOutcomes(
  db: Database,
  { runIds, of }: { readonly runIds: readonly number[]; readonly of: number },
): Generator<LaterOutcome> {
  const later = db.prepare(LATER);
  const issuesIn = issueReader();
  for (const runId of runIds) {
    for (const [fileId, record, outcome, issues, entity, before] of later.all([runId, of])) {
      yield {
        fileId: Number(fileId),
        record: Number(record),
        entity: String(entity),
        outcome: outcome as Outcome,
        issues: issuesIn(issues),
        rejectedFor: issuesIn(before),
      };
    }
  }
}

/** The records of a run's files that wait for a parent now. */
export const waitingRecords = (db: Database, runId: number): PlacedRecord[] =>
  db
    .prepare(
      "select w.entity, w.file_id, w.record from ledger_waiting w join ledger_files f on f.id = w.file_id where f.run_id = ?",
    )
    .all([runId])
    .map(placed);

const TAKEN_BACK = `
  select a.entity, a.file_id, a.record, u.of_run_id, exists (
    select 1 from ledger_exceptions e
    where e.run_id = ? and e.file_id = a.file_id and e.record = a.record and e.outcome = 'rejected'
  )
  from ledger_runs u
  cross join ledger_actions a on a.run_id = u.id
  left join ledger_crosswalk c
    on c.legacy_id = a.legacy_id and c.entity = a.entity and c.legacy_system = u.legacy_system
  where u.legacy_system = ? and u.id > ? and u.kind = 'undo' and u.committed and u.status <> 'undone'
    and a.former is not null and a.detail is null
    and (a.kind = 'deleted' and c.id is null or a.kind = 'restored' and c.run_id <> u.of_run_id)`;

/** A record whose row an undo has taken out, or has given its former values. */
export interface TakenBack extends PlacedRecord {
  /** The run that was undone. */
  readonly ofRunId: number;
  /** The run that is asked about had rejected the record: a later one had let it in. */
  readonly wasRejected: boolean;
}

/** What undos after a run have taken back, and no run has brought since. */
export const takenBack = (
  db: Database,
  { legacySystem, after }: { readonly legacySystem: string; readonly after: number },
): TakenBack[] =>
  db
    .prepare(TAKEN_BACK)
    .all([after, legacySystem, after])
    .map((row) =>
      Object.assign(placed(row), { ofRunId: Number(row[3]), wasRejected: row[4] === 1 }),
    );

function placed([entity, fileId, record]: readonly DbValue[]): PlacedRecord {
  return { entity: String(entity), fileId: Number(fileId), record: Number(record) };
}

/** A file of a run as the ledger has it. */
export interface LedgerFile {
  readonly id: number;
  readonly runId: number;
  readonly entity: string;
  readonly name: string;
  readonly size: number | null;
  readonly sha256: string | null;
  readonly records: number | null;
  /**
   * `export`: read as a whole; `rejects`: single records of an earlier run's file; `rows`: no file, but what stands for
   * one where rows of another entity belong to its records; `lookup`: fields of others were looked up in it.
   */
  readonly is: "export" | "rejects" | "rows" | "lookup";
  /** Of `rejects` and `rows`: the file that is meant. */
  readonly ofFileId: number | null;
}

const FILES = `
  select f.id, f.run_id, f.entity, f.name, f.size, f.sha256, f.records, f.of_file_id, f.header is null
  from ledger_runs r cross join ledger_files f on f.run_id = r.id where r.legacy_system = ? order by f.id`;

/** All files of a legacy system's runs. */
export const filesOfSystem = (db: Database, legacySystem: string): LedgerFile[] =>
  db
    .prepare(FILES)
    .all([legacySystem])
    .map(([id, runId, entity, name, size, sha256, records, ofFileId, headless]) => ({
      id: Number(id),
      runId: Number(runId),
      entity: String(entity),
      name: String(name),
      size: numberOr(size),
      sha256: sha256 == null ? null : String(sha256),
      records: numberOr(records),
      ofFileId: numberOr(ofFileId),
      is: kindOf(String(entity), { ofFileId: numberOr(ofFileId), headless: headless === 1 }),
    }));

const numberOr = (cell: DbValue | undefined): number | null => (cell == null ? null : Number(cell));

function kindOf(
  entity: string,
  { ofFileId, headless }: Pick<LedgerFile, "ofFileId"> & { readonly headless: boolean },
): LedgerFile["is"] {
  if (entity === LOOKUP) return "lookup";
  if (ofFileId === null) return "export";
  return headless ? "rows" : "rejects";
}
