import type { Importer } from "../../../importers/define.ts";
import type { Database, Statement } from "../../db/database.ts";
import { keyColumn } from "../../db/key-column.ts";
import type { StoredValue } from "../../digest/content-hash.ts";
import { hasLegacyId, legacyIdKey, prepareOwned } from "../../ledger/owned-columns.ts";
import { rowTimestamps } from "../../ledger/row-timestamps.ts";
import { type DerivedColumns, derivedColumns } from "../prepare/target-ids.ts";

/** The rows of one target table, in terms of the columns that the legacy system owns. */
export class TargetRows {
  readonly #columns: readonly string[];
  readonly #now: StoredValue;
  /** Where the values begin that the table has columns for: the crosswalk alone may keep the legacy id. */
  readonly #first: number;
  readonly #created: readonly string[];
  readonly #updated: readonly string[];
  readonly #derived: DerivedColumns;
  /** The row that is inserted; one list for all, its last values the timestamps. */
  readonly #row: StoredValue[];
  readonly #insert: Statement;
  readonly #update: Statement;
  readonly #select: Statement;
  readonly #delete: Statement;

  /** @param now what the timestamps are set to: ISO 8601, UTC */
  constructor(
    { db, now }: { readonly db: Database; readonly now: string },
    importer: Importer,
    columns: readonly string[],
  ) {
    const { table } = importer;
    const { created, updated, written } = rowTimestamps(importer);
    const isOurs = (key: string | undefined) => key !== undefined && !columns.includes(key);
    this.#now = written(now);
    this.#columns = columns;
    this.#first = columns[0] === legacyIdKey(importer) && !hasLegacyId(importer) ? 1 : 0;
    this.#updated = [updated].filter(isOurs) as string[];
    this.#created = [...([created].filter(isOurs) as string[]), ...this.#updated];
    this.#derived = derivedColumns(importer);
    const own = columns.slice(this.#first);
    const numbers = (importer.numbers ?? []).map(({ column }) => column);
    const key = keyColumn(table).key;
    const filled = [key, ...this.#derived.keys, ...numbers, ...own, ...this.#created];
    this.#row = filled.map(() => this.#now);
    this.#insert = db.prepareInsert(table, filled);
    this.#update = db.prepareUpdate(table, [...own, ...this.#updated]);
    this.#select = prepareOwned(db, importer, [...columns, ...this.#updated]);
    this.#delete = db.prepareDelete(table);
  }

  /**
   * @param beside what follows from the id, where that is known already, and the numbers that people know the row by
   */
  insert(
    id: string,
    values: readonly StoredValue[],
    beside: readonly StoredValue[] = this.derivedFor(id),
  ): void {
    const row = this.#row;
    let next = 0;
    row[next++] = id;
    for (let at = 0; at < beside.length; at++) row[next++] = beside[at] ?? null;
    for (let at = this.#first; at < values.length; at++) row[next++] = values[at] ?? null;
    // A value of the row before must not stand in this one.
    if (next !== row.length - this.#created.length) throw new TypeError("A row lacks values.");
    this.#insert.run(row);
  }

  /** What follows from the id in other columns. */
  derivedFor(id: string): readonly StoredValue[] {
    return this.#derived.valuesFor(id);
  }

  update(id: string, values: readonly StoredValue[]): void {
    this.#update.run([...this.#stored(values), ...this.#updated.map(() => this.#now), id]);
  }

  /** What an update would replace, timestamps included; to be handed to `restore`. */
  read(id: string): StoredValue[] | undefined {
    return this.#select.get([id]) as StoredValue[] | undefined;
  }

  restore(id: string, read: readonly StoredValue[]): void {
    this.#update.run([...this.#stored(read), id]);
  }

  /** What is written of values: not what the crosswalk alone keeps. */
  #stored(values: readonly StoredValue[]): readonly StoredValue[] {
    return this.#first === 0 ? values : values.slice(this.#first);
  }

  /** The columns in which values differ from what was read. */
  differing(read: readonly StoredValue[], values: readonly StoredValue[]): string[] {
    return this.#columns.filter((_, at) => (read[at] ?? null) !== (values[at] ?? null));
  }

  /** By column, for the ledger. */
  named(read: readonly StoredValue[]): Record<string, StoredValue> {
    const names = [...this.#columns, ...this.#updated];
    return Object.fromEntries(names.map((name, at) => [name, read[at] ?? null]));
  }

  /** Back from `named`. */
  unnamed(row: Readonly<Record<string, StoredValue>>): StoredValue[] {
    return [...this.#columns, ...this.#updated].map((name) => row[name] ?? null);
  }

  delete(id: string): void {
    this.#delete.run([id]);
  }
}
