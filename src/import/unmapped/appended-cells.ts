import { getTableColumns, sql } from "drizzle-orm";
import type { SQLiteColumn, SQLiteTable } from "drizzle-orm/sqlite-core";
import { unmapped } from "../../../shared/ledger.ts";
import { buildSql } from "../../db/build-sql.ts";
import type { Database, Statement } from "../../db/database.ts";
import type { CrosswalkScope } from "../crosswalk.ts";
import type { CrosswalkPlace } from "../crosswalk-row.ts";
import type { PreparedRecord } from "../prepared-record.ts";
import { HASH_BYTES, NO_CELLS } from "./unmapped-cells.ts";

/** A number as text, blanks before it. */
const DIGITS = 12;
/** Of a row: its hash, its record, its line, where its cells begin, how many bytes they take. */
const ROW_BYTES = HASH_BYTES + 4 * DIGITS;
const FIRST_BYTES = 64 * 1024;
/** The most bytes that UTF-8 takes for one unit of UTF-16. */
const WIDEST = 3;

/** What stands in the columns of a record that are kept. */
export type Kept = Pick<PreparedRecord, "unmapped" | "unmappedHash">;

/**
 * The unmapped cells of records whose rows a first import appends: written many at once, beside the rows of
 * the crosswalk, and as those by a copy from the target.
 */
export class AppendedCells {
  readonly #rows: Buffer;
  readonly #scope: CrosswalkScope;
  readonly #entity: string;
  readonly #copy: Statement;
  #cells = Buffer.alloc(FIRST_BYTES);
  #length = 0;
  #pending = 0;
  #filled = 0;
  /** Bytes of all cells that were added. */
  #bytes = 0;

  /** @param atOnce rows that are written at once */
  constructor(db: Database, { table, entity, scope, atOnce }: AppendedCellsOf) {
    this.#rows = Buffer.alloc(atOnce * ROW_BYTES);
    this.#scope = scope;
    this.#entity = entity;
    this.#copy = prepareCopy(db, table);
  }

  /** Of the target row that was just appended. */
  add({ unmapped: cells = NO_CELLS, unmappedHash }: Kept, { record, line }: CrosswalkPlace): void {
    const at = this.#pending++ * ROW_BYTES;
    const start = this.#length;
    if (cells !== NO_CELLS) {
      unmappedHash?.copy(this.#rows, at);
      this.#addText(cells);
      this.#filled++;
    }
    const numbers = [record, line, start, this.#length - start];
    const text = numbers.map((number) => String(number).padStart(DIGITS)).join("");
    this.#rows.write(text, at + HASH_BYTES, "latin1");
  }

  #addText(text: string): void {
    const least = this.#length + text.length * WIDEST;
    if (least > this.#cells.length) {
      const wider = Buffer.alloc(Math.max(this.#cells.length * 2, least));
      this.#cells.copy(wider, 0, 0, this.#length);
      this.#cells = wider;
    }
    const written = this.#cells.write(text, this.#length, "utf8");
    this.#length += written;
    this.#bytes += written;
  }

  /** Writes what was added, of target rows that follow one another. */
  writeAll(first: number, last: number, fileId: number): void {
    if (this.#filled > 0) this.#write(this.#rows, { first, last, fileId });
  }

  /** Writes one of those that were added. */
  writeOne(nth: number, targetRow: number, fileId: number): void {
    const row = this.#rows.subarray(nth * ROW_BYTES, (nth + 1) * ROW_BYTES);
    this.#write(row, { first: targetRow, last: targetRow, fileId });
  }

  /** What the crosswalk keeps of one of them; undefined where it has no cells. */
  hashOf(nth: number): Buffer | undefined {
    const at = nth * ROW_BYTES;
    const hash = Buffer.from(this.#rows.subarray(at, at + HASH_BYTES));
    const length = this.#rows.toString("latin1", at + ROW_BYTES - DIGITS, at + ROW_BYTES);
    return Number(length) > 0 ? hash : undefined;
  }

  #write(rows: Buffer, { first, last, fileId }: Written): void {
    const { legacySystem, runId } = this.#scope;
    const cells = this.#cells.subarray(0, this.#length);
    const known = [runId, fileId, legacySystem, this.#entity];
    this.#copy.run([...known, rows, cells, first, last]);
  }

  get bytes(): number {
    return this.#bytes;
  }

  forget(): void {
    this.#pending = 0;
    this.#filled = 0;
    this.#length = 0;
  }
}

/** Rows of the target, and the file that their records stand in. */
interface Written {
  readonly first: number;
  readonly last: number;
  readonly fileId: number;
}

interface AppendedCellsOf {
  /** The target. */
  readonly table: SQLiteTable;
  readonly entity: string;
  readonly scope: CrosswalkScope;
  readonly atOnce: number;
}

/** Takes the legacy ids from the target rows themselves. */
function prepareCopy(db: Database, table: SQLiteTable): Statement {
  const { legacyId } = getTableColumns(table) as Record<string, SQLiteColumn>;
  const columns = [
    ...[unmapped.runId, unmapped.fileId, unmapped.record, unmapped.line, unmapped.legacySystem],
    ...[unmapped.entity, unmapped.legacyId, unmapped.hash, unmapped.cells],
  ].map((column) => sql.identifier(column.name));
  const [rows, cells] = [sql.placeholder("rows"), sql.placeholder("cells")];
  const start = sql`(rowid - ${sql.placeholder("first")}) * ${ROW_BYTES}`;
  const number = (nth: number) =>
    sql`cast(substr(${rows}, ${start} + ${HASH_BYTES + nth * DIGITS + 1}, ${DIGITS}) as integer)`;
  const text = sql`insert into ${unmapped} (${sql.join(columns, sql`, `)})
    select ${sql.placeholder("runId")}, ${sql.placeholder("fileId")}, ${number(0)}, ${number(1)},
      ${sql.placeholder("legacySystem")}, ${sql.placeholder("entity")}, ${legacyId},
      substr(${rows}, ${start} + 1, ${HASH_BYTES}),
      cast(substr(${cells}, ${number(2)} + 1, ${number(3)}) as text)
    from ${table}
    where rowid between ${sql.placeholder("first")} and ${sql.placeholder("last")}
      and ${number(3)} > 0
    order by rowid`;
  const order = ["runId", "fileId", "legacySystem", "entity", "rows", "cells", "first", "last"];
  return db.prepareBuilt(buildSql(text), order);
}
