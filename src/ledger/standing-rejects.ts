import { exceptions } from "../../shared/ledger.ts";
import type { Database, DbValue, Statement } from "../db/database.ts";
import { keptJson } from "../db/kept-json.ts";
import type { Issue } from "./issue.ts";
import { firstRun } from "./retried-records.ts";
import type { LedgerRun } from "./run-ledger.ts";

// Which rejected records of a chain are open still: no later run let them in, withdrew or rejected them anew.

/** A file of a run, as far as records of it were rejected. */
export interface RejectingFile {
  readonly fileId: number;
  readonly entity: string;
  readonly name: string;
}

/** A rejected record that stands. */
export interface StandingReject {
  /** The number of its row in the ledger: no other record ever has it. */
  readonly number: number;
  readonly record: number;
  readonly line: number;
  readonly legacyId: string | null;
  readonly issues: readonly Issue[];
  /** Equal for records with equal cells. */
  readonly fingerprint: number | null;
  /** It lacks nothing but its parent, and is let in with that. */
  readonly waits: boolean;
}

const FILES = `
  select f.id, f.entity, f.name from ledger_files f
  where f.id in (
    select distinct file_id from ledger_exceptions where run_id = ? and outcome = 'rejected'
  )
  order by f.id`;

/** What later runs read anew, from the first byte to the last. */
const READ_ANEW = `
  select distinct entity, name from ledger_files
  where run_id = ? and of_file_id is null and header is not null and records is not null`;

/** The last that a run says of a record holds; and it holds until a later run says another thing of it. */
const STANDING = `
  select e.id, e.record, e.line, e.legacy_id, e.issues, e.fingerprint, exists (
    select 1 from ledger_waiting w
    where w.legacy_id = e.legacy_id and w.entity = e.entity
      and w.file_id = e.file_id and w.record = e.record
  )
  from ledger_exceptions e
  where e.run_id = ? and e.file_id = ? and e.record > ? and e.outcome = 'rejected'
    and not exists (
      select 1 from ledger_exceptions n
      where n.run_id = e.run_id and n.file_id = e.file_id and n.record = e.record and n.id > e.id
    )
    and not exists (
      select 1 from ledger_runs r cross join ledger_exceptions l on l.run_id = r.id
      where r.id > e.run_id and r.committed and r.status <> 'undone' and r.kind <> 'undo'
        and l.file_id = e.file_id and l.record = e.record
    )
  order by e.record limit ?`;

const LET_IN = `
  select 1 from ledger_crosswalk c join ledger_runs r on r.id = c.run_id
  where c.legacy_id = ? and c.entity = ? and c.legacy_system = ? and c.run_id > ?
    and r.kind = 'import' limit 1`;

/** Records that are read at once: other work goes on in between. */
const AT_ONCE = 1000;

/** Reads the standing rejected records of a chain, run by run. */
export class StandingRejects {
  readonly #db: Database;
  /** The newest first. */
  readonly #runs: readonly LedgerRun[];
  readonly #standing: Statement;
  readonly #letIn: Statement;
  readonly #exports = new Map<number, number>();
  readonly #anew = new Map<number, ReadonlySet<string>>();

  /** @param runs of one chain, in any order */
  constructor(db: Database, runs: readonly LedgerRun[]) {
    this.#db = db;
    this.#runs = runs
      .filter(({ kind, status }) => kind !== "undo" && status !== "undone")
      .sort((one, other) => other.id - one.id);
    this.#standing = db.prepare(STANDING);
    this.#letIn = db.prepare(LET_IN);
  }

  /** Runs that may have such records, the newest first. */
  get runs(): readonly LedgerRun[] {
    return this.#runs;
  }

  /** The files of a run with rejected records, but those that a later run read anew. */
  files(run: LedgerRun): RejectingFile[] {
    const later = this.#runs.filter(({ id }) => id > run.id).map((one) => this.#readAnew(one));
    return this.#db
      .prepare(FILES)
      .all([run.id])
      .map(([id, entity, name]) => {
        return { fileId: Number(id), entity: String(entity), name: String(name) };
      })
      .filter((file) => !later.some((names) => names.has(keyOf(file))));
  }

  /** A page of the records of one file, in their order. */
  *records(run: LedgerRun, { fileId }: RejectingFile): Generator<StandingReject[]> {
    let after = 0;
    for (;;) {
      const rows = this.#standing.all([run.id, fileId, after, AT_ONCE]);
      if (rows.length > 0) yield rows.map(standingReject);
      if (rows.length < AT_ONCE) return;
      after = Number(rows.at(-1)?.[1]);
    }
  }

  /** The run that read the export whose records a run judged: of retries, the one that they go back to. */
  exportOf({ id }: LedgerRun): number {
    const known = this.#exports.get(id) ?? firstRun(this.#db, id);
    this.#exports.set(id, known);
    return known;
  }

  /** Whether a record of this id was written by an import of an export that came after that run. */
  isInSince(run: LedgerRun, entity: string, legacyId: string): boolean {
    return this.#letIn.get([legacyId, entity, run.legacySystem, run.id]) !== undefined;
  }

  /** The files that a run read whole: what earlier runs said of them is past. */
  #readAnew(run: LedgerRun): ReadonlySet<string> {
    const known = this.#anew.get(run.id);
    if (known !== undefined) return known;
    const files = isOfAll(run) ? this.#db.prepare(READ_ANEW).all([run.id]) : [];
    const names = new Set(
      files.map(([entity, name]) => keyOf({ entity: String(entity), name: String(name) })),
    );
    this.#anew.set(run.id, names);
    return names;
  }
}

const keyOf = ({ entity, name }: Pick<RejectingFile, "entity" | "name">): string =>
  JSON.stringify([entity, name]);

/** A run that gave every record of its files an outcome, and not some of them. */
function isOfAll({ summary, request }: LedgerRun): boolean {
  const { limit, sample, pilot } = request?.settings ?? summary?.settings ?? {};
  return summary?.complete === true && [limit, sample, pilot].every((one) => one === undefined);
}

const standingReject = (row: DbValue[]): StandingReject => {
  const [number, record, line, legacyId = null, issues, fingerprint = null, waits] = row;
  return {
    number: Number(number),
    record: Number(record),
    line: Number(line),
    legacyId: legacyId === null ? null : String(legacyId),
    issues: keptJson<Issue[]>(issues, exceptions.issues) ?? [],
    fingerprint: fingerprint === null ? null : Number(fingerprint),
    waits: waits === 1,
  };
};
