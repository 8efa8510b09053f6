import type { Database } from "../../db/database.ts";
import { contentHash, contentHashBytes, type StoredValue } from "../../digest/content-hash.ts";
import type { AppendedRows } from "../../ledger/appended-rows.ts";
import type { EntityCrosswalk } from "../../ledger/crosswalk.ts";
import type { CrosswalkRow, CrosswalkScope } from "../../ledger/crosswalk-row.ts";
import type { EditedRows } from "../../ledger/edited-rows.ts";
import type { Outcome, RelatedPlace } from "../../ledger/issue.ts";
import { fileWithRun, firstRun, rejectedAs } from "../../ledger/retried-records.ts";
import type { RunPlace } from "../../ledger/run-exception.ts";
import { positionOfFile, type RunFile } from "../../ledger/run-file.ts";
import type { Candidate, EarlierRecord, Known, PresentRow, Prior } from "../decide/decision.ts";
import type { FoundParent } from "../decide/resolve.ts";
import type { Claims } from "../notes/claims.ts";
import type { RunNotes } from "../notes/run-notes.ts";
import type { CompiledEntity } from "../prepare/compile-entity.ts";
import type { PreparedRecord } from "../prepare/prepared-record.ts";
import type { ParentFinder } from "./parent-finder.ts";
import type { Parents } from "./parents.ts";
import type { SeenRecords } from "./seen-records.ts";

/** Asks the database and the run's notes what has to be known of records before anything is decided on them. */
export class LookUp {
  readonly #subject: Subject;
  readonly #finders: readonly ParentFinder[];

  /** For the records of one file. */
  constructor(subject: Subject) {
    const { compiled, parents, entity } = subject;
    this.#subject = subject;
    this.#finders = compiled.references.map((one) => parents.finderOf(entity, one));
  }

  /** Brings near what will be asked for of a group of records. */
  foresee(records: readonly PreparedRecord[]): void {
    for (const [at, finder] of this.#finders.entries()) {
      const lows = new Int32Array(records.length);
      for (let nth = 0; nth < records.length; nth++) {
        lows[nth] = records[nth]?.parentHashes[at * 2] ?? 0;
      }
      finder.foresee(lows);
    }
  }

  /** The rows that a record names, in the order of the entity's references. */
  parentsOf(record: PreparedRecord): FoundParent[] {
    return this.#finders.map((finder, at) => {
      const legacyId = record.parents[at] ?? null;
      if (legacyId === null) return undefined;
      const found = finder.find(legacyId);
      return typeof found === "object" ? found : this.#lacking(at, legacyId, found ?? "unknown");
    });
  }

  #lacking(at: number, legacyId: string, lacks: "deleted" | "unknown"): FoundParent {
    const { compiled, parents } = this.#subject;
    const reference = compiled.references[at];
    if (reference === undefined) return undefined;
    const rejectedAt = this.#rejectedAt(reference.entity, legacyId);
    const substitute = lacks === "unknown" ? parents.substituteFor(reference, legacyId) : undefined;
    return { lacks, rejectedAt, substitute };
  }

  #rejectedAt(entity: string, legacyId: string): RelatedPlace | undefined {
    const place = this.#subject.context.runNotes.rejectedPlace(entity, legacyId);
    return place && this.#subject.related(place);
  }

  /** What is known of the record's legacy id. */
  knownOf(candidate: Candidate): Known {
    const { record } = candidate;
    const { context, entity } = this.#subject;
    if (record.legacyId === null) return NOTHING_KNOWN;
    // The legacy id is the first of the columns that are hashed.
    const claims = context.runNotes.claims(entity, record.legacyId, record.hashes[0]);
    const rival = claims?.rivalOf(record.fingerprint);
    if (rival !== undefined) return { rival, prior: undefined };
    if (this.#isCertainlyNew(candidate, claims)) return NOTHING_KNOWN;
    return { rival: undefined, prior: this.priorOf(candidate, claims) };
  }

  /** Of a sound record the target itself tells that its id is taken. */
  #isCertainlyNew({ error, record }: Candidate, claims: Claims | undefined): boolean {
    const { fresh, derivesIds, appended } = this.#subject;
    if (claims !== undefined) return false;
    if (error === undefined) return fresh && derivesIds;
    return record.targetId !== undefined && appended?.isBeyond(record.targetId) === true;
  }

  /** What the crosswalk has of the record's legacy id, beside what the record says. */
  priorOf(candidate: Candidate, claims?: Claims): Prior | undefined {
    const { record, error } = candidate;
    const subject = this.#subject;
    const row = subject.crosswalk.find(record.legacyId ?? "");
    if (row === undefined) return undefined;
    const isSound = error === undefined;
    const isSame = isSound && (row.isOf(contentHash(record.hashes)) || this.#isOfDays(row, record));
    const earlier = this.#earlierOf(row, claims);
    const mayChange = isSound && !isSame && earlier === undefined && row.targetExists;
    const owner = mayChange ? otherOwner(subject, record, row) : undefined;
    return {
      row,
      earlier,
      isSame,
      cellsDiffer:
        isSound &&
        record.unmapped !== undefined &&
        subject.crosswalk.unmapped.differ(row.id, record),
      isItself: row.fileId === subject.fileId && row.record === record.record,
      owner,
      present: mayChange && owner === undefined ? this.#presentRow(record, row) : undefined,
    };
  }

  /** Whether a version that knew no dates of a month or a year made the row of what the record says. */
  #isOfDays(row: CrosswalkRow, { hashes, values }: PreparedRecord): boolean {
    const { columns } = this.#subject.compiled;
    const days = columns.flatMap(({ isPrecision }, at) => (isPrecision ? [] : [at]));
    if (days.length === columns.length) return false;
    if (row.contentHash?.length !== contentHashBytes(days.length)) return false;
    if (columns.some(({ isPrecision }, at) => isPrecision && values[at] !== null)) return false;
    const own = Int32Array.from(
      days.flatMap((at) => [hashes[at * 2] ?? 0, hashes[at * 2 + 1] ?? 0]),
    );
    return row.isOf(contentHash(own));
  }

  /** A row that this run wrote, or found unchanged; a placeholder waits for its record. */
  #earlierOf(row: CrosswalkRow, claims: Claims | undefined): EarlierRecord | undefined {
    const { seen, context } = this.#subject;
    const met = seen.place(row.id);
    const isWritten = row.runId === context.scope.runId && row.contentHash !== null;
    if (!isWritten && met === undefined) return undefined;
    const outcome = this.#outcomeSoFar(row, claims);
    const place =
      outcome === "unchanged" && met !== undefined ? { ...met, offset: null } : this.#placeOf(row);
    return { outcome, place };
  }

  #outcomeSoFar(row: CrosswalkRow, claims: Claims | undefined): Outcome {
    const { runId } = this.#subject.context.scope;
    if (row.madeByRunId === runId) return "inserted";
    return row.runId === runId ? (claims?.lastWritten?.outcome ?? "updated") : "unchanged";
  }

  #placeOf({ fileId, record, line }: CrosswalkRow): RunPlace {
    const file = positionOfFile(this.#subject.context.files, fileId);
    return { file, record, line, offset: null };
  }

  #presentRow({ values: said }: PreparedRecord, row: CrosswalkRow): PresentRow {
    const rows = this.#subject.rowsOf(row.contentHash);
    const before = rows.read(row.targetId) ?? [];
    const values = this.#subject.valuesFor(row.contentHash, said);
    const changed = rows.differing(before, values);
    return { before, values, changed, edited: this.#subject.edited.columnsOf(row) };
  }
}

const NOTHING_KNOWN: Known = { rival: undefined, prior: undefined };

/**
 * The record that has the legacy id of a record that a retry re-imports: one of another id than this
 * had, or one of a later export. A person's correction must not write over either. Undefined if the
 * crosswalk speaks of the record itself, or of what it is a newer version of.
 */
function otherOwner(
  subject: Subject,
  { record, legacyId }: Pick<PreparedRecord, "record" | "legacyId">,
  prior: CrosswalkRow,
): RelatedPlace | undefined {
  const { db, retryOf, files } = subject.context;
  if (retryOf === undefined || prior.contentHash === null) return undefined;
  const first = firstRun(db, retryOf);
  const name = files[subject.file]?.name ?? "";
  const rejected = rejectedAs(db, { runId: first, file: name, entity: subject.entity, record });
  if (rejected === undefined) return undefined;
  const file = fileWithRun(db, prior.fileId);
  const isSame = prior.record === record && file.name === name;
  const isOwn = isSame && firstRun(db, file.runId) === first;
  const isOlder = prior.runId <= first && rejected === legacyId;
  if (isOwn || isOlder) return undefined;
  return { file: file.name, record: prior.record, line: prior.line };
}

/** Target rows, in terms of the columns that an import fills. */
interface PresentRows {
  read(targetId: string): StoredValue[] | undefined;
  /** The columns in which values differ from what was read. */
  differing(read: readonly StoredValue[], values: readonly StoredValue[]): string[];
}

/** The entity whose records are looked up, and how far the run has come with it. */
interface Subject {
  readonly entity: string;
  readonly compiled: CompiledEntity;
  readonly parents: Parents;
  readonly crosswalk: EntityCrosswalk;
  readonly appended: AppendedRows | undefined;
  readonly seen: SeenRecords;
  readonly edited: EditedRows;
  /** No record of it was imported by another run. */
  readonly fresh: boolean;
  /** Target ids follow from legacy ids. */
  readonly derivesIds: boolean;
  /** The position of the file at hand, and its number in the ledger. */
  readonly file: number;
  readonly fileId: number;
  readonly context: {
    readonly db: Database;
    readonly runNotes: RunNotes;
    readonly files: readonly RunFile[];
    readonly scope: CrosswalkScope;
    /** The run whose rejected records are taken in once more. */
    readonly retryOf: number | undefined;
  };
  related(place: Pick<RunPlace, "file" | "record" | "line">): RelatedPlace;
  /** The rows that one belongs to, by the content hash that the crosswalk has of it. */
  rowsOf(contentHash: Buffer | null): PresentRows;
  valuesFor(contentHash: Buffer | null, values: readonly StoredValue[]): readonly StoredValue[];
}
