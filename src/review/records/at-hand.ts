import type { Context } from "hono";
import { Corrections } from "../../chain/corrections/corrections.ts";
import type { NewStep, Step } from "../../chain/corrections/step.ts";
import type { BuiltRejects } from "../../chain/rejects/build-rejects.ts";
import { layCorrections } from "../../chain/rejects/lay-corrections.ts";
import type { Reject, RejectFilter } from "../../chain/rejects/reject.ts";
import type { RejectIndex } from "../../chain/rejects/reject-index.ts";
import { DecisionNeeded, UsageError } from "../../plain/errors.ts";
import type { ReviewEnv } from "../guard.ts";
import type { Review } from "../review.ts";
import type { Session } from "../session.ts";
import { filterIn } from "./filter.ts";
import { seenMark } from "./seen.ts";

/** What a request about rejected records is answered from. */
export interface Looking extends BuiltRejects {
  readonly corrections: Corrections;
  readonly review: Review;
  readonly session: Session;
  readonly filter: RejectFilter;
}

export type Look = (c: Context<ReviewEnv>) => Promise<Looking>;

/** The rejected records of a review with what people made of them by now. */
export function lookingAt(review: Review): Look {
  let corrections: Corrections | undefined;
  let laid: { readonly index: RejectIndex; readonly version: number } | undefined;
  return async (c) => {
    const { index, withoutCells } = (await review.snapshot.read()).rejects;
    corrections ??= await Corrections.open(review.folder);
    await corrections.refresh();
    const { version } = corrections;
    if (laid?.index !== index || laid.version !== version) layCorrections(index, corrections);
    laid = { index, version };
    const filter = filterIn((name) => c.req.query(name));
    return { index, withoutCells, corrections, review, session: c.get("session"), filter };
  };
}

/** @throws UsageError if there is no such record, or none any more */
export function namedRecord({ index }: Looking, number: string | undefined): Reject {
  const found = index.record(Number(number));
  if (found !== undefined) return found;
  throw new UsageError("This record is not among those to correct.", {
    cure: "It may have been taken in, or judged anew. Go back to the list.",
  });
}

/** What a record was when a page showed it. */
export const recordMark = ({ number, cells, state, why }: Reject): string =>
  seenMark([number, cells, state, why]);

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
  { corrections, review, session }: Looking,
  step: Omit<NewStep, "who">,
): Promise<Step> {
  const kept = await corrections.add(Object.assign({ who: session.who }, step));
  review.note?.(`${session.who}: step ${kept.id}, ${kept.kind}, ${kept.records} records`);
  review.desk.changed();
  return kept;
}
