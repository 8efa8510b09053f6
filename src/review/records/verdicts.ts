import type { Reject, RejectIssue } from "../../chain/rejects/reject.ts";
import { type Checked, check } from "../../jobs/chain/check.ts";
import type { CorrectionDesk } from "../../jobs/chain/correct.ts";
import { HmsyncError } from "../../plain/errors.ts";
import type { Review } from "../review.ts";
import { seenMark } from "./seen.ts";

/** A record as it is shown: where it was judged with its corrections, with what was found then. */
export interface ShownReject extends Reject {
  /** Undefined if nobody has judged it as it is now. */
  readonly verdict: Checked["outcome"] | undefined;
}

interface Judging {
  readonly review: Pick<Review, "target" | "database" | "run">;
  readonly desk: CorrectionDesk;
}

/** More are not remembered: those that were judged first are forgotten. */
const MOST = 5000;

/** What the import's rules say of records as people corrected them, for as long as they stay so. */
export class Verdicts {
  readonly #known = new Map<number, { readonly mark: string; readonly checked: Checked }>();

  /** Judges a record by the import's own rules; without a verdict where that cannot be done here. */
  async judge({ review, desk }: Judging, record: Reject): Promise<ShownReject> {
    if (record.state !== "corrected") return this.shown(record);
    const { target, database, run } = review;
    const { number } = record;
    try {
      const asked = { target, database, run, desk, record: number, cells: [] };
      this.#keep(number, { mark: markOf(record), checked: await check(asked) });
    } catch (error) {
      if (!(error instanceof HmsyncError)) throw error;
      this.#known.delete(number);
    }
    return this.shown(record);
  }

  #keep(number: number, verdict: { readonly mark: string; readonly checked: Checked }): void {
    this.#known.delete(number);
    this.#known.set(number, verdict);
    const [first] = this.#known.keys();
    if (this.#known.size > MOST && first !== undefined) this.#known.delete(first);
  }

  /** A record with its verdict, where it was judged as it is. */
  shown(record: Reject): ShownReject {
    const known = this.#known.get(record.number);
    if (known === undefined || known.mark !== markOf(record) || record.state !== "corrected") {
      return Object.assign({ verdict: undefined }, record);
    }
    const { outcome, issues } = known.checked;
    const found: readonly RejectIssue[] = issues;
    return Object.assign({}, record, { verdict: outcome, issues: found });
  }
}

const markOf = ({ cells, state }: Reject): string => seenMark([cells, state]);
