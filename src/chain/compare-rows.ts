import type { RowsNow } from "./digest-tables.ts";
import type { SignedRow } from "./row-file.ts";

/** More than these are counted, not listed. */
const LISTED = 1_000;
/** Of rows that stand elsewhere in the crosswalk by now, so many are sought. */
const SOUGHT = 200_000;

/**
 * - changed: cells of the row are others
 * - deleted: the ledger knows the record, and its row is gone
 * - added: a row that was not there
 * - undone: the ledger does not know the record any more
 */
export interface RowDeviation {
  readonly what: "changed" | "deleted" | "added" | "undone";
  /** The row's key; null of a row that neither database nor ledger has any more. */
  readonly key: string | null;
  /** What the legacy system calls it; null of a row that the chain did not write. */
  readonly legacyId: string | null;
  /** Columns of which the cells are others. */
  readonly columns: readonly string[];
}

interface Left {
  readonly key: string | null;
  readonly isGone: boolean;
  readonly marks: Uint16Array;
}

/** Compares the rows of one part, as they come, with those that were signed. */
export class RowComparison {
  readonly deviations: RowDeviation[] = [];
  count = 0;
  readonly #signed: Iterator<SignedRow>;
  readonly #signedColumns: readonly string[];
  readonly #isOfChain: boolean;
  readonly #onlySigned = new Map<string, Left>();
  readonly #onlyNow = new Map<string, Left>();
  #columns: readonly (readonly [column: string, signed: number, now: number])[] = [];
  #next: IteratorResult<SignedRow>;

  /** @param signed with their columns; `others` are rows that the chain did not write */
  constructor(
    signed: Iterable<SignedRow>,
    signedColumns: readonly string[],
    whose: "of the chain" | "others",
  ) {
    this.#signed = signed[Symbol.iterator]();
    this.#signedColumns = signedColumns;
    this.#isOfChain = whose === "of the chain";
    this.#next = this.#signed.next();
  }

  take(page: RowsNow): void {
    this.#columns = page.columns.flatMap((column, now) => {
      const signed = this.#signedColumns.indexOf(column);
      return signed < 0 ? [] : [[column, signed, now] as const];
    });
    const gone = new Set(page.gone);
    const width = page.columns.length;
    for (const [nth, id] of page.ids.entries()) {
      const now = {
        key: page.keys[nth] ?? null,
        isGone: gone.has(nth),
        marks: page.marks.subarray(nth * width, (nth + 1) * width),
      };
      this.#compareWith(id, page.names[nth] ?? "", now);
    }
  }

  #compareWith(id: number, name: string, now: Left): void {
    while (!this.#next.done && this.#isBefore(this.#next.value, id, name)) {
      this.#passSigned(this.#next.value);
    }
    const signed = this.#next.done ? undefined : this.#next.value;
    const isSame = signed?.name === name && (!this.#isOfChain || signed.id === id);
    if (signed === undefined || !isSame) {
      keep(this.#onlyNow, name, { ...now, marks: now.marks.slice() });
      return;
    }
    this.#next = this.#signed.next();
    this.#compare(name, signed, now);
  }

  /** Rows of others have no number of their own: they come in the order of their keys. */
  #isBefore(signed: SignedRow, id: number, name: string): boolean {
    return this.#isOfChain ? signed.id < id : signed.name < name;
  }

  #passSigned({ name, isGone, marks }: SignedRow): void {
    keep(this.#onlySigned, name, { key: null, isGone, marks });
    this.#next = this.#signed.next();
  }

  #compare(name: string, signed: Omit<Left, "key">, now: Left): void {
    if (signed.isGone && now.isGone) return;
    const { key } = now;
    if (now.isGone) this.#tell({ what: "deleted", key, legacyId: name, columns: [] });
    else if (signed.isGone) this.#tell({ what: "added", key, legacyId: name, columns: [] });
    else {
      const columns = this.#columns.flatMap(([column, then, at]) =>
        signed.marks[then] === now.marks[at] ? [] : [column],
      );
      if (columns.length > 0) this.#tell({ what: "changed", key, legacyId: name, columns });
    }
  }

  #tell(deviation: RowDeviation): void {
    this.count++;
    if (this.deviations.length < LISTED) this.deviations.push(deviation);
  }

  /** No more rows come: what is left over on one side was taken away or added, or has another place. */
  finish(): void {
    while (!this.#next.done) this.#passSigned(this.#next.value);
    for (const [name, now] of this.#onlyNow) {
      const signed = this.#onlySigned.get(name);
      this.#onlySigned.delete(name);
      if (signed !== undefined) this.#compare(name, signed, now);
      else if (!now.isGone) {
        const legacyId = this.#isOfChain ? name : null;
        this.#tell({ what: "added", key: now.key, legacyId, columns: [] });
      }
    }
    for (const [name, { isGone }] of this.#onlySigned) {
      if (isGone) continue;
      if (this.#isOfChain) this.#tell({ what: "undone", key: null, legacyId: name, columns: [] });
      else this.#tell({ what: "deleted", key: name, legacyId: null, columns: [] });
    }
  }
}

function keep(left: Map<string, Left>, name: string, row: Left): void {
  if (left.size < SOUGHT) left.set(name, row);
}
