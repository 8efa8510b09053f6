import { getTableColumns, getTableName } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Database, DbValue, Statement } from "../db/database.ts";
import { keyColumn } from "../db/key-column.ts";
import { quoteName, sameName } from "../db/names.ts";

/** The cells of a row by column: keys of the Drizzle table, or SQL names where it has none. */
export type Values = Readonly<Record<string, DbValue>>;

/** Rows that are read at a time: what is written meanwhile is not seen by an open query. */
const PAGE = 2_000;

/**
 * All columns of a table, also those that somebody else added: a row that is deleted has to come
 * back whole.
 */
export class WholeTable {
  /** As SQL knows it. */
  readonly name: string;
  /** The primary key: in the Drizzle table, and as SQL knows it. */
  readonly id: { readonly key: string; readonly name: string };
  /** What a column holds where an insert says nothing; only literals. */
  readonly defaults: ReadonlyMap<string, DbValue>;
  readonly #db: Database;
  readonly #id: string;
  /** SQL names by key. */
  readonly #columns: ReadonlyMap<string, string>;
  readonly #statements = new Map<string, Statement>();

  constructor(db: Database, table: SQLiteTable) {
    this.#db = db;
    this.name = getTableName(table);
    const { key, column } = keyColumn(table);
    this.id = { key, name: column.name };
    this.#id = quoteName(column.name);
    const keys = Object.entries(getTableColumns(table));
    const stored = db.catalog.columns(this.name).filter(({ isStored }) => isStored);
    const found = stored.map(({ name }) => {
      const key = keys.find(([, column]) => sameName(column.name, name))?.[0];
      return { key: key ?? name, name };
    });
    this.#columns = new Map(found.map(({ key, name }) => [key, name]));
    const defaults = db.catalog.literalDefaults(this.name);
    this.defaults = new Map(
      found.flatMap(({ key, name }) =>
        defaults.has(name) ? [[key, defaults.get(name) ?? null] as const] : [],
      ),
    );
  }

  has(key: string): boolean {
    return this.#columns.has(key);
  }

  /** The key of a column that SQL names so. */
  keyOf(name: string): string {
    const found = [...this.#columns].find(([, known]) => sameName(known, name));
    return found?.[0] ?? name;
  }

  read(id: DbValue): Values | undefined {
    const text = `select ${this.#list()} from ${quoteName(this.name)} where ${this.#id} = ?`;
    const row = this.#statement(text).get([id]);
    return row && this.#named(row);
  }

  /** Whether a row has this in a column, given by its key. */
  isTaken(key: string, value: DbValue): boolean {
    const text = `select 1 from ${quoteName(this.name)} where ${this.#quoted(key)} = ?`;
    return this.#statement(text).get([value]) !== undefined;
  }

  /** Rows in the order of their numbers, a page at a time; where they are deleted, too. */
  *pages(
    where: string,
    bound: readonly DbValue[],
    order: "asc" | "desc" = "asc",
  ): Generator<Values[]> {
    const [beyond, start] =
      order === "asc" ? [">", Number.MIN_SAFE_INTEGER] : ["<", Number.MAX_SAFE_INTEGER];
    const from = `select ${this.#list()} from ${quoteName(this.name)}`;
    const page = this.#statement(
      `${from} where ${where} and ${this.#id} ${beyond} ? order by ${this.#id} ${order} limit ${PAGE}`,
    );
    let last: DbValue = start;
    for (;;) {
      const rows: Values[] = page.all([...bound, last]).map((row) => this.#named(row));
      yield rows;
      if (rows.length < PAGE) return;
      last = rows.at(-1)?.[this.id.key] ?? last;
    }
  }

  /** Columns that the table has not any more are left out, new ones get their default. */
  insert(row: Values): void {
    const keys = Object.keys(row).filter((key) => this.has(key));
    const names = keys.map((key) => this.#quoted(key)).join(", ");
    const marks = keys.map(() => "?").join(", ");
    const text = `insert into ${quoteName(this.name)} (${names}) values (${marks})`;
    this.#statement(text).run(keys.map((key) => row[key] ?? null));
  }

  update(id: DbValue, values: Values): void {
    const keys = Object.keys(values).filter((key) => this.has(key));
    if (keys.length === 0) return;
    const set = keys.map((key) => `${this.#quoted(key)} = ?`).join(", ");
    const text = `update ${quoteName(this.name)} set ${set} where ${this.#id} = ?`;
    this.#statement(text).run([...keys.map((key) => values[key] ?? null), id]);
  }

  delete(id: DbValue): void {
    this.#statement(`delete from ${quoteName(this.name)} where ${this.#id} = ?`).run([id]);
  }

  #list(): string {
    return [...this.#columns.keys()].map((key) => this.#quoted(key)).join(", ");
  }

  #quoted(key: string): string {
    return quoteName(this.#columns.get(key) ?? key);
  }

  #named(row: readonly DbValue[]): Values {
    const values: Record<string, DbValue> = {};
    let at = 0;
    for (const key of this.#columns.keys()) values[key] = row[at++] ?? null;
    return values;
  }

  #statement(text: string): Statement {
    const known = this.#statements.get(text) ?? this.#db.prepare(text);
    this.#statements.set(text, known);
    return known;
  }
}

/** Whether two cells hold the same. */
export function sameCell(one: DbValue | undefined, other: DbValue | undefined): boolean {
  if (Buffer.isBuffer(one) && Buffer.isBuffer(other)) return one.equals(other);
  return (one ?? null) === (other ?? null);
}

/** Whether a row holds these values. */
export const holds = (row: Values, values: Values): boolean =>
  Object.keys(values).every((key) => !(key in row) || sameCell(row[key], values[key]));
