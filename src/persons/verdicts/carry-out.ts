import type { Importer } from "../../../importers/define.ts";
import type { Database } from "../../db/database.ts";
import type { Fail } from "../../plain/failpoint.ts";
import { declareMerges } from "../in-force.ts";
import { type Joined, join } from "../join.ts";
import type { Merge } from "../merge.ts";
import { separate } from "../separate.ts";

export interface CarryOut {
  readonly db: Database;
  readonly runId: number;
  readonly legacySystem: string;
  readonly importers: readonly Importer[];
  /** Of these, those that verdicts ask for and no mapping declares. */
  readonly merges: readonly Merge[];
  /** Changes what was said, while the records stand apart. @returns how many verdicts that are */
  readonly change: () => number;
  readonly failAt?: Fail | undefined;
}

/** What came of it. */
export interface CarriedOut extends Joined {
  readonly verdicts: number;
}

/** Takes the persons apart, changes what was said of them, and joins them by it, in the open transaction. */
export function carryOutVerdicts(request: CarryOut): CarriedOut {
  const { db, runId, legacySystem, merges, importers, failAt } = request;
  const { rows: before } = separate({ db, runId, failAt });
  const verdicts = request.change();
  declareMerges(db, runId, { legacySystem, merges });
  return { verdicts, ...join({ db, runId, importers, before, failAt }) };
}
