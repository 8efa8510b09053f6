import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import { copyOwnerOnly } from "../../plain/copy-owner-only.ts";
import { SystemError } from "../../plain/errors.ts";
import type {
  Backup,
  Bulk,
  CatalogReader,
  Database,
  EngineCode,
  Referrers,
  Scratch,
  Turns,
} from "../database.ts";
import { type Shadow, shadowAt } from "../shadows.ts";
import { backUp, dropOldBackups, listBackups } from "./backup.ts";
import { bulkOf } from "./bulk.ts";
import { catalogReader } from "./catalog-reader.ts";
import { checkPath } from "./check-path.ts";
import { configure, connect, type Opening, SqliteConnection } from "./connection.ts";
import { nextNumber } from "./counters.ts";
import { type DriverDatabase, SqliteDriver } from "./driver.ts";
import { DRIVER } from "./driver-name.ts";
import { codeOf, explainDatabaseError } from "./explain-error.ts";
import { dropCopies, prepareList, prepareProbe } from "./foreign-keys.ts";
import { foreseen } from "./foreseen.ts";
import { sha256OfRows } from "./hash-rows.ts";
import { closeLog, hasWalHeader } from "./journal-mode.ts";
import { withPrivateCopy } from "./private-copy.ts";
import { SqliteTurns } from "./turns.ts";

/**
 * Opens an SQLite database file.
 *
 * @throws UsageError if the path names no file, DatabaseError if it cannot be used
 */
export function openSqlite(path: string, opening: Opening): Database {
  const driver = connect(path, opening);
  const shadow = shadowAt(path);
  if (shadow === undefined) return new SqliteDatabase(driver, path, opening.name);
  // Made anew by the next command: what a power cut leaves of it is nobody's.
  driver.pragma("synchronous = off");
  return new ShadowDatabase(driver, path, shadow);
}

/** Makes a database that is made anew whenever it is needed: what a power cut leaves of it is nobody's. */
export function openDisposable(path: string, name: string): Database {
  const driver = connect(path, { ifMissing: "create", name });
  driver.pragma("synchronous = off");
  return new SqliteDatabase(driver, path, name);
}

/** Longer than another program's commit takes, and not too long for who looks on. */
const READ_BUSY_MS = 500;

/** As `openSqlite`, to look only, without the right to write: a run at work is not kept waiting. */
export function openForReading(path: string): Database {
  checkPath(path, "refuse");
  try {
    return lookInto(path);
  } catch (error) {
    // With a write-ahead log a reader, too, has to write beside the file.
    if (!isOutOfReach(error) || !hasWalHeader(path))
      throw explainDatabaseError(error, basename(path));
    return withCopyAside(path, (copy) => {
      const driver = new SqliteDriver(copy);
      driver.pragma("schema_version");
      return new SqliteDatabase(driver, path);
    });
  }
}

/**
 * Opens a copy of a database that nobody else sees, with what stands in its write-ahead log; it has no name
 * any more when it is handed on.
 */
function withCopyAside<Opened>(path: string, open: (copy: string) => Opened): Opened {
  const folder = mkdtempSync(join(tmpdir(), "hmsync-look-"));
  try {
    for (const side of [path, `${path}-wal`].filter((one) => existsSync(one))) {
      copyOwnerOnly(side, join(folder, basename(side)));
    }
    return open(join(folder, basename(path)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const isOutOfReach = (error: unknown): boolean =>
  ["SQLITE_CANTOPEN", "SQLITE_READONLY"].some((code) => codeOf(error)?.startsWith(code));

function lookInto(path: string): Database {
  let driver: DriverDatabase | undefined;
  try {
    const hadLog = existsSync(`${path}-wal`);
    driver = new SqliteDriver(path, { timeout: READ_BUSY_MS, readonly: true });
    driver.pragma("schema_version");
    return hadLog ? new SqliteDatabase(driver, path) : new LoglessReader(driver, path);
  } catch (error) {
    driver?.close();
    // What a killed run left is rolled back by the first connection that may write.
    if (codeOf(error)?.startsWith("SQLITE_READONLY")) {
      return openSqlite(path, { ifMissing: "refuse" });
    }
    throw error;
  }
}

/** A database that is there for a rehearsal only, and is called like the one that it stands for. */
export function openTemporary(path: string): Database {
  const driver = new SqliteDriver("");
  configure(driver);
  return new SqliteDatabase(driver, path);
}

/** What messages call the tool's own notes. */
const SCRATCH = "of the tool's own notes";

/**
 * A database for the tool's own notes; it vanishes with the process, whatever ends it.
 *
 * @param cacheKib of pages in memory; as many as SQLite itself would hold where nothing is said
 */
export function openScratch(cacheKib?: number): Scratch {
  // SQLite unlinks a database without a name as soon as it has opened it.
  const driver = new SqliteDriver("");
  driver.pragma("journal_mode = OFF");
  driver.pragma("synchronous = OFF");
  // What is noted comes in rows of ten thousand bytes and more.
  driver.pragma("page_size = 16384");
  if (cacheKib !== undefined) driver.pragma(`cache_size = -${cacheKib}`);
  return new SqliteScratch(driver, "", SCRATCH);
}

class SqliteScratch extends SqliteConnection implements Scratch {
  createKeyed(table: string, columns: string): void {
    this.exec(`create table ${table} (${columns}) without rowid`);
  }
}

class SqliteDatabase extends SqliteConnection implements Database {
  readonly catalog: CatalogReader = catalogReader(this);
  readonly bulk: Bulk = bulkOf(this);
  readonly referrers: Referrers = {
    prepare: (key, asked) => prepareProbe(this, key, asked),
    prepareList: (key, found) => prepareList(this, key, found),
    forget: () => dropCopies(this),
  };
  readonly openScratch = openScratch;

  driver(): Readonly<Record<string, string>> {
    const { version } = createRequire(import.meta.url)(`${DRIVER}/package.json`);
    return { "better-sqlite3": String(version) };
  }

  backUp(now: Date, keep?: number): Promise<Backup> {
    return backUp(this, now, keep);
  }

  backups(): readonly string[] {
    return listBackups(this);
  }

  dropOldBackups(): void {
    dropOldBackups(this);
  }

  openBackup({ path }: Backup): Database {
    return openForReading(path);
  }

  withPrivateCopy<Result>(
    work: (copy: Database, sha256: string) => Promise<Result>,
  ): Promise<Result> {
    const open = (path: string) => openSqlite(path, { ifMissing: "refuse", name: this.name });
    return withPrivateCopy(this, open, work);
  }

  /** sqlite.org/pragma.html#pragma_data_version */
  stateByOthers(): number {
    return Number(this.prepare("pragma data_version").get([])?.[0]);
  }

  prepareNextNumber(table: SQLiteTable): () => number {
    return nextNumber(this, table);
  }

  turns(every?: number): Turns {
    return new SqliteTurns(every);
  }

  async settle(): Promise<void> {
    this.commit();
  }

  refreshStatistics(): void {
    this.exec("pragma optimize");
  }

  explain(error: unknown): unknown {
    return explainDatabaseError(error, this.name);
  }

  foreseen(error: unknown): unknown {
    return foreseen(error);
  }

  codeOf(error: unknown): EngineCode | undefined {
    return codeOf(error);
  }
}

/** What stands for a database on a server: what is committed for good is published first. */
class ShadowDatabase extends SqliteDatabase {
  readonly #shadow: Shadow;
  /** By the path of a backup, the shadow as it was then. */
  readonly #copies = new Map<string, string>();
  #isWatched = false;
  /** What had changed when the transaction began. */
  #before = 0;

  constructor(driver: DriverDatabase, path: string, shadow: Shadow) {
    super(driver, path);
    this.#shadow = shadow;
  }

  override begin(): void {
    // Before the transaction: a rollback would take back what notes its changes, too.
    if (!this.#isWatched) this.#shadow.watch(this);
    this.#isWatched = true;
    super.begin();
    this.#before = this.#changes();
  }

  override async settle(): Promise<void> {
    await this.#shadow.publish(this);
    super.commit();
  }

  /**
   * The server's own program backs up all that is there. What is compared later is a copy of the shadow, which goes
   * with it; where there is no such program, it stays, and is the backup.
   */
  override async backUp(now: Date, keep?: number): Promise<Backup> {
    const path = await this.#shadow.backUp(now, keep);
    if (path === undefined) return super.backUp(now, keep);
    const copy = join(dirname(this.path), `before-${this.#copies.size}.db`);
    await this.copyTo(copy);
    this.#copies.set(path, copy);
    return { path };
  }

  override openBackup(backup: Backup): Database {
    return super.openBackup({ path: this.#copies.get(backup.path) ?? backup.path });
  }

  /** Ends a transaction that has only read. */
  override commit(): void {
    if (this.#changes() !== this.#before) {
      throw new SystemError(`What was changed for ${this.name} was not published.`, {
        cure: "Nothing of it was written. Please report it.",
      });
    }
    super.commit();
  }

  /** Two shadows of one state have their rows in files that differ: the rows are what is hashed. */
  override withPrivateCopy<Result>(
    work: (copy: Database, sha256: string) => Promise<Result>,
  ): Promise<Result> {
    return super.withPrivateCopy((copy) => work(copy, sha256OfRows(copy)));
  }

  /** https://sqlite.org/lang_corefunc.html#total_changes */
  #changes(): number {
    return Number(this.prepare("select total_changes()").get([])?.[0]);
  }
}

/** Leaves a database without a log, as it found it. */
class LoglessReader extends SqliteDatabase {
  override close(): void {
    super.close();
    closeLog(this.path);
  }
}
