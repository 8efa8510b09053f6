import { existsSync, realpathSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { quoteName } from "../../db/names.ts";
import { type DriverDatabase, SqliteDriver } from "../../db/sqlite/driver.ts";
import { codeOf, isBusy } from "../../db/sqlite/explain-error.ts";
import { GrownChunks } from "../grown-chunks.ts";
import type { LegacyDatabase, LegacyTable, OpenOptions } from "../legacy-database.ts";
import { copyAside } from "./copy-aside.ts";
import { databaseHeader } from "./database-file.ts";
import { explainSource } from "./explain-source.ts";
import { readCatalog } from "./read-catalog.ts";
import { rowExpressions } from "./row-text.ts";

/** How often a database that is locked is tried again: milliseconds. */
const AGAIN_MS = 100;

const LOG_LEFT_BEHIND =
  "The file says that its program keeps a write-ahead log, and there is no -wal beside it. If it was copied while that program ran, the newest changes are missing: copy the -wal with it, or use  sqlite3 FILE '.backup COPY'";

/**
 * Opens an SQLite file to read it, in one transaction, and leaves it and its folder as they were.
 *
 * @throws SourceError if it stays locked, is damaged, or cannot be opened
 */
export async function openLegacySqlite(
  title: string,
  options: OpenOptions,
): Promise<LegacyDatabase> {
  // Where a link leads, its log is.
  const path = realPath(title);
  const { hasLogMode, changes } = databaseHeader(path);
  const opened = await guarded(path, () => opening(path, hasLogMode, options));
  const { driver, release } = opened;
  const { version } = driver.prepare("select sqlite_version() as version").get() as {
    readonly version: string;
  };
  const isAlone = hasLogMode && !existsSync(`${path}-wal`);
  return {
    engine: "sqlite",
    title,
    version,
    snapshot: `${new Date().toISOString()}, after ${changes} changes`,
    notes: isAlone ? [LOG_LEFT_BEHIND] : [],
    tables: () => guarded(path, () => readCatalog(driver)),
    count: (table) => guarded(path, () => countRows(driver, table)),
    rows: (table) => explained(path, rowsOf(driver, table)),
    async close() {
      driver.close();
      release();
    },
  };
}

/** Whoever opens it says why it cannot be opened. */
const realPath = (path: string): string => (existsSync(path) ? realpathSync(path) : path);

interface Opened {
  readonly driver: DriverDatabase;
  /** Removes the copy that was read instead, if any. */
  release(): void;
}

/** A database with a log is read where it stands only if its log is in use: else SQLite would make one. */
async function opening(path: string, hasLogMode: boolean, options: OpenOptions): Promise<Opened> {
  const inUse = existsSync(`${path}-wal`) && existsSync(`${path}-shm`);
  if (!hasLogMode || inUse) {
    try {
      return { driver: await begun(path, { readonly: true }, options), release: () => undefined };
    } catch (error) {
      if (!hasLogMode || codeOf(error)?.startsWith("SQLITE_CANTOPEN") !== true) throw error;
    }
  }
  const copy = copyAside(path);
  try {
    return { driver: await begun(copy.path, { readonly: false }, options), release: copy.release };
  } catch (error) {
    copy.release();
    throw error;
  }
}

/** Begins the transaction that everything is read in; waits for who writes, within a bound. */
async function begun(
  path: string,
  { readonly }: { readonly readonly: boolean },
  { timeoutMs, signal }: OpenOptions,
): Promise<DriverDatabase> {
  const driver = new SqliteDriver(path, { readonly, fileMustExist: true, timeout: AGAIN_MS });
  try {
    // What a schema calls must do nothing but compute.
    driver.pragma("trusted_schema = off");
    driver.pragma("query_only = on");
    const end = performance.now() + timeoutMs;
    for (;;) {
      try {
        driver.exec("begin");
        driver.prepare("select count(*) from sqlite_schema").get();
        return driver;
      } catch (error) {
        if (driver.inTransaction) driver.exec("rollback");
        if (!isBusy(error) || performance.now() >= end || signal?.aborted) throw error;
        await sleep(AGAIN_MS);
      }
    }
  } catch (error) {
    driver.close();
    throw error;
  }
}

const countRows = (driver: DriverDatabase, { name }: LegacyTable): number =>
  Number(
    driver
      .prepare(`select count(*) from ${quoteName(name)}`)
      .pluck()
      .get(),
  );

async function* rowsOf(driver: DriverDatabase, table: LegacyTable): AsyncGenerator<Buffer> {
  const as = driver.pragma("encoding", { simple: true }) === "UTF-8" ? "bytes" : "text";
  const cells = rowExpressions(
    table.columns.map(({ name }) => name),
    as,
  );
  const query = `select ${cells.join(", ")} from ${quoteName(table.name)}${orderOf(driver, table)}`;
  const rows = driver.prepare(query).raw(true).iterate() as IterableIterator<
    readonly (Buffer | string)[]
  >;
  const chunks = new GrownChunks();
  for (const row of rows) {
    for (const [at, group] of row.entries()) {
      if (at > 0) chunks.add(COMMA);
      chunks.add(typeof group === "string" ? Buffer.from(group) : group);
    }
    chunks.add(LINE_END);
    if (chunks.isFull) yield chunks.take();
  }
  yield chunks.take();
}

const COMMA = Buffer.from(",");
const LINE_END = Buffer.from("\n");

/** In the order in which a table keeps its rows: that of its key, where it has no row numbers. */
function orderOf(driver: DriverDatabase, { name, columns, kind }: LegacyTable): string {
  const query = "select type, wr from pragma_table_list where schema = 'main' and name = ?";
  const found = driver.prepare(query).get(name) as { readonly type: string; readonly wr: number };
  if (kind === "view" || found.type === "virtual" || found.wr === 1) return "";
  const taken = new Set(columns.map((column) => column.name.toLowerCase()));
  const free = ["rowid", "_rowid_", "oid"].find((one) => !taken.has(one));
  return free === undefined ? "" : ` order by ${free}`;
}

async function guarded<Result>(
  path: string,
  work: () => Result | Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw explainSource(error, path);
  }
}

async function* explained(path: string, rows: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* rows;
  } catch (error) {
    throw explainSource(error, path);
  }
}
