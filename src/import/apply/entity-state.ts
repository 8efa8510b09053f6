import { getTableColumns } from "drizzle-orm";
import type { Cell } from "../../../importers/define.ts";
import type { StoredValue } from "../../digest/content-hash.ts";
import type { AppendedRows } from "../../ledger/appended-rows.ts";
import { EntityCrosswalk } from "../../ledger/crosswalk.ts";
import type { CrosswalkPlace } from "../../ledger/crosswalk-row.ts";
import { EditedRows } from "../../ledger/edited-rows.ts";
import type { ErrorIssue, Issue, Outcome, RelatedPlace } from "../../ledger/issue.ts";
import type { RunException, RunPlace } from "../../ledger/run-exception.ts";
import { UnmappedLedger } from "../../ledger/unmapped/unmapped-ledger.ts";
import { type RowReader, rowReader, type TargetRow } from "../balance/read-back.ts";
import { awaitedBy } from "../decide/orphans.ts";
import { SeenRecords } from "../decide/seen-records.ts";
import type { ExceptionNotes } from "../notes/run-notes.ts";
import type { CompiledEntity } from "../prepare/compile-entity.ts";
import { stored } from "../prepare/prepare.ts";
import type { PreparedRecord } from "../prepare/prepared-record.ts";
import type { RunContext } from "../run/run-context.ts";
import type { EntityTally } from "./entity-tally.ts";
import { type NewTargetId, newTargetIds } from "./new-target-id.ts";
import { TargetRows } from "./target-rows.ts";

/** What else is kept of a record besides its outcome. */
interface Circumstances {
  readonly issues?: readonly Issue[];
  readonly targetId?: string;
  readonly former?: string;
  /** The ledger says of this very record that it was taken in: a retry has nothing to add. */
  readonly isTold?: true;
}

/** What the load of one entity has come to; the stages below it read and write here. */
export class EntityState {
  readonly context: RunContext;
  readonly compiled: CompiledEntity;
  readonly tally: EntityTally;
  readonly crosswalk: EntityCrosswalk;
  /** What takes the place of single inserts into the crosswalk, in a first import that appends. */
  readonly appended: AppendedRows | undefined;
  readonly rows: TargetRows;
  /** Rows that are placeholders: they also have columns that no export fills. */
  readonly #placeholders: TargetRows;
  /** What these columns are to hold as soon as the record itself comes. */
  readonly #defaults: readonly StoredValue[];
  readonly edited: EditedRows;
  readonly newTargetId: NewTargetId;
  readonly seen: SeenRecords;
  /** No record of this entity was imported by another run. */
  readonly fresh: boolean;
  /** The position of the file at hand. */
  file = 0;
  #releasing = false;
  #readRow: RowReader | undefined;
  #unmapped: UnmappedLedger | undefined;

  constructor(context: RunContext, compiled: CompiledEntity, tally: EntityTally) {
    const { db, scope } = context;
    const keys = compiled.columns.map(({ key }) => key);
    this.context = context;
    this.compiled = compiled;
    this.tally = tally;
    this.crosswalk = new EntityCrosswalk(db, compiled.importer, scope);
    this.appended =
      context.appended && this.crosswalk.append(keys.length, compiled.kept.length > 0);
    if (this.appended !== undefined) context.appended?.set(this.entity, this.appended);
    this.rows = new TargetRows(context, compiled.importer, keys);
    const { table, placeholder } = compiled.importer;
    const others = Object.keys(placeholder?.("") ?? {}).filter((key) => !keys.includes(key));
    this.#placeholders = new TargetRows(context, compiled.importer, [...keys, ...others]);
    this.#defaults = others.map((key) => stored(getTableColumns(table)[key]?.default as Cell));
    this.edited = new EditedRows(db, compiled.importer);
    this.newTargetId = newTargetIds(context, compiled.importer);
    this.fresh = this.crosswalk.isFresh();
    if (!this.fresh) this.crosswalk.lookAhead();
    this.seen = new SeenRecords(this.fresh ? 0 : this.crosswalk.lastId());
  }

  get entity(): string {
    return this.compiled.importer.entity;
  }

  /** @param file its position among the files of the run */
  enterFile(file: number): void {
    for (const rows of this.context.appended?.values() ?? []) rows.flush();
    this.file = file;
    this.seen.enter(file);
  }

  placeOf({ record, line, offset }: PreparedRecord): RunPlace {
    return { file: this.file, record, line, offset };
  }

  /** Loads a record that had waited: it is not one of this run's records. */
  release(file: number, load: () => void): void {
    const { file: before } = this;
    this.file = file;
    this.#releasing = true;
    load();
    this.#releasing = false;
    this.file = before;
  }

  /** A target row as it stands now. */
  readRow(targetId: string): TargetRow | undefined {
    const { db, importers } = this.context;
    this.#readRow ??= rowReader(db, { compiled: this.compiled, importers });
    return this.#readRow(targetId);
  }

  /** The cells that have no place in HMSync; only runs that keep them ask. */
  get unmapped(): UnmappedLedger {
    const { db, scope } = this.context;
    this.#unmapped ??= new UnmappedLedger(db, this.entity, scope);
    return this.#unmapped;
  }

  /** The rows that one belongs to, by the content hash that the crosswalk has of it. */
  rowsOf(contentHash: Buffer | string | null): TargetRows {
    return contentHash === null ? this.#placeholders : this.rows;
  }

  /** A record's values, for one of `rowsOf` the same content hash. */
  valuesFor(contentHash: Buffer | null, values: readonly StoredValue[]): readonly StoredValue[] {
    return contentHash === null ? [...values, ...this.#defaults] : values;
  }

  /** A place as the ledger keeps it. */
  ledgerPlace({ file, record, line }: RunPlace): CrosswalkPlace {
    return { fileId: this.context.files[file]?.fileId ?? 0, record, line };
  }

  /** A place as an issue names it. */
  related({ file, record, line }: Pick<RunPlace, "file" | "record" | "line">): RelatedPlace {
    return { file: this.context.files[file]?.name ?? "", record, line };
  }

  /**
   * Rejects a record. Every rejection has a reason that its owner can read.
   *
   * @param because what keeps it out; it is among the issues, or is added to them
   */
  reject(record: PreparedRecord, because: ErrorIssue, issues: readonly Issue[]): void {
    const all = issues.includes(because) ? issues : [...issues, because];
    this.#settle("rejected", record, { issues: all });
  }

  /** Gives a record its outcome. */
  settle(
    outcome: Exclude<Outcome, "rejected">,
    record: PreparedRecord,
    circumstances: Circumstances = {},
  ): void {
    this.#settle(outcome, record, circumstances);
  }

  #settle(outcome: Outcome, record: PreparedRecord, circumstances: Circumstances): void {
    const place = this.placeOf(record);
    const { issues = record.issues, targetId = null, former = null, isTold } = circumstances;
    if (!this.#releasing) this.tally.outcomes[outcome]++;
    else if (outcome === "inserted") this.tally.counters.released++;
    else return;
    for (const issue of issues) this.tally.found(issue, place);
    if (outcome === "rejected") this.#logRejected(place, issues);
    const keepsPlain = this.context.keepsPlain && isTold === undefined;
    const isKept = former !== null || keepsPlain || this.#releasing;
    if (!isKept && isPlain(outcome, issues)) {
      this.context.runNotes.addFindings(place, issues);
      return;
    }
    const { file, line, offset } = place;
    const { legacyId, fingerprint } = record;
    // Written out: to join objects takes longer than all else that is done here.
    const exception: RunException = {
      entity: this.entity,
      file,
      record: place.record,
      line,
      offset,
      legacyId,
      targetId,
      outcome,
      issues,
      former,
      fingerprint,
    };
    this.context.runNotes.addException(exception, this.#notesOn(exception, record));
  }

  #notesOn({ outcome, issues }: RunException, record: PreparedRecord): ExceptionNotes {
    if (outcome !== "rejected") return {};
    const { compiled, context } = this;
    const awaited = context.keepsOrphans ? awaitedBy(compiled, record, issues) : undefined;
    return { kept: { cells: record.joined, awaited }, isRaw: record.isRaw };
  }

  /** Replaces the outcome that a record had by a rejection, for the issue that comes last. */
  resettle(
    was: Outcome,
    exception: Omit<RunException, "outcome" | "entity">,
    issue: ErrorIssue,
  ): void {
    this.tally.outcomes[was]--;
    this.tally.outcomes.rejected++;
    this.tally.found(issue, exception);
    const { entity } = this;
    this.context.runNotes.addException({ ...exception, entity, outcome: "rejected" }, { news: 1 });
    this.#logRejected(exception, [issue]);
  }

  #logRejected(place: RunPlace, issues: readonly Issue[]): void {
    const name = this.context.files[place.file]?.name ?? "";
    this.context.journal.rejected({ entity: this.entity, name }, place, issues);
  }

  found(issue: Issue, place: RunPlace): void {
    this.tally.found(issue, place);
    this.context.runNotes.addFindings(place, [issue]);
  }

  unfound(issue: Issue, place: RunPlace): void {
    this.tally.unfound(issue, place);
    this.context.runNotes.removeFinding(place, issue);
  }
}

/** What was found when a row was to be written, not on the record itself. */
export const isOfTarget = ({ code }: Issue): boolean => code.includes(".target.");

/** What HMSync did to a row makes a record that is left alone worth keeping. */
function isPlain(outcome: Outcome, issues: readonly Issue[]): boolean {
  if (outcome === "unchanged") return !issues.some(isOfTarget);
  return outcome === "inserted";
}
