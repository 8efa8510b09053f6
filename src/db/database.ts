import type { SQLiteTable } from "drizzle-orm/sqlite-core";

/** What a database stores in a cell, as this tool reads and writes it. */
export type DbValue = string | number | bigint | Buffer | null;

/** A prepared statement. Values are bound, rows are arrays in the order of the columns. */
export interface Statement {
  /** @returns rows changed */
  run(values: readonly DbValue[]): number;
  get(values: readonly DbValue[]): DbValue[] | undefined;
  all(values: readonly DbValue[]): DbValue[][];
  iterate(values: readonly DbValue[]): IterableIterator<DbValue[]>;
}

/** A query that Drizzle built. */
export interface BuiltQuery {
  toSQL(): { sql: string; params: unknown[] };
}

/** A failure that may pass, and is tried again. */
export interface TransientFailure {
  readonly failure: "busy" | "io-error";
  /** Counted from 1. */
  readonly attempt: number;
  /** Milliseconds until the next try. */
  readonly ms: number;
}

/** The seam between the tool and a database engine. */
export interface Database {
  /** What messages call it. */
  readonly name: string;
  readonly path: string;
  prepare(sql: string): Statement;
  /** Prepares a query whose placeholders take their values in this order. */
  prepareBuilt(query: BuiltQuery, order: readonly string[]): Statement;
  /** Inserts rows whose values come in the order of these columns (keys of the Drizzle table). */
  prepareInsert(table: SQLiteTable, columns: readonly string[], onConflict?: "ignore"): Statement;
  /**
   * Inserts so many rows at once; their values come one row after the other. Where one is refused,
   * those before it stand: who hears of it has to roll the transaction back.
   */
  prepareInserts(table: SQLiteTable, columns: readonly string[], rows: number): Statement;
  /** Updates these columns of one row; its id comes last. */
  prepareUpdate(table: SQLiteTable, columns: readonly string[]): Statement;
  /** Reads these columns of one row, by its id. */
  prepareSelect(table: SQLiteTable, columns: readonly string[]): Statement;
  prepareDelete(table: SQLiteTable): Statement;
  exec(sql: string): void;
  /** Takes the write lock at once. */
  begin(): void;
  /**
   * From now on, what may pass is tried again a few times, and each time told: another program's
   * lock when a transaction begins or ends, one input or output error of a statement.
   */
  onTransientFailure(told: ((failure: TransientFailure) => void) | undefined): void;
  /** Whether the engine checks foreign keys as rows come; to be set outside of a transaction. */
  enforceForeignKeys(when: "at once" | "not at all"): void;
  /** What is to come: single rows here and there, or whole tables read and sorted into indexes. */
  workAs(work: "rows in any order" | "sorted passes"): void;
  commit(): void;
  rollback(): void;
  inTransaction(): boolean;
  count(table: SQLiteTable): number;
  lastInsertId(): number;
  /**
   * Writes a copy of the committed state, page by page, through a second connection; also while this
   * one holds the write lock. Row numbers stay what they are, which VACUUM INTO does not promise.
   */
  copyTo(path: string): Promise<void>;
  close(): void;
}
