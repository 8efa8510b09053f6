import { exceptions } from "../../../shared/ledger.ts";
import type { Database, DbValue, Statement } from "../../db/database.ts";
import { keptJson } from "../../db/kept-json.ts";
import type { FormerRow } from "../former-row.ts";
import type { Issue, Outcome } from "../issue.ts";

/** A record that a run met, and noted something of. */
export interface NotedMeeting {
  readonly id: number;
  readonly runId: number;
  readonly fileId: number;
  readonly entity: string;
  readonly record: number;
  readonly line: number;
  /** Bytes before it, where that is known. */
  readonly offset: number | null;
  /** Equal for records with equal cells; null where that is not known. */
  readonly fingerprint: number | null;
  readonly legacyId: string | null;
  readonly outcome: Outcome;
  readonly issues: readonly Issue[];
  /** Of an updated row what it held before, of a withdrawn record why. */
  readonly former: (Partial<FormerRow> & { readonly reason?: string }) | null;
}

/** Where a run met a record. */
export interface MetAt {
  readonly runId: number;
  readonly fileId: number;
  readonly record: number;
}

const SELECT = `select id, run_id, file_id, entity, record, line, "offset", legacy_id, outcome, issues, former, fingerprint
  from ledger_exceptions`;
/** Records of one file whose issues are looked at for a name of another one. */
const MOST_NAMING = 50;

/** What runs have noted of the records that they met. */
export class NotedMeetings {
  readonly #db: Database;
  readonly #at: Statement;
  readonly #byId: Statement;
  readonly #atLine: Statement;

  constructor(db: Database) {
    this.#db = db;
    this.#at = db.prepare(`${SELECT} where run_id = ? and file_id = ? and record = ? order by id`);
    this.#byId = db.prepare(`${SELECT} where id = ?`);
    this.#atLine = db.prepare(
      `${SELECT} where run_id = ? and file_id = ? and line = ? order by id`,
    );
  }

  /** The last word of a run about the record in a place. */
  at({ runId, fileId, record }: MetAt): NotedMeeting | undefined {
    const last = this.#at.all([runId, fileId, record]).at(-1);
    return last && meetingOf(last);
  }

  /** The same, by the line that the record begins in. */
  atLine(runId: number, fileId: number, line: number): NotedMeeting | undefined {
    const last = this.#atLine.all([runId, fileId, line]).at(-1);
    return last && meetingOf(last);
  }

  byId(id: number): NotedMeeting | undefined {
    const found = this.#byId.get([id]);
    return found && meetingOf(found);
  }

  /**
   * The records that have one of these legacy ids, in all runs: one pass over what was noted.
   */
  called(entity: string, legacyIds: readonly string[]): NotedMeeting[] {
    const wanted = legacyIds.map(() => "?").join(", ");
    const query = `${SELECT} where entity = ? and legacy_id in (${wanted}) order by id`;
    return this.#db
      .prepare(query)
      .all([entity, ...legacyIds])
      .map(meetingOf);
  }

  /** Rejected records of a run whose issues speak of the record in a place. */
  speakingOf(runId: number, place: { readonly file: string; readonly record: number }) {
    // The place is looked for as it is written; what is found is read before it is believed.
    const query = `${SELECT} where run_id = ? and outcome = 'rejected' and issues like ? order by id`;
    const found: NotedMeeting[] = [];
    for (const row of this.#db.prepare(query).iterate([runId, `%"record":${place.record},%`])) {
      const one = meetingOf(row);
      const speaks = one.issues.some(
        ({ related }) => related?.file === place.file && related.record === place.record,
      );
      if (speaks) found.push(one);
      if (found.length === MOST_NAMING) break;
    }
    return found;
  }
}

function meetingOf(row: readonly DbValue[]): NotedMeeting {
  const [id, runId, fileId, entity, record, line, offset, legacyId, ...rest] = row;
  const [outcome, issues, former, fingerprint] = rest;
  return {
    id: Number(id),
    runId: Number(runId),
    fileId: Number(fileId),
    entity: String(entity),
    record: Number(record),
    line: Number(line),
    offset: offset === null ? null : Number(offset),
    fingerprint: fingerprint as number | null,
    legacyId: legacyId as string | null,
    outcome: outcome as Outcome,
    issues: keptJson<Issue[]>(issues, exceptions.issues) ?? [],
    former: keptJson<NonNullable<NotedMeeting["former"]>>(former, exceptions.former),
  };
}
