import pg from "pg";
import { type Location, titleOf } from "../../db/connecting/location.ts";
import { codeOf } from "../../db/postgresql/cannot-connect.ts";
import { connect } from "../../db/postgresql/connect.ts";
import type { Connection } from "../../db/postgresql/connection.ts";
import { wasRewritten } from "../../db/postgresql/rewritten.ts";
import { tableSql } from "../../db/postgresql/table-sql.ts";
import { SourceError } from "../../plain/errors.ts";
import { CORRECT_TEXT, longestSilence } from "../cannot-read.ts";
import type { LegacyDatabase, LegacyTable, OpenOptions, WantedTables } from "../legacy-database.ts";
import { rowOrder } from "../row-order.ts";
import { fullName } from "../table-names.ts";
import { cannotRead } from "./cannot-read.ts";
import { tablesOf } from "./catalog.ts";
import { copyRows, NotUtf8 } from "./copy-rows.ts";
import { findInvalid, NOT_TEXT } from "./find-invalid.ts";
import { type FoundTable, readTables } from "./read-tables.ts";
import { selectTables } from "./select-tables.ts";
import { beginReading, type Session, timed, UNTIMED } from "./session.ts";

const BEFORE = "savepoint before_rows";
const GO_BACK = "rollback to savepoint before_rows";

/**
 * Opens a PostgreSQL database (12 or newer) to read one state of it. The server lets nothing be written, and the
 * locks that are taken keep nobody from reading and writing.
 *
 * @throws PasswordNeeded if the server asks for a password, and there is none
 * @throws SourceError if it cannot be reached or does not let this user in
 */
export async function openPostgresql(
  location: Location,
  options: OpenOptions,
): Promise<LegacyDatabase> {
  const connection = await connect(location, options);
  try {
    const session = await beginReading(connection.client, options.timeoutMs);
    return new PostgresqlDatabase(location, { connection, session, options });
  } catch (error) {
    await connection.close();
    throw cannotRead(titleOf(location), error, options.signal);
  }
}

interface Opened {
  readonly connection: Connection;
  readonly session: Session;
  readonly options: OpenOptions;
}

class PostgresqlDatabase implements LegacyDatabase {
  readonly engine = "postgresql";
  readonly title: string;
  readonly version: string;
  readonly snapshot: string;
  readonly #opened: Opened;
  readonly #found = new Map<LegacyTable, FoundTable>();

  constructor(location: Location, opened: Opened) {
    this.title = titleOf(location);
    this.version = opened.session.version;
    this.snapshot = opened.session.snapshot;
    this.#opened = opened;
  }

  tables(wanted: WantedTables): Promise<readonly LegacyTable[]> {
    return this.#told(this.title, async ({ connection, session }) => {
      const { defaultSchema } = session;
      const all = await tablesOf(connection.client);
      const chosen = selectTables(all, wanted, { defaultSchema, title: this.title });
      const found = await readTables(connection.client, chosen, defaultSchema);
      for (const one of found) this.#found.set(one.table, one);
      return found.map(({ table }) => table);
    });
  }

  count(table: LegacyTable): Promise<number> {
    return this.#told(fullName(table), async ({ connection: { client } }) => {
      await client.query(UNTIMED);
      const { rows } = await client.query<{ count: string }>(
        `select pg_catalog.count(*) ${this.#from(table)}`,
      );
      return Number(rows[0]?.count);
    });
  }

  async *rows(table: LegacyTable): AsyncGenerator<Buffer> {
    const { connection, options } = this.#opened;
    const { client } = connection;
    const query = `select ${this.#list(table)} ${this.#from(table)}${rowOrder(table, pg.escapeIdentifier)}`;
    try {
      await client.query(UNTIMED);
      await client.query(BEFORE);
      yield* this.#copied(query);
      // Going back would let go of the locks, by which it is known what was read.
      await client.query(timed(options.timeoutMs));
      if (await wasRewritten(client)) throw rewritten(table);
    } catch (error) {
      throw await this.#cannotRead(table, error);
    }
  }

  async close(): Promise<void> {
    await this.#opened.connection.close();
  }

  /** Whatever becomes of it, the snapshot stays. */
  async *#copied(query: string): AsyncGenerator<Buffer> {
    const { connection, options } = this.#opened;
    let isWhole = false;
    try {
      yield* copyRows(connection, query, longestSilence(options));
      isWhole = true;
    } finally {
      // A connection that is gone has nothing to go back to, and the error that ended it is told.
      if (!isWhole) await connection.client.query(GO_BACK).catch(() => undefined);
    }
  }

  async #told<Result>(where: string, work: (opened: Opened) => Promise<Result>): Promise<Result> {
    const { options, connection } = this.#opened;
    try {
      await connection.client.query(timed(options.timeoutMs));
      return await work(this.#opened);
    } catch (error) {
      throw cannotRead(where, error, options.signal);
    }
  }

  async #cannotRead(table: LegacyTable, error: unknown): Promise<Error> {
    const { connection, session, options } = this.#opened;
    if (!(error instanceof NotUtf8 || NOT_TEXT.includes(codeOf(error) ?? ""))) {
      return cannotRead(fullName(table), error, options.signal);
    }
    const columns = table.columns.map(({ name }) => name);
    const rows = `${this.#from(table)}${rowOrder(table, pg.escapeIdentifier)}`;
    try {
      await connection.client.query(UNTIMED);
      const cell = await findInvalid(connection.client, rows, columns);
      return notText(table, cell, session.encoding);
    } catch (failure) {
      return cannotRead(fullName(table), failure, options.signal);
    }
  }

  /** Money is written in the language of the server, with its currency: as a number it is the same everywhere. */
  #list(table: LegacyTable): string {
    const money = this.#found.get(table)?.money;
    return table.columns
      .map(({ name, type }) => {
        const column = pg.escapeIdentifier(name);
        return money?.has(name) ? `${column}::${type.replace("money", "numeric")}` : column;
      })
      .join(", ");
  }

  /** A table that others inherit from is read without their rows, which are read with them. */
  #from(table: LegacyTable): string {
    const { schema = this.#opened.session.defaultSchema, name } = table;
    const only = this.#found.get(table)?.inherited ? "only " : "";
    return `from ${only}${tableSql({ schema, name })}`;
  }
}

const rewritten = (table: LegacyTable): SourceError =>
  new SourceError(
    `${fullName(table)} was emptied or written anew while the database was being read: the state that was to be read is gone.`,
    { cure: "Run again when nobody changes it." },
  );

function notText(
  table: LegacyTable,
  cell: { readonly record: number; readonly column: string } | undefined,
  encoding: string,
): SourceError {
  const place = cell === undefined ? "" : `, record ${cell.record}, column ${cell.column}`;
  const why =
    encoding === "SQL_ASCII"
      ? "the text is not UTF-8, and the database does not say what else it is (SQL_ASCII)"
      : `the text is not valid in the encoding of the database (${encoding})`;
  return new SourceError(`${fullName(table)}${place}: ${why}.`, {
    cure: CORRECT_TEXT,
  });
}
