import type { OpenScratch } from "../db/database.ts";
import type { Pause } from "../plain/breath.ts";

/** What an export is looked through with. */
export interface Tools {
  /** What does not fit into memory is kept there. */
  readonly openScratch: OpenScratch;
  /** Awaited between groups of records. */
  readonly pause?: Pause;
}
