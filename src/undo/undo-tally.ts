import { Blocked } from "./blocked.ts";

/** What an undo has done with the rows of one entity, and what it leaves for which reason. */
export class UndoTally {
  /** Rows deleted. */
  undone = 0;
  /** Rows that got values back. */
  restored = 0;
  /** Rows put back that an undo had deleted. */
  inserted = 0;
  /** What only the ledger knows: crosswalk rows without a target row, records that wait. */
  forgotten = 0;
  /** Records that wait for their parents again. */
  waiting = 0;
  /** Rows that the run made, and that stay. */
  kept = 0;
  /** Versions of unmapped cells taken back or put back. */
  unmapped = 0;
  /** Those that stay, with their rows. */
  unmappedKept = 0;
  /** Rows that do not hold what was written. */
  wrong = 0;
  readonly blocked = new Blocked();

  changed(): number {
    const rows = this.undone + this.restored + this.inserted;
    return rows + this.forgotten + this.waiting + this.unmapped;
  }
}
