import { type CrosswalkPage, PAGE, type PagedRow, type ReadPage } from "./crosswalk-pages.ts";
import type { CrosswalkRow } from "./crosswalk-row.ts";

/** A further page is read when no more wait: what does not come in order is looked up. */
const MOST_PASSED = 500;

/**
 * Rows of the crosswalk, read a page at a time in the order in which they were made: a later export
 * mostly has its records in that order, and a row of a page costs a tenth of a row that is looked up.
 *
 * A row is handed out once, so that nothing is told of it that has changed meanwhile.
 */
export class LookAhead {
  readonly #read: ReadPage;
  #page: CrosswalkPage | undefined;
  /** The position in the page of the row that comes next. */
  #next = 0;
  /** Rows that others were asked for before. */
  readonly #passed = new Map<string, PagedRow>();
  /** The id of the last row that was handed out, or passed over. */
  #last = 0;
  /** No page follows, or none can be read. */
  #done = false;

  constructor(read: ReadPage) {
    this.#read = read;
  }

  take(legacyId: string): CrosswalkRow | undefined {
    const passed = this.#takePassed(legacyId);
    if (passed !== undefined) return passed;
    const next = this.#takeNext();
    if (next === undefined || next.isCalled(legacyId)) return next;
    // The order is another one: what the page still holds waits to be asked for.
    for (let row: PagedRow | undefined = next; row !== undefined; row = this.#rest()) {
      this.#passed.set(row.legacyId, row);
    }
    return this.#takePassed(legacyId);
  }

  /** Others may have written since the rows were read: those that were not handed out are read anew. */
  forget(): void {
    this.#passed.clear();
    if (this.#page === undefined) return;
    this.#page = undefined;
    this.#done = false;
  }

  #takePassed(legacyId: string): PagedRow | undefined {
    if (this.#passed.size === 0) return undefined;
    const row = this.#passed.get(legacyId);
    if (row !== undefined) this.#passed.delete(legacyId);
    return row;
  }

  /** The row that comes next; of a further page, where no more than a few wait to be asked for. */
  #takeNext(): PagedRow | undefined {
    const row = this.#rest();
    if (row !== undefined || this.#done || this.#passed.size > MOST_PASSED) return row;
    this.#page = this.#read(this.#last);
    this.#next = 0;
    this.#done = this.#page === undefined || this.#page.rows < PAGE;
    return this.#rest();
  }

  /** The next row of the page at hand. */
  #rest(): PagedRow | undefined {
    if (this.#page === undefined || this.#next >= this.#page.rows) return undefined;
    const row = this.#page.row(this.#next++);
    this.#last = row.id;
    return row;
  }
}
