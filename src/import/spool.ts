import type { Database, DbValue, Statement } from "../db/database.ts";
import { openScratch } from "../db/sqlite.ts";
import type { Issue } from "./issue.ts";
import { IssueText } from "./issue-text.ts";
import { NumberTable } from "./number-table.ts";
import type { RoundedAmount } from "./prepared-record.ts";
import type { RunException, RunPlace, WrittenException } from "./run-exception.ts";
import {
  CACHE_KIB,
  CLAIM,
  COLUMNS,
  FINDINGS,
  HOLDS,
  REJECTED_PLACE,
  TABLES,
  written,
} from "./spool-tables.ts";

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

const NO_CLAIMS: readonly RunException[] = [];

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

/**
 * What a run has to remember of single records, on disk and not in memory, outside the target's
 * transaction: a rollback does not take the reasons for it along.
 */
export class Spool {
  readonly #scratch: Database;
  readonly #addException: Statement;
  readonly #addFindings: Statement;
  readonly #addRounding: Statement;
  readonly #addVanished: Statement;
  readonly #claims: Statement;
  #at: Statement | undefined;
  #rejectedPlace: Statement | undefined;
  #addOrphan: Statement | undefined;
  readonly #claimed = new Map<string, NumberTable>();
  readonly #issues = new IssueText();
  /** The number of the last exception. */
  #last = 0;
  #hasMoot = false;
  /** The last exception that was taken, and the last that was taken for a commit that held. */
  #taken = 0;
  #committed = { exception: 0, finding: 0 };

  constructor() {
    this.#scratch = openScratch(CACHE_KIB);
    this.#scratch.exec(TABLES);
    this.#scratch.begin();
    this.#addException = this.#scratch.prepare(
      `insert into exceptions (seq, ${COLUMNS}, news) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#addFindings = this.#scratch.prepare(
      "insert into findings (file, record, line, offset, issues) values (?, ?, ?, ?, ?)",
    );
    this.#addRounding = this.#scratch.prepare("insert into roundings values (?, ?, ?, ?, ?)");
    this.#addVanished = this.#scratch.prepare("insert into vanished values (?, ?, ?, ?, ?, ?, ?)");
    this.#claims = this.#scratch.prepare(CLAIM);
  }

  /** @param news how many of its issues, the last ones, were not told of the record before */
  addException(exception: RunException, news = exception.issues.length): void {
    const { entity, file, record, line, offset, legacyId, targetId, outcome } = exception;
    const issues = this.#issues.write(exception.issues);
    this.#last++;
    this.#addException.run([
      ...[this.#last, entity, file, record, line, offset, legacyId, targetId, outcome],
      ...[issues, exception.former, exception.fingerprint, news],
    ]);
    if (legacyId !== null) this.#claimsOf(entity).add(legacyId, this.#last);
  }

  #claimsOf(entity: string): NumberTable {
    const known = this.#claimed.get(entity) ?? new NumberTable();
    this.#claimed.set(entity, known);
    return known;
  }

  /** What was found on a record that has no exception, or none that tells it. */
  addFindings({ file, record, line, offset }: RunPlace, issues: readonly Issue[]): void {
    if (issues.length === 0) return;
    this.#addFindings.run([file, record, line, offset, this.#issues.write(issues)]);
  }

  removeFinding({ file, record }: RunPlace, { code }: Issue): void {
    this.#hasMoot = true;
    this.#scratch.prepare("insert into moot values (?, ?, ?)").run([file, record, code]);
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
  claims(entity: string, legacyId: string): readonly RunException[] {
    const claimed = this.#claimed.get(entity);
    if (claimed === undefined) return NO_CLAIMS;
    return claimed.find(legacyId).flatMap((seq) => {
      const row = this.#claims.get([seq, legacyId, entity]);
      return row === undefined ? [] : [this.#exceptionFrom(row)];
    });
  }

  /** Where the first record of this run stands that has this legacy id and was rejected. */
  rejectedPlace(entity: string, legacyId: string): Omit<RunPlace, "offset"> | undefined {
    this.#rejectedPlace ??= this.#scratch.prepare(REJECTED_PLACE);
    for (const seq of this.#claimed.get(entity)?.find(legacyId) ?? []) {
      const row = this.#rejectedPlace.get([seq, legacyId, entity]);
      if (row === undefined) continue;
      return { file: Number(row[0]), record: Number(row[1]), line: Number(row[2]) };
    }
    return undefined;
  }

  /** What became of the record at a place, where that was not plain. */
  exceptionAt({ file, record }: RunPlace): RunException | undefined {
    this.#at ??= this.#scratch.prepare(
      `select ${COLUMNS} from exceptions e where file = ? and record = ? and ${HOLDS}`,
    );
    const row = this.#at.get([file, record]);
    return row && this.#exceptionFrom(row);
  }

  /** Exceptions that were not taken before, in the order they came; taking is remembered. */
  *takePending(): Generator<WrittenException> {
    const pending = this.#scratch.prepare(
      `select ${COLUMNS}, seq from exceptions where seq > ? order by seq`,
    );
    for (const row of pending.iterate([this.#taken])) {
      this.#taken = Number(row.at(-1));
      yield written(row);
    }
  }

  /** Takes in what the ledger has already: it is not to be written once more. */
  takeIn(committed: Iterable<RunException>): void {
    for (const exception of committed) this.addException(exception, 0);
    this.#taken = this.#last;
    this.keep();
  }

  /** What was taken is written for good. */
  keep(): void {
    this.#committed = { exception: this.#taken, finding: this.#lastFinding() };
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

  #lastFinding(): number {
    return Number(this.#scratch.prepare("select max(seq) from findings").get([])?.[0] ?? 0);
  }

  /** The rejected records of one file, in its order. */
  *rejected(file: number): Generator<RunException> {
    const rejected = this.#scratch.prepare(
      `select ${COLUMNS} from exceptions e where file = ? and outcome = 'rejected' and ${HOLDS} order by record`,
    );
    for (const row of rejected.iterate([file])) yield this.#exceptionFrom(row);
  }

  /** The records that updated a row. */
  *updated(): Generator<RunException> {
    const updated = this.#scratch.prepare(
      `select ${COLUMNS} from exceptions e where outcome = 'updated' and ${HOLDS} order by file, record`,
    );
    for (const row of updated.iterate([])) yield this.#exceptionFrom(row);
  }

  /** Every issue of the run, in the order of files and records. */
  *findings(): Generator<PlacedIssue> {
    const isMoot = this.#mootIssues();
    for (const row of this.#scratch.prepare(FINDINGS).iterate([])) {
      const [file, record, line, offset, text, news] = row;
      const all = this.#issues.read(String(text));
      const place = {
        ...{ file: Number(file), record: Number(record), line: Number(line) },
        offset: offset === null ? null : Number(offset),
      };
      for (const issue of Number(news) < 0 ? all : all.slice(-Number(news))) {
        if (!isMoot(place, issue)) yield { ...place, issue };
      }
    }
  }

  /** Tells the issues that do not hold any more; few runs have any. */
  #mootIssues(): (place: RunPlace, issue: Issue) => boolean {
    if (!this.#hasMoot) return () => false;
    const rows = this.#scratch.prepare("select file, record, code from moot").all([]);
    const moot = new Set(rows.map((row) => row.join("\0")));
    return ({ file, record }, { code }) => moot.has([file, record, code].join("\0"));
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
        exception: this.#exceptionFrom(exception),
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

  #exceptionFrom(row: DbValue[]): RunException {
    const exception = written(row);
    return { ...exception, issues: this.#issues.read(exception.issues) };
  }

  close(): void {
    this.#scratch.close();
  }
}
