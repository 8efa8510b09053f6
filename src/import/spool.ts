import type { Database, DbValue, Statement } from "../db/database.ts";
import { openScratch } from "../db/sqlite.ts";
import type { Issue, Outcome } from "./issue.ts";
import type { RoundedAmount } from "./prepared-record.ts";

/** Where a record stands, across the files of a run. */
export interface RunPlace {
  /** The position of the file among the files of the run. */
  readonly file: number;
  readonly record: number;
  readonly line: number;
  /** Bytes; unknown where an earlier record is spoken of. */
  readonly offset: number | null;
}

/** A record that was not plainly inserted or unchanged. */
export interface RunException extends RunPlace {
  readonly entity: string;
  readonly legacyId: string | null;
  readonly targetId: string | null;
  readonly outcome: Outcome;
  readonly issues: readonly Issue[];
  /** JSON: what an updated row and its crosswalk row held before. */
  readonly former: string | null;
  readonly fingerprint: number;
}

/** A record of an earlier export that this one does not hold, and where it stood last. */
export interface VanishedRecord {
  readonly entity: string;
  readonly legacyId: string;
  readonly targetId: string;
  readonly run: string;
  readonly file: string;
  readonly record: number;
  readonly line: number;
}

/** What a record waits for, and its cells as JSON. */
export interface Orphan {
  readonly parentEntity: string;
  readonly parentLegacyId: string;
  readonly cells: string;
}

/** An issue and the record that it was found on. */
export interface PlacedIssue extends RunPlace {
  readonly issue: Issue;
}

const TABLES = `
  create table exceptions (
    seq integer primary key, entity text not null, file integer not null, record integer not null,
    line integer not null, offset integer, legacy_id text, target_id text, outcome text not null,
    issues text not null, former text, fingerprint integer not null
  );
  create index exceptions_legacy_id on exceptions (legacy_id, entity) where legacy_id is not null;
  create index exceptions_record on exceptions (file, record, seq);
  create table findings (
    seq integer primary key, file integer not null, record integer not null, line integer not null,
    offset integer, issue text not null
  );
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

const COLUMNS =
  "entity, file, record, line, offset, legacy_id, target_id, outcome, issues, former, fingerprint";

/** Only the last exception of a record holds. */
const HOLDS =
  "seq = (select max(seq) from exceptions f where f.file = e.file and f.record = e.record)";

/**
 * What a run has to remember of single records, on disk and not in memory, outside the target's
 * transaction: a rollback does not take the reasons for it along.
 */
export class Spool {
  readonly #scratch: Database;
  readonly #addException: Statement;
  readonly #addFinding: Statement;
  readonly #addRounding: Statement;
  readonly #addVanished: Statement;
  readonly #claims: Statement;
  #at: Statement | undefined;
  #addOrphan: Statement | undefined;
  readonly #claimed = new Set<string>();
  /** The last exception that was taken, and the last that was taken for a commit that held. */
  #taken = 0;
  #committed = { exception: 0, finding: 0 };

  constructor() {
    this.#scratch = openScratch();
    this.#scratch.exec(TABLES);
    this.#scratch.begin();
    this.#addException = this.#scratch.prepare(
      `insert into exceptions (${COLUMNS}) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#addFinding = this.#scratch.prepare(
      "insert into findings (file, record, line, offset, issue) values (?, ?, ?, ?, ?)",
    );
    this.#addRounding = this.#scratch.prepare("insert into roundings values (?, ?, ?, ?, ?)");
    this.#addVanished = this.#scratch.prepare("insert into vanished values (?, ?, ?, ?, ?, ?, ?)");
    this.#claims = this.#scratch.prepare(
      `select ${COLUMNS} from exceptions e where legacy_id = ? and entity = ? and ${HOLDS} order by seq`,
    );
  }

  addException(exception: RunException): void {
    const { entity, file, record, line, offset, legacyId, targetId, outcome } = exception;
    const { issues, former, fingerprint } = exception;
    const place = [entity, file, record, line, offset];
    const kept = [legacyId, targetId, outcome, JSON.stringify(issues), former, fingerprint];
    this.#addException.run([...place, ...kept]);
    this.#claimed.add(entity);
  }

  addFinding({ file, record, line, offset }: RunPlace, issue: Issue): void {
    this.#addFinding.run([file, record, line, offset, JSON.stringify(issue)]);
  }

  removeFinding({ file, record }: RunPlace, { code }: Issue): void {
    this.#scratch
      .prepare("delete from findings where file = ? and record = ? and issue ->> 'code' = ?")
      .run([file, record, code]);
  }

  addRounding({ file, record }: RunPlace, { field, difference }: RoundedAmount): void {
    this.#addRounding.run([file, record, field, String(difference.units), difference.scale]);
  }

  /** What rounding took from an accepted record, in case that it is withdrawn. */
  roundings({ file, record }: RunPlace): RoundedAmount[] {
    const found = this.#scratch.prepare(
      "select field, units, scale from roundings where file = ? and record = ?",
    );
    return found.all([file, record]).map(([field, units, scale]) => ({
      field: String(field),
      difference: { units: BigInt(String(units)), scale: Number(scale) },
    }));
  }

  /** The records of this run that have this legacy id and are not plainly inserted or unchanged. */
  claims(entity: string, legacyId: string): RunException[] {
    if (!this.#claimed.has(entity)) return [];
    return this.#claims.all([legacyId, entity]).map(exceptionFrom);
  }

  /** What became of the record at a place, where that was not plain. */
  exceptionAt({ file, record }: RunPlace): RunException | undefined {
    this.#at ??= this.#scratch.prepare(
      `select ${COLUMNS} from exceptions e where file = ? and record = ? and ${HOLDS}`,
    );
    const row = this.#at.get([file, record]);
    return row && exceptionFrom(row);
  }

  /** Exceptions that were not taken before, in the order they came; taking is remembered. */
  *takePending(): Generator<RunException> {
    const pending = this.#scratch.prepare(
      `select seq, ${COLUMNS} from exceptions where seq > ? order by seq`,
    );
    for (const [seq, ...rest] of pending.iterate([this.#taken])) {
      this.#taken = Number(seq);
      yield exceptionFrom(rest);
    }
  }

  /** Takes in what the ledger has already: it is not to be written once more. */
  takeIn(committed: Iterable<RunException>): void {
    for (const exception of committed) this.addException(exception);
    this.#taken = this.#last("exceptions");
    this.keep();
  }

  /** What was taken is written for good. */
  keep(): void {
    this.#committed = { exception: this.#taken, finding: this.#last("findings") };
  }

  /** What was taken since `keep` was rolled back: it can be taken again. */
  retake(): void {
    this.#taken = this.#committed.exception;
  }

  /** The records since `keep` have no outcome any more: their batch was rolled back. */
  forget(): void {
    const { exception, finding } = this.#committed;
    this.#scratch.prepare("delete from exceptions where seq > ?").run([exception]);
    this.#scratch.prepare("delete from findings where seq > ?").run([finding]);
    this.#taken = exception;
  }

  #last(table: "exceptions" | "findings"): number {
    return Number(this.#scratch.prepare(`select max(seq) from ${table}`).get([])?.[0] ?? 0);
  }

  /** The rejected records of one file, in its order. */
  *rejected(file: number): Generator<RunException> {
    const rejected = this.#scratch.prepare(
      `select ${COLUMNS} from exceptions e where file = ? and outcome = 'rejected' and ${HOLDS} order by record`,
    );
    for (const row of rejected.iterate([file])) yield exceptionFrom(row);
  }

  /** The records that updated a row. */
  *updated(): Generator<RunException> {
    const updated = this.#scratch.prepare(
      `select ${COLUMNS} from exceptions e where outcome = 'updated' and ${HOLDS} order by file, record`,
    );
    for (const row of updated.iterate([])) yield exceptionFrom(row);
  }

  /** Every issue of the run, in the order of files and records. */
  *findings(): Generator<PlacedIssue> {
    const all = this.#scratch.prepare(
      "select file, record, line, offset, issue from findings order by file, record, seq",
    );
    for (const [file, record, line, offset, issue] of all.iterate([])) {
      yield {
        ...{ file: Number(file), record: Number(record), line: Number(line) },
        offset: offset === null ? null : Number(offset),
        issue: JSON.parse(String(issue)) as Issue,
      };
    }
  }

  addVanished({ entity, legacyId, targetId, run, file, record, line }: VanishedRecord): void {
    this.#addVanished.run([entity, legacyId, targetId, run, file, record, line]);
  }

  addOrphan({ file, record }: RunPlace, { parentEntity, parentLegacyId, cells }: Orphan): void {
    this.#addOrphan ??= this.#scratch.prepare(
      "insert or replace into orphans values (?, ?, ?, ?, ?)",
    );
    this.#addOrphan.run([file, record, parentEntity, parentLegacyId, cells]);
  }

  /** The rejected records that were noted as orphans, with the last word on each. */
  *orphans(): Generator<{ readonly exception: RunException; readonly orphan: Orphan }> {
    const noted = this.#scratch.prepare(
      `select o.parent_entity, o.parent_legacy_id, o.cells, ${COLUMNS.replaceAll(/\b(file|record)\b/g, "e.$1")}
       from orphans o join exceptions e on e.file = o.file and e.record = o.record
       where e.outcome = 'rejected' and ${HOLDS} order by o.file, o.record`,
    );
    for (const [parentEntity, parentLegacyId, cells, ...exception] of noted.iterate([])) {
      yield {
        exception: exceptionFrom(exception),
        orphan: {
          ...{ parentEntity: String(parentEntity), parentLegacyId: String(parentLegacyId) },
          cells: String(cells),
        },
      };
    }
  }

  /** What vanished, of one entity or of all. */
  *vanished(entity?: string): Generator<VanishedRecord> {
    const found = this.#scratch.prepare("select * from vanished where ? is null or entity = ?");
    for (const row of found.iterate([entity ?? null, entity ?? null])) {
      const [of, legacyId, targetId, run, file, record, line] = row;
      yield {
        ...{ entity: String(of), legacyId: String(legacyId), targetId: String(targetId) },
        ...{ run: String(run), file: String(file), record: Number(record), line: Number(line) },
      };
    }
  }

  close(): void {
    this.#scratch.close();
  }
}

function exceptionFrom(row: DbValue[]): RunException {
  const [entity, file, record, line, offset, legacyId, targetId, outcome, issues, former, print] =
    row;
  return {
    ...{ entity: String(entity), file: Number(file), record: Number(record), line: Number(line) },
    offset: offset === null ? null : Number(offset),
    legacyId: legacyId as string | null,
    targetId: targetId as string | null,
    outcome: outcome as Outcome,
    issues: JSON.parse(String(issues)) as Issue[],
    former: former as string | null,
    fingerprint: Number(print),
  };
}
