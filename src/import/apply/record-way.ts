import { SamePersons } from "../../persons/same-persons.ts";
import { decide, isWriting, refused } from "../decide/decide.ts";
import {
  type Candidate,
  type Decision,
  type Operation,
  plainCandidate,
} from "../decide/decision.ts";
import { type Resolve, resolver } from "../decide/resolve.ts";
import { LookUp } from "../look-up/look-up.ts";
import type { CompiledEntity } from "../prepare/compile-entity.ts";
import type { PreparedRecord } from "../prepare/prepared-record.ts";
import type { WithdrawalOf } from "../request/withdrawals.ts";
import type { Selection } from "../selection/selection.ts";
import type { EntityState } from "../state/entity-state.ts";
import { type AlsoWay, type Refusal, rejectedFor } from "./also-rows.ts";
import { type CarriedOut, carryOut, makePlaceholders } from "./carry-out.ts";
import { note } from "./outcomes.ts";
import { tellRivals, withdraw } from "./withdraw.ts";

/** Which records are left alone. */
interface Choice {
  /** Says which records of the file are of another entity: each file has columns, and conditions, of its own. */
  readonly file: Pick<CompiledEntity, "isOther" | "foundOnOther">;
  /** Undefined where all are taken. */
  readonly selection?: Selection | undefined;
  readonly withdrawalOf?: WithdrawalOf | undefined;
  /** Rows of other tables that belong to the records. */
  readonly also?: AlsoWay | undefined;
}

/** A record, and what is to become of it. */
export interface Decided {
  readonly candidate: Candidate;
  readonly decision: Decision;
  /** Whether carrying it out changes the target or what the ledger keeps of its rows. */
  readonly writes: boolean;
}

/**
 * The way of the records of one file, from what was read to what is written: what has to be known is looked
 * up, then it is decided what becomes of the record, that is done, and noted.
 */
export class RecordWay {
  readonly #state: EntityState;
  readonly #choice: Choice;
  readonly #lookUp: LookUp;
  readonly #resolve: Resolve;

  constructor(state: EntityState, asOf: string, choice: Choice) {
    this.#state = state;
    this.#choice = choice;
    this.#lookUp = new LookUp(state);
    const { db, scope } = state.context;
    const persons = new SamePersons(db, scope.legacySystem);
    const areSame = persons.areSame.bind(persons);
    this.#resolve = resolver(state.compiled, { asOf, areSame });
  }

  /** Hears which records are about to come, many at once. */
  foresee(records: readonly PreparedRecord[]): void {
    this.#lookUp.foresee(records);
  }

  /** The record with its parents, and what is wrong with it. */
  resolve(record: PreparedRecord): Candidate {
    return this.#resolve(record, this.#lookUp.parentsOf(record));
  }

  /** Decides what becomes of a record; nothing is written. */
  decide(record: PreparedRecord): Decided {
    const leftAlone = this.#leftAlone(record);
    if (leftAlone !== undefined) {
      return { candidate: plainCandidate(record), decision: leftAlone, writes: false };
    }
    const candidate = this.resolve(record);
    const decision = decide(this.#state.terms, candidate, this.#lookUp.knownOf(candidate));
    const { also } = this.#choice;
    if (also === undefined) return { candidate, decision, writes: isWriting(candidate, decision) };
    const withRows = also.foresee(candidate, decision);
    const writes = withRows.writes || isWriting(candidate, withRows.decision);
    return { candidate, decision: withRows.decision, writes };
  }

  isOther(record: PreparedRecord): boolean {
    return this.#choice.file.isOther?.(record) === true;
  }

  /** Counts the rows again that belong to a record whose outcome is committed. */
  replayRows(record: PreparedRecord): void {
    this.#choice.also?.replay(record);
  }

  /** What is decided of a record whatever it says. */
  #leftAlone(record: PreparedRecord): Decision | undefined {
    const { compiled, entity } = this.#state;
    const { file, selection, withdrawalOf } = this.#choice;
    if (file.isOther?.(record)) return { ...SKIPPED, issues: file.foundOnOther(record) };
    if (selection?.skips(compiled, record)) return SKIPPED;
    const found = withdrawalOf?.(entity, record);
    if (found === undefined) return undefined;
    return { outcome: "withdrawn", issues: [], withdrawal: JSON.stringify(found) };
  }

  /** Does what was decided, and notes it. */
  carryOut({ candidate, decision }: Pick<Decided, "candidate" | "decision">): void {
    const { operation, amendment } = decision;
    const state = this.#state;
    const { record } = candidate;
    makePlaceholders(state, candidate);
    if (amendment?.kind === "withdraw") {
      this.#choice.also?.withdraw(record);
      withdraw(state, record, amendment);
    } else if (amendment?.kind === "tell rivals") tellRivals(state, record);
    const came = operation === undefined ? "done" : this.#carryOut(candidate, operation);
    if (typeof came === "object" && "because" in came) {
      note(state, candidate, rejectedFor(decision, came.because));
      return;
    }
    if (came === "done") {
      note(state, candidate, decision);
      return;
    }
    if (came === "lost") return;
    // What was taken for new may be known after all.
    const prior = operation?.kind === "insert" ? this.#lookUp.priorOf(candidate) : undefined;
    if (prior !== undefined) {
      const next = decide(state.terms, candidate, { rival: undefined, prior });
      this.carryOut({ candidate, decision: next });
      return;
    }
    const constraint = came === "taken" ? "" : came.constraint;
    note(state, candidate, refused(state.terms, candidate, constraint));
  }

  #carryOut(candidate: Candidate, operation: Operation): CarriedOut | Refusal {
    const { also } = this.#choice;
    if (also === undefined) return carryOut(this.#state, candidate, operation);
    return also.carryOut(candidate, operation);
  }
}

const SKIPPED: Decision = { outcome: "skipped", issues: [] };
