import { z } from "zod";
import { trimText } from "../../../shared/trim-text.ts";

/** Which record a correction is of, told by what an export says of it: later exports have it too. */
export interface RecordKey {
  readonly entity: string;
  readonly file: string;
  /** As the export has it; empty if the record has none. */
  readonly legacyId: string;
  /** `cellsMark` of the cells as the export has them, where the id does not tell the record apart; else empty. */
  readonly cells: string;
}

export const DECIDED = ["", "new id", "as written", "withdraw", "after all"] as const;

/**
 * - empty: the cell gets another value
 * - new id: the same, of a cell that the legacy id is taken from
 * - as written: the record's cells are meant as they stand
 * - withdraw: the record is not to be imported
 * - after all: nothing of the two is decided any more
 */
export type Decided = (typeof DECIDED)[number];

/** One thing that a step says of one record. */
export interface Change extends RecordKey {
  /** As `columnName` calls it; empty where the decision is about the whole record. */
  readonly column: string;
  /** Trimmed, as all values of cells here. */
  readonly was: string;
  readonly now: string;
  readonly decision: Decided;
}

/** A correction that holds: what stands in the chain's `fixes.csv`. */
export interface Correction extends Change {
  readonly who: string;
  readonly why: string;
  /** ISO 8601, UTC. */
  readonly when: string;
}

export const STEP_KINDS = [
  "set",
  /** This value -> that value, in all records that have it. */
  "replace",
  "withdraw",
  "newNumber",
  "asWritten",
  /** Of records that clash, one is kept: the others are withdrawn. */
  "keepThis",
  "newNumbers",
  /** Two records of one person: one is withdrawn, for the other is kept. */
  "samePerson",
  /** A withdrawal does not hold any more, nor that cells are meant as written. */
  "afterAll",
  /** Somebody edited `fixes.csv`. */
  "edited",
] as const;

export type StepKind = (typeof STEP_KINDS)[number];

/** A step that is to be added. */
export interface NewStep {
  readonly kind: StepKind;
  readonly who: string;
  readonly why: string;
  readonly changes: readonly Change[];
}

/** A step of the history. */
export interface Step extends NewStep {
  /** Steps are numbered in their order, from 1. */
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Records that it is about. */
  readonly records: number;
  /** Of an edited file: corrections that are gone from it, and that it brought, as they stood there. */
  readonly edited?: Edited | undefined;
}

/** What an edit of `fixes.csv` came to. */
export interface Edited {
  readonly gone: readonly Correction[];
  readonly come: readonly Correction[];
}

/** A step, and whether it holds: given up is what was undone before another step was added. */
export interface PastStep extends Step {
  readonly state: "done" | "undone" | "given up";
}

const Key = {
  entity: z.string(),
  file: z.string(),
  legacyId: z.string(),
  cells: z.string(),
};
const ChangeShape = z.object({
  ...Key,
  column: z.string(),
  was: z.string(),
  now: z.string(),
  decision: z.enum(DECIDED),
});
const CorrectionShape = ChangeShape.extend({ who: z.string(), why: z.string(), when: z.string() });
const About = { n: z.int().positive(), id: z.string(), at: z.string(), who: z.string() };
/** `SumOfCorrections` of what held before the entry: a `fixes.csv` that says this is behind, and nobody edited it. */
const Before = { before: z.string() };

/** A line of `steps.jsonl`. */
export const Entry = z.discriminatedUnion("what", [
  z.object({
    ...About,
    ...Before,
    what: z.literal("step"),
    kind: z.enum(STEP_KINDS),
    why: z.string(),
    changes: z.array(ChangeShape).readonly(),
    edited: z
      .object({
        gone: z.array(CorrectionShape).readonly(),
        come: z.array(CorrectionShape).readonly(),
      })
      .optional(),
  }),
  z.object({ ...About, ...Before, what: z.enum(["undo", "redo"]), step: z.string() }),
]);

export type Entry = z.infer<typeof Entry>;
export type StepEntry = Extract<Entry, { what: "step" }>;

type Unplaced<One> = One extends unknown ? Omit<One, "n" | "id" | "at" | "before"> : never;

/** An entry that has no place in the history yet. */
export type NewEntry = Unplaced<Entry>;

/** Changes without the blanks around their values; what is the same then is none, unless it is of a whole record. */
export const realChanges = (changes: readonly Change[]): Change[] =>
  changes
    .map((one) => Object.assign({}, one, { was: trimText(one.was), now: trimText(one.now) }))
    .filter(({ column, was, now }) => column === "" || was !== now);
