import type { Importer } from "../../importers/define.ts";
import type { Database } from "../db/database.ts";
import { filesOfRows, needOf } from "../ledger/stored-files.ts";
import { UsageError } from "../plain/errors.ts";
import type { Store } from "../store/store.ts";

interface OfUndo {
  readonly db: Database;
  readonly importers: readonly Importer[];
  readonly store: Store;
}

/**
 * Finds out which files no record needs any more once an undo is done: those that its rows needed, and no row, nor a
 * former state of one, needs after it.
 */
export class ReleasedFiles {
  readonly #of: OfUndo;
  readonly #before: readonly string[];

  /** Before the undo changes anything. */
  constructor(of: OfUndo) {
    this.#of = of;
    this.#before = [...new Set(filesOfRows(of.db, of.importers))];
  }

  /** After it, and before it is committed: what will be taken away stands in a list on the disk. */
  note(): void {
    const { db, importers, store } = this.#of;
    const isNeeded = needOf(db, importers);
    const released = this.#before.filter((place) => !isNeeded(place) && store.has(place));
    if (released.length > 0) store.note(released);
  }

  /**
   * Looks for the files of rows that an undo brings back.
   *
   * @throws UsageError if the store does not have them any more
   */
  checkThere(): void {
    const { db, importers, store } = this.#of;
    const known = new Set(this.#before);
    let missing = 0;
    for (const place of filesOfRows(db, importers)) {
      if (!known.has(place) && !store.has(place)) missing++;
    }
    if (missing === 0) return;
    throw new UsageError(
      `${missing === 1 ? "1 file" : `${missing} files`} of the records that would come back ${missing === 1 ? "is" : "are"} no longer in ${store.folder}.`,
      { cure: "Import the export again with --files: that brings records and files." },
    );
  }
}
