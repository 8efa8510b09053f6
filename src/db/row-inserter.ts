import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import { WrittenOtherwise } from "../plain/errors.ts";
import type { Database, DbValue, Statement } from "./database.ts";

/** More gain nothing; a table of our own that counts its rows takes half the time so (measured). */
const AT_ONCE = 10;

/** A trigger may keep a row out without an error (`RAISE(IGNORE)`). */
function checkAll(rows: number, written: number): void {
  if (written === rows) return;
  throw new WrittenOtherwise(`The database stored ${written} of ${rows} ledger rows.`, {
    cure: "Find the triggers on tables whose names begin with ledger_, and drop them.",
  });
}

/** Inserts rows of one table, several with one statement. */
export class RowInserter {
  readonly #one: Statement;
  readonly #many: Statement;
  readonly #width: number;
  /** The values of the rows that wait, one row after the other. */
  readonly #values: DbValue[] = [];
  #waiting = 0;

  /** @param columns keys of the Drizzle table */
  constructor(db: Database, table: SQLiteTable, columns: readonly string[]) {
    this.#one = db.prepareInsert(table, columns);
    this.#many = db.prepareInserts(table, columns, AT_ONCE);
    this.#width = columns.length;
  }

  /** @param row in the order of the columns; written by the next `flush` at the latest */
  add(row: readonly DbValue[]): void {
    const from = this.#waiting * this.#width;
    for (let at = 0; at < this.#width; at++) this.#values[from + at] = row[at] ?? null;
    this.#waiting++;
    if (this.#waiting < AT_ONCE) return;
    // The caller rolls back on a failure: nothing of it must be written later.
    this.#waiting = 0;
    checkAll(AT_ONCE, this.#many.run(this.#values));
  }

  flush(): void {
    const rows = this.#waiting;
    this.discard();
    for (let nth = 0; nth < rows; nth++) {
      const from = nth * this.#width;
      checkAll(1, this.#one.run(this.#values.slice(from, from + this.#width)));
    }
  }

  /** Forgets the rows that are not written: what they were of was rolled back. */
  discard(): void {
    this.#waiting = 0;
  }
}
