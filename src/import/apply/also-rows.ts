import type { AlsoRows, Draft } from "../../../importers/define.ts";
import type { CrosswalkRow } from "../../ledger/crosswalk-row.ts";
import { type ErrorIssue, firstError, type Issue } from "../../ledger/issue.ts";
import { RemovedRows } from "../../ledger/removed-rows.ts";
import { decide, editedIssue, isWriting } from "../decide/decide.ts";
import {
  type Candidate,
  type Decision,
  type Operation,
  plainCandidate,
} from "../decide/decision.ts";
import { LookUp } from "../look-up/look-up.ts";
import type { ParentFinder } from "../look-up/parent-finder.ts";
import { rowFinder } from "../look-up/row-finder.ts";
import { recordOfRow } from "../prepare/compile-also.ts";
import type { PreparedRecord } from "../prepare/prepared-record.ts";
import type { EntityState } from "../state/entity-state.ts";
import { ownRow } from "../state/own-row.ts";
import { brokenBy, type CarriedOut, carryOut } from "./carry-out.ts";
import { note } from "./outcomes.ts";
import { replayRecord } from "./replay.ts";
import { rewriteRow, takeBackRow } from "./withdraw.ts";

// Rows of other tables that belong to a record. Each goes the way of a record of its own, right behind the
// record that it belongs to: both are done, or neither.

/** Rows of one table that belong to the records of an entity. */
export interface Belonging {
  readonly also: AlsoRows;
  readonly state: EntityState;
}

interface Part extends Belonging {
  readonly lookUp: LookUp;
  readonly removed: RemovedRows;
  readonly finders: ReadonlyMap<string, ParentFinder>;
}

/** What becomes of one row that belongs to the record at hand. */
interface Step {
  readonly part: Part;
  readonly candidate: Candidate;
  readonly decision: Decision;
  /** The record has it no more. */
  readonly removes?: CrosswalkRow;
}

/** What becomes of all of them; or why the record cannot be let in. */
interface Plan {
  readonly steps: readonly Step[];
  readonly because?: readonly Issue[];
}

/** Why a record is not let in whose rows cannot be. */
export interface Refusal {
  readonly because: readonly Issue[];
}

/** The rows that belong to the records of one entity. */
export class AlsoWay {
  readonly #owner: EntityState;
  readonly #parts: readonly Part[];
  readonly #fileOf: (entity: string, file: number) => number;
  #foreseen: { readonly candidate: Candidate; readonly plan: Plan } | undefined;

  /** @param fileOf what stands for a file, given by position, where rows of an entity belong to its records */
  constructor(
    owner: EntityState,
    belongings: readonly Belonging[],
    fileOf: (entity: string, file: number) => number,
  ) {
    this.#owner = owner;
    this.#fileOf = fileOf;
    const { db, scope } = owner.context;
    this.#parts = belongings.map(({ also, state }) => ({
      also,
      state,
      lookUp: new LookUp(state),
      removed: new RemovedRows(db, { ...also, runId: scope.runId }),
      finders: new Map(Object.entries(also.named).map(([key, rows]) => [key, rowFinder(db, rows)])),
    }));
  }

  /** Looks before anything is written: what is wrong with them is wrong with the record. */
  foresee(candidate: Candidate, decision: Decision): { writes: boolean; decision: Decision } {
    const { operation } = decision;
    if (operation === undefined || operation.kind === "insert") return { writes: false, decision };
    const plan = this.#plan(candidate, operation.prior.row.targetId);
    const { steps, because } = plan;
    if (because !== undefined) return { writes: false, decision: rejectedFor(decision, because) };
    // A placeholder, or the number of a row that comes back, changes what the rows say.
    const holds = candidate.placeholders.length === 0 && operation.kind !== "insert again";
    this.#foreseen = holds ? { candidate, plan } : undefined;
    const writes = steps.some((step) => step.removes || isWriting(step.candidate, step.decision));
    return { writes, decision };
  }

  /** Does what a record asks for together with what its rows ask for: all of it, or nothing. */
  carryOut(candidate: Candidate, operation: Operation): CarriedOut | Refusal {
    const { db } = this.#owner.context;
    const cells = this.#owner.tally.counters.unmapped;
    db.exec("savepoint also_rows");
    const own = carryOut(this.#owner, candidate, operation);
    const came = own === "done" ? this.#carryOutRows(candidate) : own;
    if (own === "done" && came !== "done") {
      db.exec("rollback to also_rows");
      this.#owner.tally.counters.unmapped = cells;
      for (const { numbers } of [this.#owner, ...this.#states]) numbers?.lookAgain();
    }
    db.exec("release also_rows");
    return came;
  }

  get #states(): EntityState[] {
    return this.#parts.map(({ state }) => state);
  }

  #carryOutRows(candidate: Candidate): CarriedOut | Refusal {
    const plan = this.#foreseenFor(candidate) ?? this.#planAnew(candidate);
    if (plan === undefined) return "done";
    const { steps, because } = plan;
    if (because !== undefined) return { because };
    for (const step of steps) {
      const constraint = this.#write(step);
      if (constraint !== undefined) return { constraint };
    }
    for (const step of steps) this.#note(step);
    return "done";
  }

  /** What was planned of a record before it was written: a plan holds once. */
  #foreseenFor(candidate: Candidate): Plan | undefined {
    const foreseen = this.#foreseen;
    this.#foreseen = undefined;
    return foreseen?.candidate === candidate ? foreseen.plan : undefined;
  }

  #planAnew(candidate: Candidate): Plan | undefined {
    const row = this.#owner.crosswalk.find(candidate.record.legacyId ?? "");
    return row && this.#plan(candidate, row.targetId);
  }

  #write({ part, candidate, decision, removes }: Step): string | undefined {
    const { state } = part;
    state.file = this.#fileOf(state.entity, this.#owner.file);
    state.isReleasing = this.#owner.isReleasing;
    if (removes !== undefined) return this.#remove(part, candidate.record, removes);
    if (decision.operation === undefined) return undefined;
    const came = carryOut(state, candidate, decision.operation);
    if (came === "done") return undefined;
    return typeof came === "string" ? "" : came.constraint;
  }

  #remove(part: Part, record: PreparedRecord, row: CrosswalkRow): string | undefined {
    const { state } = part;
    const { targetId, id } = row;
    return brokenBy(state, () =>
      part.removed.remove({
        crosswalkId: id,
        targetId,
        legacyId: record.legacyId ?? "",
        place: state.ledgerPlace(state.placeOf(record)),
      }),
    );
  }

  #note({ part, candidate, decision, removes }: Step): void {
    const { state } = part;
    if (removes !== undefined) {
      state.tally.own.removed++;
      return;
    }
    if (!state.isReleasing) state.tally.own.made++;
    note(state, candidate, decision);
  }

  /** What this run did with the rows of a record is taken back with it. */
  withdraw(record: PreparedRecord): void {
    for (const { state, removed } of this.#parts) {
      for (let nth = 0; ; nth++) {
        const key = keyOf(record, nth);
        state.tally.own.removed -= removed.bringBack(key);
        const row = state.crosswalk.find(key);
        if (row === undefined) break;
        if (takeBackRow(state, row, key)) state.tally.own.made--;
      }
    }
  }

  /** Writes them anew, whose record has got another number; this run has made them. */
  renew(record: PreparedRecord): void {
    const row = this.#owner.crosswalk.find(record.legacyId ?? "");
    if (row === undefined) return;
    const own = this.#rowOf(record, row.targetId);
    for (const part of this.#parts) {
      for (const { candidate } of this.#wanted(part, record, own)) {
        rewriteRow(part.state, candidate.record);
      }
    }
  }

  /** Counts them again behind a record whose outcome is committed. */
  replay(record: PreparedRecord): void {
    const row = this.#owner.crosswalk.find(record.legacyId ?? "");
    if (row === undefined) return;
    const own = this.#rowOf(record, row.targetId);
    for (const part of this.#parts) {
      part.state.file = this.#fileOf(part.state.entity, this.#owner.file);
      for (const { candidate } of this.#wanted(part, record, own)) {
        part.state.tally.own.made++;
        replayRecord(part.state, candidate);
      }
    }
  }

  #rowOf(record: PreparedRecord, targetId: string): Draft {
    const { compiled, numbers } = this.#owner;
    const row = ownRow(compiled, { targetId, values: record.values });
    return { ...row, ...numbers?.of(record.legacyId ?? "") };
  }

  #plan({ record }: Candidate, targetId: string): Plan {
    const own = this.#rowOf(record, targetId);
    const steps: Step[] = [];
    for (const part of this.#parts) {
      const wanted = this.#wanted(part, record, own);
      const unknown = wanted.flatMap(({ unknown: issue }) => issue ?? []);
      if (unknown.length > 0) return { steps: [], because: unknown };
      for (const { candidate } of wanted) {
        const known = part.lookUp.knownOf(candidate);
        steps.push({ part, candidate, decision: decide(part.state.terms, candidate, known) });
      }
      steps.push(...this.#surplus(part, record, wanted.length));
    }
    const refused = steps.find(({ decision }) => decision.outcome === "rejected");
    return refused === undefined ? { steps } : { steps: [], because: refused.decision.issues };
  }

  #wanted({ also, state, finders }: Part, record: PreparedRecord, own: Draft) {
    return also.rows(own).map((row, nth) => {
      let unknown: ErrorIssue | undefined;
      const values = also.columns.map((key) => {
        const finder = finders.get(key);
        const value = row[key] ?? null;
        if (finder === undefined || value === null) return value;
        const found = finder.find(String(value));
        if (typeof found === "object") return found.targetId;
        unknown = { code: `${also.entity}.${key}.unknown`, severity: "error" };
        return null;
      });
      const made = recordOfRow(state.compiled, record, [keyOf(record, nth), ...values]);
      return { candidate: plainCandidate(made), unknown };
    });
  }

  /** Rows that earlier versions of the record had, and that it has no more. */
  #surplus(part: Part, record: PreparedRecord, wanted: number): Step[] {
    const { state } = part;
    const steps: Step[] = [];
    for (let nth = wanted; ; nth++) {
      const row = state.crosswalk.find(keyOf(record, nth));
      if (row === undefined) return steps;
      if (!row.targetExists) continue;
      const made = recordOfRow(state.compiled, record, [keyOf(record, nth)]);
      const candidate = plainCandidate(made);
      const edited = state.edited.columnsOf(row);
      const decision = editedIssue(state.terms, edited);
      const removes = decision === undefined ? { removes: row } : {};
      steps.push({ part, candidate, decision: decision ?? UNTOUCHED, ...removes });
    }
  }
}

const UNTOUCHED: Decision = { outcome: "unchanged", issues: [] };

/** Legacy ids are trimmed texts of people and programs: none has this mark. */
const NTH = "\u001f";

/** What the nth row of a record is called in the crosswalk. */
const keyOf = ({ legacyId }: PreparedRecord, nth: number): string =>
  nth === 0 ? (legacyId ?? "") : `${legacyId}${NTH}${nth + 1}`;

/** A record whose rows cannot be let in is not let in itself. */
export function rejectedFor({ issues }: Decision, because: readonly Issue[]): Decision {
  const all = [...issues, ...because];
  if (firstError(all) === undefined) throw new TypeError("A rejection needs an error.");
  return { outcome: "rejected", issues: all };
}
