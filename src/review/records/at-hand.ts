import type { Context } from "hono";
import type { Step } from "../../chain/corrections/step.ts";
import type { Wanted } from "../../chain/corrections/wanted.ts";
import type { BuiltRejects } from "../../chain/rejects/build-rejects.ts";
import type { Reject, RejectFilter } from "../../chain/rejects/reject.ts";
import { CorrectionDesk } from "../../jobs/chain/correct.ts";
import { DecisionNeeded, UsageError } from "../../plain/errors.ts";
import type { ReviewEnv } from "../guard.ts";
import type { Review } from "../review.ts";
import type { Session } from "../session.ts";
import { filterIn, queryOf } from "./filter.ts";
import { seenMark } from "./seen.ts";
import type { Verdicts } from "./verdicts.ts";

/** What a request about rejected records is answered from. */
export interface Looking extends BuiltRejects {
  readonly desk: CorrectionDesk;
  readonly review: Review;
  readonly session: Session;
  readonly filter: RejectFilter;
  readonly verdicts: Verdicts;
  /** The page that is looked at, with what the list is narrowed to. */
  readonly here: string;
}

export type Look = (c: Context<ReviewEnv>) => Promise<Looking>;

const desks = new WeakMap<Review, CorrectionDesk>();

/** The rejected records of a review, with what people made of them by now. */
export async function correctionsOf(review: Review) {
  const { index, withoutCells } = (await review.snapshot.read()).rejects;
  const known = desks.get(review);
  const desk = known?.index === index ? known : await CorrectionDesk.open(review, index);
  desks.set(review, desk);
  await desk.refresh();
  return { index, withoutCells, desk };
}

export const lookingAt =
  (review: Review, verdicts: Verdicts): Look =>
  async (c) => {
    const { index, withoutCells, desk } = await correctionsOf(review);
    const filter = filterIn((name) => c.req.query(name));
    const here = `${c.req.path}${queryOf(filter)}`;
    return { index, withoutCells, desk, review, session: c.get("session"), filter, verdicts, here };
  };

/** @throws UsageError if there is no such record, or none any more */
export function namedRecord({ index }: Looking, number: string | undefined): Reject {
  const found = index.record(Number(number));
  if (found !== undefined) return found;
  throw new UsageError("This record is not among those to correct.", {
    cure: "It may have been taken in, or judged anew. Go back to the list.",
  });
}

/**
 * What a record was when a page showed it, and which one: numbers are given anew when records are judged anew, and of
 * some the cells are not at hand.
 */
export const recordMark = ({ number, cells, state, why, entity, file, record, legacyId }: Reject) =>
  seenMark([number, cells, state, why, entity, file, record, legacyId]);

/** @throws DecisionNeeded if a record is not as it was shown */
export function checkSeen(record: Reject, seen: string | undefined): void {
  if (seen === recordMark(record)) return;
  throw new DecisionNeeded(
    `${record.file} line ${record.line} was changed since this page showed it.`,
    { cure: "Load the page again, look at the record, then correct it from there." },
  );
}

/** Keeps a step: when this returns, it is on the disk. */
export async function keepStep(
  { desk, review, session }: Looking,
  wanted: Wanted,
  why: string | undefined,
): Promise<Step> {
  const kept = await desk.correct(wanted, { who: session.who, why: (why ?? "").trim() });
  review.note?.(`${session.who}: step ${kept.id}, ${kept.kind}, ${kept.records} records`);
  review.desk.changed();
  return kept;
}
