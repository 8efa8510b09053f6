import pg from "pg";
import { DatabaseError } from "../../plain/errors.ts";
import type { Database, DbValue, Statement } from "../database.ts";
import { quoteName } from "../names.ts";
import type { PairedTable } from "../target-server.ts";
import { CannotKeep } from "./cannot-keep.ts";
import { copyLines } from "./copy-lines.ts";
import { liftForce } from "./lift-force.ts";
import { numberingsOf } from "./numbering.ts";
import { wasRewritten } from "./rewritten.ts";
import { serverFailure } from "./server-failure.ts";
import { tableSql } from "./table-sql.ts";
import { type ReadValue, readerFor } from "./values/read-value.ts";
import { Refusal } from "./values/refusal.ts";

export interface MirrorOptions {
  /** What messages call the server. */
  readonly server: string;
  readonly signal?: AbortSignal | undefined;
  /** Tables, as SQL takes them, whose FORCE ROW LEVEL SECURITY is lifted until they are read. */
  readonly forced?: readonly string[];
}

/** What was mirrored: the rows of each table. */
export type Mirrored = ReadonlyMap<string, number>;

/**
 * What values look like, whatever the server, the database or the role prefer; and an error where a policy would show
 * a part of the rows.
 */
const SETTINGS = `
  set local datestyle to 'ISO, YMD'; set local timezone to 'UTC'; set local bytea_output to 'hex';
  set local extra_float_digits to 3; set local client_encoding to 'UTF8'; set local row_security to off;
  set local statement_timeout to 0; set local jit to off`;

/**
 * Fills an empty shadow with the rows of a server's tables, all as they are in one snapshot. Tables whose key is a row
 * number keep their numbers.
 *
 * @throws CannotKeep if the shadow has no place for a value, ServerFailure if the server refuses
 */
export async function mirror(
  client: pg.Client,
  shadow: Database,
  { pairs, ...options }: MirrorOptions & { readonly pairs: readonly PairedTable[] },
): Promise<Mirrored> {
  // A server need not have the foreign keys of the schema; whoever writes there finds out.
  shadow.enforceForeignKeys("not at all");
  shadow.begin();
  try {
    const found = await inSnapshot(client, options, () => fill(client, shadow, { pairs, options }));
    shadow.commit();
    return found;
  } catch (error) {
    shadow.rollback();
    throw error;
  } finally {
    shadow.enforceForeignKeys("at once");
  }
}

async function inSnapshot<Result>(
  client: pg.Client,
  { server, signal, forced = [] }: MirrorOptions,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    const may = forced.length > 0 ? "read write" : "read only";
    await client.query(`begin isolation level repeatable read ${may}; ${SETTINGS}`);
    await liftForce(client, forced);
    const result = await work();
    if (await wasRewritten(client)) throw rewritten(server);
    // What was lifted is in force again.
    await client.query("rollback");
    return result;
  } catch (error) {
    // A connection that is gone has nothing to roll back, and the error that ended it is told.
    await client.query("rollback").catch(() => undefined);
    throw serverFailure(error, server, signal);
  }
}

const rewritten = (server: string): DatabaseError =>
  new DatabaseError(`${server}: a table was emptied or written anew while it was being read.`, {
    cure: "Run again when nobody changes the schema.",
  });

interface Filling {
  readonly pairs: readonly PairedTable[];
  readonly options: MirrorOptions;
}

async function fill(
  client: pg.Client,
  shadow: Database,
  { pairs, options }: Filling,
): Promise<Mirrored> {
  const indexes = shadow.bulk.putIndexesAside(new Map(pairs.map(({ name }) => [name, "all"])));
  const found = new Map<string, number>();
  for (const pair of pairs) {
    options.signal?.throwIfAborted();
    const rows = await fillTable(client, shadow, pair);
    found.set(pair.name, rows);
  }
  await carryCounters(client, shadow, pairs);
  shadow.workAs("sorted passes");
  indexes.build();
  shadow.workAs("rows in any order");
  return found;
}

/** What a sequence has given once, no other row gets: the shadow's tables go on counting behind it. */
async function carryCounters(
  client: pg.Client,
  shadow: Database,
  pairs: readonly PairedTable[],
): Promise<void> {
  for (const { nth, column, ascends, last } of await numberingsOf(client, pairs.map(tableSql))) {
    const pair = pairs[nth];
    const isKey = pair?.key.length === 1 && pair.key[0] === column;
    if (isKey && ascends && last !== null) shadow.bulk.countFrom(pair.name, BigInt(last));
  }
}

async function fillTable(client: pg.Client, shadow: Database, pair: PairedTable): Promise<number> {
  const table = new FilledTable(shadow, pair);
  const columns = pair.columns.map(({ name }) => pg.escapeIdentifier(name)).join(", ");
  const query = `select ${columns} from ${tableSql(pair)}`;
  for await (const lines of copyLines(client, query)) for (const line of lines) table.add(line);
  return table.end();
}

/** Rows that one statement inserts: more gain nothing (measured). */
const AT_ONCE = 16;
/** SQLite binds no more values. */
const MOST_VALUES = 32_766;
const NULL = "\\N";

class FilledTable {
  readonly #pair: PairedTable;
  readonly #readers: readonly ReadValue[];
  readonly #one: Statement;
  readonly #many: Statement;
  readonly #atOnce: number;
  readonly #values: DbValue[] = [];
  #rows = 0;

  constructor(shadow: Database, pair: PairedTable) {
    const width = pair.columns.length;
    this.#pair = pair;
    this.#readers = pair.columns.map(readerFor);
    this.#atOnce = Math.max(1, Math.min(AT_ONCE, Math.floor(MOST_VALUES / width)));
    this.#one = shadow.prepare(insertSql(pair, 1));
    this.#many = shadow.prepare(insertSql(pair, this.#atOnce));
  }

  /** @param line as COPY writes it */
  add(line: string): void {
    const fields = line.split("\t");
    const from = (this.#rows % this.#atOnce) * this.#readers.length;
    let nth = 0;
    try {
      for (; nth < this.#readers.length; nth++) {
        const field = fields[nth] as string;
        this.#values[from + nth] = field === NULL ? null : (this.#readers[nth] as ReadValue)(field);
      }
    } catch (error) {
      throw this.#placed(error, nth);
    }
    this.#rows++;
    if (this.#rows % this.#atOnce === 0) this.#many.run(this.#values);
  }

  /** @returns rows */
  end(): number {
    const width = this.#readers.length;
    for (let nth = 0; nth < this.#rows % this.#atOnce; nth++) {
      this.#one.run(this.#values.slice(nth * width, (nth + 1) * width));
    }
    return this.#rows;
  }

  #placed(error: unknown, nth: number): unknown {
    if (!(error instanceof Refusal)) return error;
    const { name, columns } = this.#pair;
    const place = { table: name, column: columns[nth]?.name ?? "", row: this.#rows + 1 };
    return new CannotKeep(place, error.reason, error.cure);
  }
}

function insertSql({ name, columns }: PairedTable, rows: number): string {
  const list = columns.map((column) => quoteName(column.name)).join(", ");
  const row = `(${columns.map(() => "?").join(", ")})`;
  return `insert into ${quoteName(name)} (${list}) values ${Array(rows).fill(row).join(", ")}`;
}
