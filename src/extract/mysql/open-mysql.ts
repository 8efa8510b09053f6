import { type Location, titleOf } from "../../db/connecting/location.ts";
import { Interrupted, SourceError, UsageError } from "../../plain/errors.ts";
import { nearestHint } from "../../plain/nearest.ts";
import { CORRECT_TEXT, longestSilence } from "../cannot-read.ts";
import type { LegacyDatabase, LegacyTable, OpenOptions, WantedTables } from "../legacy-database.ts";
import { rowOrder } from "../row-order.ts";
import { fullName } from "../table-names.ts";
import { cannotRead } from "./cannot-read.ts";
import type { ListedColumn } from "./catalog.ts";
import { type Connection, connect } from "./connection.ts";
import { lossyColumns, lossySql } from "./lossy-columns.ts";
import { quoteName, quotePath } from "./names.ts";
import { type FoundTable, readTables } from "./read-tables.ts";
import { NotUtf8, RowText, readColumn } from "./row-text.ts";
import { beginReading, type Session } from "./session.ts";
import { streamRows } from "./stream-rows.ts";

/** Locks on how a table is built are let go of as soon as it is read: its owner may change it then. */
const BEFORE = "savepoint before_rows";
const LET_GO = "rollback to savepoint before_rows";

/**
 * Opens a MySQL or MariaDB database to read one state of it. The server lets nothing be written, and no row is locked.
 *
 * @throws PasswordNeeded if the server asks for a password, and there is none
 * @throws SourceError if it cannot be reached or does not let this user in
 */
export async function openMysql(location: Location, options: OpenOptions): Promise<LegacyDatabase> {
  const connection = await connect(location, options);
  try {
    const session = await beginReading(connection, options.timeoutMs);
    return new MysqlDatabase(location, { connection, session, options });
  } catch (error) {
    connection.driver.destroy();
    throw cannotRead(titleOf(location), error, options.signal);
  }
}

interface Opened {
  readonly connection: Connection;
  readonly session: Session;
  readonly options: OpenOptions;
}

const ALWAYS = ["Columns of the type TIMESTAMP are read in UTC; DATETIME as it stands."];

class MysqlDatabase implements LegacyDatabase {
  readonly engine = "mysql";
  readonly title: string;
  readonly version: string;
  readonly snapshot: string;
  readonly #schema: string;
  readonly #opened: Opened;
  #notes: readonly string[] = ALWAYS;
  readonly #found = new Map<LegacyTable, FoundTable>();

  constructor(location: Location, opened: Opened) {
    this.title = titleOf(location);
    this.version = opened.session.version;
    this.snapshot = opened.session.snapshot;
    this.#schema = location.database;
    this.#opened = opened;
  }

  get notes(): readonly string[] {
    return this.#notes;
  }

  tables(wanted: WantedTables): Promise<readonly LegacyTable[]> {
    return this.#told(this.title, async (connection) => {
      await connection.run(BEFORE);
      const tables: LegacyTable[] = [];
      const notes: string[] = [];
      for (const schema of await this.#schemas(connection, wanted)) {
        const isDefault = schema === this.#schema;
        const read = await readTables(connection, schema, { wanted, isDefault });
        for (const one of read.found) this.#found.set(one.table, one);
        tables.push(...read.found.map(({ table }) => table));
        notes.push(...read.notes);
      }
      await connection.run(LET_GO);
      this.#notes = [...ALWAYS, ...notes];
      return tables;
    });
  }

  count(table: LegacyTable): Promise<number> {
    return this.#told(fullName(table), async (connection) => {
      const counted = await this.#counted(table);
      await connection.run(LET_GO);
      return counted;
    });
  }

  async *rows(table: LegacyTable): AsyncGenerator<Buffer> {
    const { connection, options } = this.#opened;
    const columns = this.#found.get(table)?.columns ?? [];
    const read = columns.map(readColumn);
    const text = new RowText(read.map(({ writing }) => writing));
    const list = read.map(({ expression }) => expression).join(", ");
    const sql = `select ${list} from ${this.#path(table)}${rowOrder(table, quoteName)}`;
    const silenceMs = longestSilence(options);
    try {
      await connection.run(BEFORE);
      await this.#checkLetters(table, columns);
      const before = await this.#countedBefore(table);
      yield* streamRows(connection, sql, { text, silenceMs, signal: options.signal });
      if (before !== undefined && before !== text.rows) throw changing(table);
    } catch (error) {
      if (error instanceof NotUtf8) throw notText(table, error);
      throw cannotRead(fullName(table), error, options.signal);
    } finally {
      // A connection that is gone holds nothing, and why it went is told.
      if (!connection.isGone) await connection.run(LET_GO).catch(() => undefined);
    }
  }

  async close(): Promise<void> {
    await this.#opened.connection.close();
  }

  async #counted(table: LegacyTable): Promise<number> {
    const sql = `select count(*) as counted from ${this.#path(table)}`;
    const [row] = await this.#opened.connection.rows<{ counted: string }>(sql);
    return Number(row?.counted);
  }

  /** A table that knows no snapshot is counted on both sides of its rows. */
  async #countedBefore(table: LegacyTable): Promise<number | undefined> {
    return this.#found.get(table)?.isInSnapshot === false ? this.#counted(table) : undefined;
  }

  async #checkLetters(table: LegacyTable, columns: readonly ListedColumn[]): Promise<void> {
    const sql = lossySql(columns, this.#path(table));
    if (sql === undefined) return;
    const [counts = {}] = await this.#opened.connection.rows<Record<string, string>>(sql);
    for (const [at, { column, charset }] of lossyColumns(columns).entries()) {
      const count = Number(counts[`c${at}`] ?? 0);
      if (count > 0) throw noLetters(table, { column: column.name, charset, count });
    }
  }

  /** The schemas that are asked for, as the server writes them. */
  async #schemas(connection: Connection, { schemas = [] }: WantedTables): Promise<string[]> {
    const listed = await connection.rows<{ name: string }>(
      "select schema_name as name from information_schema.schemata",
    );
    const names = listed.map(({ name }) => name);
    const wanted = schemas.length === 0 ? [this.#schema] : schemas;
    return wanted.map((schema) => {
      const folded = names.filter((name) => name.toLowerCase() === schema.toLowerCase());
      const found = names.includes(schema) || folded.length !== 1 ? schema : folded[0];
      if (found !== undefined && names.includes(found)) return found;
      throw new UsageError(
        `${this.title} has no schema "${schema}"${nearestHint(schema, names)}.`,
        {
          cure: "Correct --schema: MySQL calls it a database. It may also be one that you may not see.",
        },
      );
    });
  }

  async #told<Result>(
    where: string,
    work: (connection: Connection) => Promise<Result>,
  ): Promise<Result> {
    const { options, connection } = this.#opened;
    const left = leaving(options.signal);
    try {
      return await Promise.race([work(connection), left.promise]);
    } catch (error) {
      if (options.signal?.aborted) await connection.cutOff();
      throw cannotRead(where, error, options.signal);
    } finally {
      left.release();
    }
  }

  #path({ schema = this.#schema, name }: LegacyTable): string {
    return quotePath(schema, name);
  }
}

/** Fails as soon as a signal says so. */
function leaving(signal: AbortSignal | undefined) {
  const { promise, reject } = withReject();
  const leave = () => reject(new Interrupted("Interrupted.", { cure: "Nothing was changed." }));
  if (signal?.aborted) leave();
  signal?.addEventListener("abort", leave, { once: true });
  return { promise, release: () => signal?.removeEventListener("abort", leave) };
}

function withReject() {
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<never>((_, failed) => {
    reject = failed;
  });
  return { promise, reject };
}

const changing = (table: LegacyTable): SourceError =>
  new SourceError(
    `${fullName(table)} was changed while it was being read, and its engine knows no snapshot.`,
    { cure: "Run again when nobody writes to it." },
  );

function notText(table: LegacyTable, { record, column }: NotUtf8): SourceError {
  const name = table.columns[column]?.name ?? "";
  return new SourceError(
    `${fullName(table)}, record ${record}, column ${name}: the text is not valid in its encoding.`,
    { cure: CORRECT_TEXT },
  );
}

function noLetters(
  table: LegacyTable,
  found: { readonly column: string; readonly charset: string | null; readonly count: number },
): SourceError {
  const { column, charset, count } = found;
  const cells = count === 1 ? "1 cell holds" : `${count} cells hold`;
  return new SourceError(
    `${fullName(table)}, column ${column}: ${cells} text that is not valid in its encoding (${charset}).`,
    { cure: CORRECT_TEXT },
  );
}
