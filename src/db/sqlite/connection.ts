import { eq, getTableColumns, getTableName, is, Param, Placeholder, sql } from "drizzle-orm";
import type { SQLiteColumn, SQLiteTable } from "drizzle-orm/sqlite-core";
import { drizzle } from "drizzle-orm/sqlite-proxy";
import { makeOwnerOnly } from "../../plain/copy-owner-only.ts";
import type { BuiltQuery, Connection, DbValue, Statement, TransientFailure } from "../database.ts";
import { keyColumn } from "../key-column.ts";
import { quoteName } from "../names.ts";
import { TransactionLost } from "../refused.ts";
import { nameAt } from "../shadows.ts";
import { brokenTrigger } from "./broken-trigger.ts";
import { checkPath, type IfMissing } from "./check-path.ts";
import { type DriverDatabase, SqliteDriver } from "./driver.ts";
import { CopyLocked, codeOf, explainDatabaseError, guarded, isRefusal } from "./explain-error.ts";
import { type Binding, ReorderedStatement, SqliteStatement } from "./statement.ts";
import { tryAgain, withRetries } from "./try-again.ts";

/**
 * Writes statements and runs none: Drizzle's own driver would take one version of better-sqlite3 for all.
 * A new one each time, as it knows of two tables of one name only the columns of the first.
 */
const builder = () => drizzle(async () => ({ rows: [] }));

/** How long a write waits for another program's lock. */
const BUSY_MS = 5_000;
/** 44 MiB of pages: less costs speed, more does not gain any (measured). */
const CACHE_KIB = 45_056;
/**
 * What is sorted, at most as much as the cache, then fits into a processor's own: ten indexes of
 * 1.25 million rows take 2.4 s, with one more thread that sorts; with one that is large 4.1 s (measured).
 */
const SORTING_CACHE_KIB = 4_096;

/** Whether a missing database file is made, and what messages call the database. */
export interface Opening {
  readonly ifMissing: IfMissing;
  readonly name?: string;
}

/**
 * Connects to an SQLite database file.
 *
 * @throws UsageError if the path names no file, DatabaseError if it cannot be used
 */
export function connect(path: string, { ifMissing, name }: Opening): DriverDatabase {
  checkPath(path, ifMissing);
  if (ifMissing === "create") makeOwnerOnly(path);
  return guarded(name ?? nameAt(path), () => {
    const driver = new SqliteDriver(path, {
      timeout: BUSY_MS,
      fileMustExist: ifMissing === "refuse",
    });
    configure(driver);
    // Reads the header: a file that is no database is found here, not in the middle of a run.
    driver.pragma("schema_version");
    return driver;
  });
}

/** Sets what every connection that works on a target has. */
export function configure(driver: DriverDatabase): void {
  driver.pragma(`cache_size = -${CACHE_KIB}`);
  driver.pragma("temp_store = FILE");
  driver.pragma("foreign_keys = ON");
}

/** An open SQLite database: its statements and transactions. */
export class SqliteConnection implements Connection {
  readonly name: string;
  readonly path: string;
  readonly #driver: DriverDatabase;
  #lastInsertId: Statement | undefined;
  #told: ((failure: TransientFailure) => void) | undefined;
  /** A transaction was begun and not ended from here; SQLite may have rolled it back by itself. */
  #began = false;

  constructor(driver: DriverDatabase, path: string, name = nameAt(path)) {
    this.#driver = driver;
    this.path = path;
    this.name = name;
  }

  prepare(text: string): Statement {
    const own = { driver: this.#driver, name: this.name };
    const statement = this.#guarded(() => {
      try {
        return this.#driver.prepare(text);
      } catch (error) {
        throw brokenTrigger(own, text, error) ?? error;
      }
    });
    const again = <Result>(work: () => Result, failed: unknown) => {
      const broken = brokenTrigger(own, text, failed);
      if (broken !== undefined) throw broken;
      if (isRefusal(failed) && this.#began && !this.#driver.inTransaction)
        throw new TransactionLost(this.name, failed);
      const trial = { driver: this.#driver, within: this.#began, told: this.#told };
      return tryAgain(trial, work, failed);
    };
    return new SqliteStatement(statement, this.name, again);
  }

  prepareBuilt(query: BuiltQuery, order: readonly string[]): Statement {
    return this.#prepareWith(query.toSQL(), order);
  }

  prepareInsert(table: SQLiteTable, columns: readonly string[], onConflict?: "ignore"): Statement {
    return this.#prepareInserts(table, columns, { rows: 1, onConflict });
  }

  prepareInserts(table: SQLiteTable, columns: readonly string[], rows: number): Statement {
    return this.#prepareInserts(table, columns, { rows });
  }

  #prepareInserts(
    table: SQLiteTable,
    columns: readonly string[],
    { rows, onConflict }: { readonly rows: number; readonly onConflict?: "ignore" | undefined },
  ): Statement {
    const made = madeColumns(table, columns);
    const filled = [...columns, ...made.map(([key]) => key)];
    const nth = Array.from({ length: rows }, (_, row) => row);
    const values = nth.map((row) => placeholders(filled, row));
    const query = builder().insert(table).values(values);
    const whole = onConflict === "ignore" ? query.onConflictDoNothing() : query;
    const order = nth.flatMap((row) => columns.map((key) => nameIn(row, key)));
    const makers = nth.flatMap((row) =>
      made.map(([key, make]) => [nameIn(row, key), make] as const),
    );
    const built = whole.toSQL();
    // So that SQLite need not note how to undo the first rows: who fails here rolls all of it back.
    const text = rows === 1 ? built.sql : built.sql.replace(/^insert into/, "insert or fail into");
    // Drizzle itself would make one value, and write it into every row.
    return this.#prepareWith({ ...built, sql: text }, order, new Map(makers));
  }

  prepareUpdate(table: SQLiteTable, columns: readonly string[]): Statement {
    const query = builder()
      .update(table)
      .set(placeholders(columns))
      .where(eq(keyColumn(table).column, sql.placeholder(ID)));
    return this.#prepareWith(query.toSQL(), [...columns, ID]);
  }

  prepareSelect(table: SQLiteTable, columns: readonly string[]): Statement {
    const known = getTableColumns(table);
    const wanted = Object.fromEntries(columns.map((key) => [key, known[key] as SQLiteColumn]));
    const query = builder()
      .select(wanted)
      .from(table)
      .where(eq(keyColumn(table).column, sql.placeholder(ID)));
    return this.#prepareWith(query.toSQL(), [ID]);
  }

  prepareDelete(table: SQLiteTable): Statement {
    const query = builder()
      .delete(table)
      .where(eq(keyColumn(table).column, sql.placeholder(ID)));
    return this.#prepareWith(query.toSQL(), [ID]);
  }

  exec(text: string): void {
    this.#guarded(() => this.#driver.exec(text));
  }

  begin(): void {
    this.#stubborn("begin immediate");
    this.#began = true;
  }

  enforceForeignKeys(when: "at once" | "not at all"): void {
    this.#guarded(() => this.#driver.pragma(`foreign_keys = ${when === "at once" ? "on" : "off"}`));
  }

  workAs(work: "rows in any order" | "sorted passes"): void {
    const sorts = work === "sorted passes";
    this.#guarded(() => {
      this.#driver.pragma(`cache_size = -${sorts ? SORTING_CACHE_KIB : CACHE_KIB}`);
      this.#driver.pragma(`threads = ${sorts ? 1 : 0}`);
    });
  }

  commit(): void {
    this.#stubborn("commit");
    this.#began = false;
  }

  onTransientFailure(told: ((failure: TransientFailure) => void) | undefined): void {
    this.#told = told;
  }

  #stubborn(text: string): void {
    const work = () => this.#driver.exec(text);
    this.#guarded(() => withRetries(this.#driver, work, this.#told));
  }

  rollback(): void {
    if (this.#driver.inTransaction) this.exec("rollback");
    this.#began = false;
  }

  inTransaction(): boolean {
    return this.#driver.inTransaction;
  }

  count(table: SQLiteTable): number {
    const [rows] = this.prepare(`select count(*) from ${quoteName(getTableName(table))}`).get(
      [],
    ) ?? [0];
    return Number(rows);
  }

  lastInsertId(): number {
    this.#lastInsertId ??= this.prepare("select last_insert_rowid()");
    return Number(this.#lastInsertId.get([])?.[0]);
  }

  async copyTo(path: string): Promise<void> {
    const reader = this.#guarded(
      () => new SqliteDriver(this.path, { timeout: BUSY_MS, readonly: true }),
    );
    try {
      const { totalPages, remainingPages } = await reader.backup(path, { progress: copyPace() });
      if (remainingPages > 0) throw new CopyLocked(this.name);
      // Where another program has either of them locked, the driver copies nothing and says so to nobody.
      if (totalPages === 0 && this.prepare("PRAGMA page_count").get([])?.[0] !== 0) {
        throw new CopyLocked(this.name);
      }
    } catch (error) {
      throw explainDatabaseError(error, this.name);
    } finally {
      reader.close();
    }
  }

  close(): void {
    this.#emptyLog();
    this.#driver.close();
  }

  /** SQLite does so itself where nobody else has the database open: then the one file is whole. */
  #emptyLog(): void {
    const { open, readonly, inTransaction } = this.#driver;
    if (!open || readonly || inTransaction) return;
    try {
      this.#driver.pragma("wal_checkpoint(passive)");
    } catch (error) {
      // Whoever closes it last tries again; all that was committed stands in the log meanwhile.
      if (codeOf(error) === undefined) throw error;
    }
  }

  #guarded<Result>(work: () => Result): Result {
    return guarded(this.name, work);
  }

  /** Prepares what Drizzle wrote, with the caller's values in the caller's order. */
  #prepareWith(
    query: { sql: string; params: unknown[] },
    order: readonly string[],
    made: ReadonlyMap<string, () => unknown> = new Map(),
  ): Statement {
    const statement = this.prepare(query.sql);
    const bindings = query.params.map((param): Binding => {
      const name = placeholderName(param);
      if (name === undefined) return { value: param as DbValue };
      const make = made.get(name);
      return make === undefined ? { at: order.indexOf(name) } : { make: make as () => DbValue };
    });
    return new ReorderedStatement(statement, bindings);
  }
}

/** The placeholder of a row's id, which no column is called. */
const ID = "row id";

/** Pages that are copied at once: no program that writes waits long. */
const FEW_PAGES = 100;

/**
 * How many pages a copy takes next. SQLite begins anew where another program has written between two
 * steps: beside one that does so all the time only longer steps come to an end.
 */
function copyPace(): (progress: { readonly remainingPages: number }) => number {
  let step = FEW_PAGES;
  let before = Number.POSITIVE_INFINITY;
  return ({ remainingPages }) => {
    if (remainingPages >= before) step *= 4;
    before = remainingPages;
    return step;
  };
}

/** Columns that are not given, whose values the schema makes. */
function madeColumns(table: SQLiteTable, given: readonly string[]) {
  return Object.entries(getTableColumns(table)).flatMap(([key, { defaultFn }]) =>
    defaultFn === undefined || given.includes(key) ? [] : [[key, defaultFn] as const],
  );
}

/** What the placeholder of a column is called, of one of the rows of a statement. */
const nameIn = (row: number, key: string): string => (row === 0 ? key : `${key} ${row}`);

/** Placeholders for the columns of one row, by key. */
function placeholders(columns: readonly string[], row = 0): Record<string, Placeholder> {
  return Object.fromEntries(columns.map((key) => [key, sql.placeholder(nameIn(row, key))]));
}

/** What a parameter of a built query is called; undefined if it is a value. */
function placeholderName(param: unknown): string | undefined {
  const inner = is(param, Param) ? param.value : param;
  return is(inner, Placeholder) ? inner.name : undefined;
}
