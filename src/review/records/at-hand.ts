import type { Context } from "hono";
import type { Step } from "../../chain/corrections/step.ts";
import type { Wanted } from "../../chain/corrections/wanted.ts";
import type { BuiltRejects } from "../../chain/rejects/build-rejects.ts";
import type { Reject, RejectFilter } from "../../chain/rejects/reject.ts";
import { CorrectionDesk } from "../../jobs/chain/correct.ts";
import { grouped } from "../../plain/columns.ts";
import { DecisionNeeded, UsageError } from "../../plain/errors.ts";
import type { DeskJob } from "../desk.ts";
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

/** From so many records on, a replacement is a job: pages are answered meanwhile. */
const MANY = 1_000;
/** What such a job is called begins so. */
const CHANGING = "Changing";

/** The job of that kind, where it was the last one. */
export const changingJob = ({ desk: { job } }: Review): DeskJob | undefined =>
  job?.title.startsWith(CHANGING) ? job : undefined;

type Replace = Extract<Wanted, { kind: "replace" }>;

/** Keeps a replacement as a step; of many records as a job, whose end the list of records shows. */
export async function keepReplacement(
  looking: Looking,
  wanted: Replace,
  why: string | undefined,
): Promise<void> {
  if (wanted.records.length < MANY) {
    await keepStep(looking, wanted, why);
    return;
  }
  const { desk, review, session } = looking;
  const asking = { who: session.who, why: (why ?? "").trim() };
  review.desk.begin(`${CHANGING} ${grouped(wanted.records.length)} records`, async (at) => {
    const { signal, listener } = at;
    noteKept(review, asking.who, await desk.replace(wanted, asking, { signal, ...listener }));
  });
}

/** Keeps a step: when this returns, it is on the disk. */
export async function keepStep(
  { desk, review, session }: Looking,
  wanted: Wanted,
  why: string | undefined,
): Promise<Step> {
  const kept = await desk.correct(wanted, { who: session.who, why: (why ?? "").trim() });
  noteKept(review, session.who, kept);
  return kept;
}

function noteKept(review: Review, who: string, { id, kind, records }: Step): void {
  review.note?.(`${who}: step ${id}, ${kind}, ${records} records`);
  review.desk.changed();
}
