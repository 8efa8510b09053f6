import type { CrosswalkRow } from "./crosswalk.ts";

/** Rows that are read at once. */
export const PAGE = 2_000;
/** A further page is read when no more than this is left: what does not come in order is looked up. */
const LEFT = PAGE / 4;

/**
 * Rows of the crosswalk, read a page at a time in the order in which they were made: a later export
 * mostly has its records in that order, and a row of a page costs a fifth of a row that is looked up.
 *
 * A row is handed out once, so that nothing is told of it that has changed meanwhile.
 */
export class LookAhead {
  readonly #read: (after: number) => readonly (readonly [legacyId: string, row: CrosswalkRow])[];
  #rows = new Map<string, CrosswalkRow>();
  #last = 0;
  #done = false;

  /** @param read the next page of rows with larger ids */
  constructor(read: (after: number) => readonly (readonly [string, CrosswalkRow])[]) {
    this.#read = read;
  }

  take(legacyId: string): CrosswalkRow | undefined {
    const found = this.#rows.get(legacyId) ?? this.#turnPage(legacyId);
    if (found !== undefined) this.#rows.delete(legacyId);
    return found;
  }

  /** Others may have written since the rows were read. */
  forget(): void {
    this.#rows.clear();
  }

  #turnPage(legacyId: string): CrosswalkRow | undefined {
    if (this.#done || this.#rows.size > LEFT) return undefined;
    const page = this.#read(this.#last);
    this.#done = page.length < PAGE;
    for (const [key, row] of page) this.#rows.set(key, row);
    this.#last = page.at(-1)?.[1].id ?? this.#last;
    return this.#rows.get(legacyId);
  }
}
