import type { OpenScratch, Scratch, Statement } from "../../db/database.ts";
import type { Issue, Outcome } from "../../ledger/issue.ts";
import type { RunException, RunPlace } from "../../ledger/run-exception.ts";
import type { RoundedAmount } from "../prepare/prepared-record.ts";
import { ClaimTable } from "./claim-table.ts";
import { Claims } from "./claims.ts";
import type { Kept } from "./new-note.ts";
import type { Note } from "./note.ts";
import { isBefore } from "./note-order.ts";
import { NoteStore } from "./note-store.ts";
import { PersonNotes } from "./person-notes.ts";
import { type NamedPlace, RejectedPlaces } from "./rejected-places.ts";

/** What it holds in memory, beside the cache of the target. */
const CACHE_KIB = 2_048;

/** What is kept of single records besides their notes. */
const TABLES = `
  create table moot (file integer not null, record integer not null, code text not null);
  create table vanished (
    entity text not null, legacy_id text not null, target_id text not null, run text not null,
    file text not null, record integer not null, line integer not null
  );`;

const ROUNDINGS = `
  file integer not null, record integer not null, field text not null, units text not null,
  scale integer not null, primary key (file, record, field)`;

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

/** Records that have one legacy id. */
interface Crowd {
  /** The first of them in the order of the files. */
  readonly first: Note;
  readonly records: number;
}

/** A note, and what is to be told of it. */
export interface NotedRecord {
  readonly note: Note;
  /** The issues that were found, and still hold. */
  readonly news: readonly Issue[];
  /** The record was rejected, and nothing else came of it later. */
  readonly isRejected: boolean;
}

/** What else is noted with an exception. */
export interface ExceptionNotes {
  /** How many of its issues, the last ones, were not told of the record before; all of them, where nothing is said. */
  readonly news?: number;
  /** Absent where only the source has its cells. */
  readonly kept?: Kept | undefined;
  /** The source has more of it than its cells. */
  readonly isRaw?: boolean;
}

/**
 * What a run has to remember of single records, on disk and not in memory, outside the target's
 * transaction: a rollback does not take the reasons for it along.
 */
export class RunNotes {
  readonly persons: PersonNotes;
  readonly #scratch: Scratch;
  readonly #notes: NoteStore;
  readonly #addRounding: Statement;
  readonly #addVanished: Statement;
  readonly #claimed = new Map<string, ClaimTable>();
  readonly #rejectedPlaces = new Map<string, RejectedPlaces>();
  /** Files with rejected records of which only the source has the cells. */
  readonly #unkept = new Set<number>();
  #hasMoot = false;
  /** The last note that was taken, and as it was when the last commit held. */
  #taken = 0;
  #committed = { taken: 0, last: 0 };

  constructor(openScratch: OpenScratch) {
    this.#scratch = openScratch(CACHE_KIB);
    this.#scratch.exec(TABLES);
    this.#scratch.createKeyed("roundings", ROUNDINGS);
    this.#scratch.begin();
    this.#notes = new NoteStore(this.#scratch);
    this.persons = new PersonNotes(this.#scratch);
    this.#addRounding = this.#scratch.prepare("insert into roundings values (?, ?, ?, ?, ?)");
    this.#addVanished = this.#scratch.prepare("insert into vanished values (?, ?, ?, ?, ?, ?, ?)");
  }

  addException(exception: RunException, notes: ExceptionNotes = {}): void {
    const { issues, entity, legacyId, outcome, file } = exception;
    const { news = issues.length, kept, isRaw = false } = notes;
    const seq = this.#notes.add({ place: exception, issues, news, exception, kept });
    if (isRaw) this.#unkept.add(file);
    else if (outcome === "rejected" && kept === undefined) this.#noteUnkept(exception);
    if (legacyId === null) return;
    this.#claimsOf(entity).add(legacyId, seq);
  }

  /** A record that was withdrawn, or that an earlier run was told of, has its cells in the source alone. */
  #noteUnkept({ file, record }: RunPlace): void {
    if (this.#notes.lastExceptionAt({ file, record })?.cells === undefined) this.#unkept.add(file);
  }

  #claimsOf(entity: string): ClaimTable {
    const known = this.#claimed.get(entity) ?? new ClaimTable();
    this.#claimed.set(entity, known);
    return known;
  }

  /** What was found on a record that has no exception, or none that tells it. */
  addFindings(place: RunPlace, issues: readonly Issue[]): void {
    if (issues.length > 0) this.#notes.add({ place, issues, news: issues.length });
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

  /**
   * The records of this run that have this legacy id and are not plainly inserted or unchanged; undefined where
   * there are none.
   *
   * @param low of the hash of the legacy id, where it is known: it tells of most that they have none
   */
  claims(entity: string, legacyId: string, low?: number): Claims | undefined {
    const claimed = this.#claimed.get(entity);
    if (claimed === undefined || (low !== undefined && !claimed.mayHave(low))) return undefined;
    const claims = claimed.claimsOf(
      legacyId,
      () => new Claims((seq) => this.#holding(seq)?.exception()),
      (known, seq) => {
        const note = this.#holding(seq);
        if (note?.legacyId === legacyId && note.entity === entity) known.add(seq, note.exception());
      },
    );
    return claims.isAny ? claims : undefined;
  }

  /** A note that no later one of its record stands against. */
  #holding(seq: number): Note | undefined {
    const note = this.#notes.get(seq);
    return note !== undefined && this.#notes.holds(note) ? note : undefined;
  }

  /**
   * The legacy ids that more than so many records have, each by the place of the first.
   *
   * @param alike whether records that say the same as one before count
   */
  *crowds(
    entity: string,
    most: number,
    { alike }: { readonly alike: "counted" | "passed over" } = { alike: "counted" },
  ): Generator<Crowd> {
    for (const [legacyId, numbers] of this.#claimed.get(entity)?.crowds(most) ?? []) {
      let first: Note | undefined;
      let records = 0;
      for (const note of this.#notesOf(legacyId, numbers)) {
        if (alike === "passed over" && note.outcome === "duplicate") continue;
        records++;
        if (first === undefined || isBefore(note, first)) first = note;
      }
      if (first !== undefined && records > most) yield { first, records };
    }
  }

  *#notesOf(legacyId: string, numbers: readonly number[]): Generator<Note> {
    for (const seq of numbers) {
      const note = this.#holding(seq);
      if (note?.legacyId === legacyId) yield note;
    }
  }

  /** Where the first record of this run stands that has this legacy id and was rejected. */
  rejectedPlace(entity: string, legacyId: string): NamedPlace | undefined {
    const claimed = this.#claimed.get(entity);
    if (claimed === undefined) return undefined;
    const places = this.#rejectedPlaces.get(entity) ?? new RejectedPlaces(this.#notes, entity);
    this.#rejectedPlaces.set(entity, places);
    const place = places.find(legacyId, claimed.last);
    if (place === "none") return undefined;
    if (place !== "not known") return place;
    return this.claims(entity, legacyId)?.firstRejected;
  }

  /** What became of the record at a place, where that was not plain. */
  exceptionAt(place: RunPlace): RunException | undefined {
    return this.#notes.lastExceptionAt(place)?.exception();
  }

  /** Exceptions that were not taken before, in the order they came; taking is remembered. */
  *takePending(): Generator<Note> {
    for (const notes of this.#notes.since(this.#taken + 1)) {
      for (const note of notes) {
        this.#taken = note.seq;
        if (note.outcome !== null) yield note;
      }
    }
  }

  /** Adds what the ledger has already: it is not to be written once more. */
  takeIn(committed: Iterable<RunException>): void {
    for (const exception of committed) this.addException(exception, { news: 0 });
    this.#taken = this.#notes.last;
    this.keep();
  }

  /** Says more of an exception that was taken in. */
  recall(exception: RunException, notes: ExceptionNotes): void {
    this.addException(exception, { ...notes, news: 0 });
    this.#taken = this.#notes.last;
  }

  /** What was taken is written for good. */
  keep(): void {
    this.#committed = { taken: this.#taken, last: this.#notes.last };
  }

  /** What was taken since `keep` was rolled back: it can be taken again. */
  retake(): void {
    this.#taken = this.#committed.taken;
  }

  /** The records since `keep` have no outcome any more: their batch was rolled back. */
  forget(): void {
    this.#notes.forgetAfter(this.#committed.last);
    for (const claimed of this.#claimed.values()) claimed.forgetAfter(this.#committed.last);
    this.retake();
  }

  /** The rejected records of one file, in its order. */
  *rejected(file: number): Generator<Note> {
    for (const notes of this.#notes.holdingIn(file)) {
      for (const note of notes) if (note.outcome === "rejected") yield note;
    }
  }

  /** Whether the cells of all rejected records of a file were kept. */
  keptAll(file: number): boolean {
    return !this.#unkept.has(file);
  }

  /** The records that updated a row. */
  updated(): Generator<RunException> {
    return this.#thatCameTo("updated");
  }

  /** The records that people decided not to import. */
  withdrawn(): Generator<RunException> {
    return this.#thatCameTo("withdrawn");
  }

  *#thatCameTo(outcome: Outcome): Generator<RunException> {
    for (const notes of this.#notes.holding()) {
      for (const note of notes) if (note.outcome === outcome) yield note.exception();
    }
  }

  /** All that was noted, in the order of files and records. */
  *records(): Generator<NotedRecord> {
    const isMoot = this.#mootIssues();
    for (const notes of this.#notes.byPlace()) {
      for (const note of notes) {
        const news = this.#hasMoot ? note.news.filter((one) => !isMoot(note, one)) : note.news;
        const isRejected = note.outcome === "rejected" && this.#notes.holds(note);
        yield { note, news, isRejected };
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

  /** The rejected records that wait for another, with the last word on each. */
  *orphans(): Generator<Note> {
    for (const notes of this.#notes.holding()) {
      for (const note of notes) {
        if (note.outcome === "rejected" && note.awaited !== undefined) yield note;
      }
    }
  }

  /** What vanished, of one entity or of all. */
  *vanished(entity?: string): Generator<VanishedRecord> {
    const found = this.#scratch.prepare("select * from vanished where ? is null or entity = ?");
    for (const row of found.iterate([entity ?? null, entity ?? null])) {
      const [of, legacyId, targetId, run, file, record, line] = row;
      yield {
        entity: String(of),
        legacyId: String(legacyId),
        targetId: String(targetId),
        run: String(run),
        file: String(file),
        record: Number(record),
        line: Number(line),
      };
    }
  }

  close(): void {
    this.#scratch.close();
  }
}
