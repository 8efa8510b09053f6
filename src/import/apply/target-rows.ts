import { getTableColumns } from "drizzle-orm";
import type { Importer } from "../../../importers/define.ts";
import type { Database, Statement } from "../../db/database.ts";
import type { StoredValue } from "../../digest/content-hash.ts";
import { type DerivedColumns, derivedColumns } from "./derived-columns.ts";

/** The rows of one target table, in terms of the columns that the legacy system owns. */
export class TargetRows {
  readonly #columns: readonly string[];
  readonly #now: string;
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
    const known = getTableColumns(importer.table);
    const has = (key: string) => (key in known ? [key] : []);
    this.#now = now;
    this.#columns = columns;
    this.#created = [...has("createdAt"), ...has("updatedAt")];
    this.#updated = has("updatedAt");
    this.#derived = derivedColumns(importer);
    const filled = ["id", ...this.#derived.keys, ...columns, ...this.#created];
    this.#row = filled.map(() => now);
    this.#insert = db.prepareInsert(importer.table, filled);
    this.#update = db.prepareUpdate(importer.table, [...columns, ...this.#updated]);
    this.#select = db.prepareSelect(importer.table, [...columns, ...this.#updated]);
    this.#delete = db.prepareDelete(importer.table);
  }

  /** @param derived what follows from the id, where that is known already */
  insert(
    id: string,
    values: readonly StoredValue[],
    derived: readonly StoredValue[] = this.#derived.valuesFor(id),
  ): void {
    const row = this.#row;
    let next = 0;
    row[next++] = id;
    for (let at = 0; at < derived.length; at++) row[next++] = derived[at] ?? null;
    for (let at = 0; at < values.length; at++) row[next++] = values[at] ?? null;
    // A value of the row before must not stand in this one.
    if (next !== row.length - this.#created.length) throw new TypeError("A row lacks values.");
    this.#insert.run(row);
  }

  update(id: string, values: readonly StoredValue[]): void {
    this.#update.run([...values, ...this.#updated.map(() => this.#now), id]);
  }

  /** What an update would replace, timestamps included; to be handed to `restore`. */
  read(id: string): StoredValue[] | undefined {
    return this.#select.get([id]) as StoredValue[] | undefined;
  }

  restore(id: string, read: readonly StoredValue[]): void {
    this.#update.run([...read, id]);
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
