import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Lanes } from "../digest/content-hash.ts";

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

/** A copy of a database, found sound. */
export interface Backup {
  readonly path: string;
}

/** As an engine calls its errors: words in capitals, nothing of a row. */
export type EngineCode = Uppercase<string>;

/** An open database: its statements and transactions. */
export interface Connection {
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
   * one holds the write lock. Row numbers stay what they are.
   */
  copyTo(path: string): Promise<void>;
  close(): void;
}

/** One foreign key of any table in the database, ours or not. */
export interface ForeignKey {
  readonly child: string;
  readonly parent: string;
  /** SQL names, in the order of `to`. */
  readonly from: readonly string[];
  readonly to: readonly string[];
}

/** Nothing but these writes in a run's transaction besides the run: their names, and of which table. */
export interface Trigger {
  readonly name: string;
  readonly table: string;
  /** As it was created. */
  readonly text: string;
}

/** Dangling references of one foreign key. */
export interface Dangling {
  readonly table: string;
  readonly columns: string;
  readonly parent: string;
  readonly count: number;
  /** Row numbers of the first of them. */
  readonly rows: readonly number[];
}

/** A column of a table, by its SQL name. */
export interface NamedColumn {
  readonly name: string;
  /** Not computed from others. */
  readonly isStored: boolean;
  /** What a value becomes when it is stored, by what the column's type is called. */
  readonly affinity: "text" | "integer" | "real" | "blob" | "numeric";
}

/** Reads what a database is made of, rows apart. Names are SQL names. */
export interface CatalogReader {
  /** Whether the database holds no table at all. */
  isEmpty(): boolean;
  tables(): readonly string[];
  hasTable(table: string): boolean;
  /** A view of this name, in whatever letter case. */
  hasView(name: string): boolean;
  /** The columns in their order; none if there is no such table. */
  columns(table: string): readonly NamedColumn[];
  triggers(): readonly Trigger[];
  /** Every foreign key that there is. */
  foreignKeys(): readonly ForeignKey[];
  /** The references of these tables that lead nowhere, a line for each foreign key that can be followed. */
  dangling(tables: readonly string[]): readonly Dangling[];
  /** The columns of a table's primary key, in its order; none if it has none. */
  primaryKey(table: string): readonly string[];
  /** Whether a column must hold something. */
  isRequired(table: string, column: string): boolean;
  /** The columns of each unique index over all rows; those over parts of a table or over expressions are left out. */
  uniqueKeys(table: string): readonly (readonly string[])[];
  /** Whether a unique index over all rows is on this column alone. */
  keepsUnique(table: string, column: string): boolean;
  /** What the columns of a table hold where an insert says nothing; only literals. */
  literalDefaults(table: string): ReadonlyMap<string, DbValue>;
}

/** One value of the row at hand, and what it hashes to. */
export interface ScannedValue extends Lanes {
  start: number;
  end: number;
  isNull: boolean;
}

/** What a scan goes through. The values are the scanner's own, and hold until the next row. */
export type OnRow = (values: readonly ScannedValue[], bytes: Buffer) => void;

/** Indexes that are away while their tables are filled, within one transaction. */
export interface IndexesAside {
  /** Builds them anew, each from one sorted pass over its table. */
  build(): void;
}

/** Work on whole tables: quicker than row by row. */
export interface Bulk {
  /** SQL for the number under which a table keeps a row: rows that are inserted get rising ones. */
  readonly rowNumber: string;
  /** Whether the rows of a table have such numbers. */
  numbersRows(table: string): boolean;
  /** Lets a table that numbers its rows go on after a number, if it has not come further. */
  countFrom(table: string, last: bigint): void;
  /**
   * Reads all rows of a table in the order in which they were inserted, without making objects of them.
   *
   * @param keys of the Drizzle table
   * @returns false where the table holds what only a plain reading can tell: nothing can be said then
   */
  scan(
    of: { readonly table: SQLiteTable; readonly keys: readonly string[] },
    onRow: OnRow,
  ): boolean;
  /**
   * Takes indexes away. One that keeps rows unique stays, so that a row is refused when it comes;
   * unless its rows are known to be unique by something else.
   *
   * @param tables SQL names, and whether their unique indexes may go too
   */
  putIndexesAside(tables: ReadonlyMap<string, "all" | "those that refuse no row">): IndexesAside;
}

/** Lets other programs write between the commits of long work. */
export interface Turns {
  /** To be called between two transactions: waits, where others have had no turn for a while. */
  give(): Promise<void>;
}

/** Finds rows that refer to others. */
export interface Referrers {
  /** Finds a row by what a foreign key's columns hold: through an index, however large the table is. */
  prepare(
    key: ForeignKey,
    asked: { readonly found: readonly string[]; readonly without: string | undefined },
  ): Statement;
  /**
   * Reads so many of the rows that refer to one, and how many there are, from the table itself.
   *
   * @param found SQL names of the columns that are read
   */
  prepareList(
    key: ForeignKey,
    found: readonly string[],
  ): { readonly first: Statement; readonly count: Statement };
  /** Takes away what was made to find them; before a commit: a rollback does it by itself. */
  forget(): void;
}

/** A database for notes, which vanishes with the process. */
export interface Scratch extends Connection {
  /** Makes a table whose rows are kept by their primary key, without anything beside it. */
  createKeyed(table: string, columns: string): void;
}

/** @param cacheKib of pages in memory; as many as the engine itself would hold where nothing is said */
export type OpenScratch = (cacheKib?: number) => Scratch;

/** The seam between the tool and a database engine: what one says in words of its own is said here in plain ones. */
export interface Database extends Connection {
  readonly catalog: CatalogReader;
  /** What it is reached with: name and version. */
  driver(): Readonly<Record<string, string>>;
  readonly bulk: Bulk;
  readonly referrers: Referrers;
  /**
   * Copies the committed state beside the database: checked, flushed to disk, readable by its owner alone.
   *
   * @param keep how many of the newest backups stay
   * @throws DatabaseError if the copy is not sound, SystemError if there is no place for it
   */
  backUp(now: Date, keep?: number): Promise<Backup>;
  /** The backups that there are, the newest first. */
  backups(): readonly string[];
  /** Drops all backups but the newest. */
  dropOldBackups(): void;
  /** Opens a backup, to be read. */
  openBackup(backup: Backup): Database;
  /**
   * Works on a copy that nobody else sees. Nothing is left of it, whatever happens.
   *
   * @param work is given the copy, and the SHA-256 of the state that it was made from
   */
  withPrivateCopy<Result>(
    work: (copy: Database, sha256: string) => Promise<Result>,
  ): Promise<Result>;
  /** A number that is another one when another connection has committed. */
  stateByOthers(): number;
  /**
   * The number of the next row, after those that the table has, or has ever had.
   *
   * @throws UsageError if the table has no primary key of one column
   */
  prepareNextNumber(table: SQLiteTable): () => number;
  /** @param every milliseconds that others wait at most */
  turns(every?: number): Turns;
  /** Counts anew what queries are planned by, where much has changed. */
  refreshStatistics(): void;
  /**
   * Commits for good. What stands for a database on a server publishes first, and commits when the server has: if it
   * throws, nothing is committed and the transaction is still open.
   */
  settle(): Promise<void>;
  readonly openScratch: OpenScratch;
  /** A failure of this database as one clear line with its cure; anything else comes back as it is. */
  explain(error: unknown): unknown;
  /** The same, and what the system refuses, wherever it was met. */
  foreseen(error: unknown): unknown;
  /** The engine's own code of a failure, explained or not. */
  codeOf(error: unknown): EngineCode | undefined;
}
