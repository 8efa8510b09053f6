import type { Database } from "../../db/database.ts";
import { ActionLedger } from "../../ledger/actions.ts";
import type { RunFile } from "../../ledger/run-file.ts";
import type { Amend, FittedFile } from "../../mapping/fit.ts";
import type { AppliedFix, Fixes } from "../../mapping/fixes.ts";

interface FixedCell extends AppliedFix {
  readonly position: number;
  readonly entity: string;
}

/** The cells that a run has fixed since its last commit, on their way into the ledger. */
export class FixedCells {
  readonly #fixes: Fixes | undefined;
  readonly #pending: FixedCell[] = [];

  constructor(fixes: Fixes | undefined) {
    this.#fixes = fixes;
  }

  /**
   * A file whose records are fixed as they are read. Fixes are for the records of the export; one
   * that was corrected by hand is as it should be.
   *
   * @param done records of the file that an earlier part of the run has committed
   */
  correct(fitted: FittedFile, position: number, done: () => number): FittedFile {
    if (this.#fixes === undefined || fitted.ofFile !== undefined) return fitted;
    const { entity } = fitted.importer;
    const withdrawn = new Map(fitted.withdrawn);
    const fix = this.#fixes.amendFor(fitted, {
      applied: (one) => {
        if (one.record > done()) this.#pending.push({ position, entity, ...one });
      },
      withdrawn: (record, reason) => withdrawn.set(record, reason),
    });
    if (fix === undefined) return fitted;
    const amend: Amend = (record) => {
      const overlaid = fitted.amend?.(record) ?? record;
      return overlaid === record ? fix(record) : overlaid;
    };
    return { ...fitted, amend, withdrawn };
  }

  write(db: Database, runId: number, files: readonly RunFile[]): void {
    if (this.#pending.length === 0) return;
    const ledger = new ActionLedger(db, runId);
    for (const { position, entity, record, line, column } of this.#pending) {
      const fileId = files[position]?.fileId ?? 0;
      ledger.add({ kind: "fixed", entity, place: { fileId, record, line }, detail: column });
    }
    this.forget();
  }

  /** What was fixed is not in the target: its batch, or the whole run, is rolled back. */
  forget(): void {
    this.#pending.length = 0;
  }
}
