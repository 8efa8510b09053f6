import type { Connection, DbValue } from "../database.ts";
import { quoteName } from "../names.ts";
import { freeRowNumber } from "./row-numbers.ts";

/** A table whose changes are noted. */
export interface WatchedTable {
  readonly name: string;
  /** SQL names of the primary key's columns: never none. */
  readonly key: readonly string[];
  /** SQL names of the columns that count, those of the key among them. */
  readonly columns: readonly string[];
}

export interface ChangeCounts {
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
}

/** What has changed in one table since it was last settled: by its primary key, and net of all steps between. */
export interface TableLog {
  readonly table: string;
  /** Whether the table had no row then. */
  readonly wasEmpty: boolean;
  counts(): ChangeCounts;
  /**
   * Rows as they stand.
   *
   * @param selected SQL over the watched columns by their names; left out, these in their order
   */
  inserted(selected?: string): IterableIterator<DbValue[]>;
  updated(selected?: string): IterableIterator<DbValue[]>;
  /** Of the rows that are updated or deleted, what they held. */
  former(selected?: string): IterableIterator<DbValue[]>;
  /** Of the rows that are deleted, what they held. */
  deleted(selected?: string): IterableIterator<DbValue[]>;
}

/**
 * Notes what changes in a database, on the connection that does it: updates, deletes and inserts among known row
 * numbers by TEMP triggers, which no catalog tells of and a rollback takes back with the rest; all other
 * inserts by their row numbers, so that they cost nothing.
 */
export class ChangeLog {
  readonly #db: Connection;
  readonly #tables: readonly TableWatch[];

  /** What stands now is what later changes are told against. */
  constructor(db: Connection, tables: readonly WatchedTable[]) {
    this.#db = db;
    // Else a row that INSERT OR REPLACE drives out would leave unseen (sqlite.org/lang_conflict.html).
    db.exec("pragma recursive_triggers = on");
    this.#tables = tables.map((table, at) => new TableWatch(db, table, at));
    this.settle();
  }

  /** The tables that have changed. */
  changes(): readonly TableLog[] {
    return this.#tables.filter((table) => table.hasChanged());
  }

  /** What stands now is known: forgets what was noted. */
  settle(): void {
    for (const table of this.#tables) table.settle();
  }

  /** Notes nothing any more. */
  close(): void {
    for (const table of this.#tables) table.drop();
    this.#db.exec("pragma recursive_triggers = off");
  }
}

class TableWatch implements TableLog {
  readonly table: string;
  readonly #db: Connection;
  readonly #watched: WatchedTable;
  readonly #at: number;
  /** What the log tells rows apart by: the row number, or the key of a table that has none. */
  readonly #identity: readonly string[];
  readonly #isNumbered: boolean;
  /** The table and its log, as SQL takes them. */
  readonly #main: string;
  readonly #log: string;
  /** The largest row number when it was settled; undefined if there was no row. */
  #known: string | undefined;

  constructor(db: Connection, watched: WatchedTable, at: number) {
    this.#db = db;
    this.#watched = watched;
    this.#at = at;
    this.table = watched.name;
    const number = rowNumberOf(db, watched);
    this.#isNumbered = number !== undefined;
    this.#identity = number === undefined ? watched.key.map(quoteName) : [number];
    this.#main = `main.${quoteName(watched.name)}`;
    this.#log = this.#named("changes");
    this.#createLog();
  }

  get wasEmpty(): boolean {
    return this.#known === undefined;
  }

  hasChanged(): boolean {
    return (
      this.#holds(`select 1 from ${this.#log} limit 1`) ||
      this.#holds(`select 1 from ${this.#main} t where ${this.#isBeyond("t")} limit 1`)
    );
  }

  counts(): ChangeCounts {
    const count = (rows: string) =>
      Number(this.#db.prepare(`select count(*) from ${rows}`).get([])?.[0]);
    return {
      inserted: count(this.#insertedFrom()),
      updated: count(this.#updatedFrom()),
      deleted: count(this.#deletedFrom()),
    };
  }

  inserted(selected?: string): IterableIterator<DbValue[]> {
    return this.#rows(selected, "t", this.#insertedFrom());
  }

  updated(selected?: string): IterableIterator<DbValue[]> {
    return this.#rows(selected, "t", this.#updatedFrom());
  }

  *former(selected?: string): IterableIterator<DbValue[]> {
    yield* this.#rows(selected, "f", this.#updatedFrom());
    yield* this.#rows(selected, "f", this.#deletedFrom());
  }

  deleted(selected?: string): IterableIterator<DbValue[]> {
    return this.#rows(selected, "f", this.#deletedFrom());
  }

  settle(): void {
    this.#db.exec(`delete from ${this.#log}`);
    const known = this.#largest();
    if (known === this.#known) return;
    this.#known = known;
    this.#dropTriggers();
    // Where there was no row, every row is new.
    if (known !== undefined) this.#createTriggers();
  }

  drop(): void {
    this.#dropTriggers();
    this.#db.exec(`drop table ${this.#log}`);
  }

  /** Rows that stand, and whose keys did not. */
  #insertedFrom(): string {
    const beyond = `select t.* from ${this.#main} t where ${this.#isBeyond("t")}`;
    const noted = `select t.* from ${this.#log} n cross join ${this.#main} t on ${this.#isSameRow("n", "t")}`;
    return `(${beyond} union all ${noted}) t
      where not exists (select 1 from ${this.#log} f where f.was = 1 and ${this.#isSameKey()})`;
  }

  /** Former rows, and what stands under their keys and differs. */
  #updatedFrom(): string {
    // Letters of either case may be the same to a column, and are two values here.
    const differs = this.#watched.columns.map(
      (name, nth) => `t.${quoteName(name)} is not f.c${nth} collate binary`,
    );
    return `${this.#log} f cross join ${this.#main} t on ${this.#isSameKey()}
      where f.was = 1 and (${differs.join(" or ")})`;
  }

  #deletedFrom(): string {
    return `${this.#log} f where f.was = 1
      and not exists (select 1 from ${this.#main} t where ${this.#isSameKey()})`;
  }

  #createLog(): void {
    const identity = this.#identity.map((_, nth) => `i${nth}`);
    const columns = this.#watched.columns.map((_, nth) => `c${nth}`);
    // Typed as nothing, its columns keep every value as it is.
    this.#db.exec(
      `create temp table ${this.#named("changes")} (${[...identity, "was", ...columns].join(", ")},
         primary key (${identity.join(", ")}))`,
    );
    const key = this.#keyColumns().map(([, column]) => column);
    this.#db.exec(
      `create index temp.${this.#named("keys")} on ${this.#named("changes")} (${key.join(", ")})`,
    );
  }

  #createTriggers(): void {
    const on = (event: string, when: string, steps: readonly string[]) =>
      this.#db.exec(
        `create temp trigger ${this.#named(event)} after ${event} on ${this.#main}
         when ${when} begin ${steps.map((step) => `${step};`).join(" ")} end`,
      );
    const [old, now] = [this.#isKnown("old"), this.#isKnown("new")];
    on("insert", now, [this.#note("new", "absent")]);
    on("delete", old, [this.#note("old", "former")]);
    const moved = `${now} and not (${this.#identity.map((name) => `old.${name} = new.${name}`).join(" and ")})`;
    on("update", `${old} or ${now}`, [
      `${this.#note("old", "former")} and ${old}`,
      `${this.#note("new", "absent")} and ${moved}`,
    ]);
  }

  /** The statement that notes a row, unless one of its number is noted: what it held first is what it held. */
  #note(row: "old" | "new", as: "former" | "absent"): string {
    const identity = this.#identity.map((name) => `${row}.${name}`);
    const columns = this.#watched.columns.map((name) =>
      as === "former" ? `${row}.${quoteName(name)}` : "null",
    );
    const values = [...identity, as === "former" ? "1" : "0", ...columns];
    const noted = identity.map((value, nth) => `i${nth} = ${value}`).join(" and ");
    // A conflict clause of its own would give way to that of the statement that fires it.
    return `insert into ${this.#named("changes")} select ${values.join(", ")}
      where not exists (select 1 from ${this.#named("changes")} where ${noted})`;
  }

  #dropTriggers(): void {
    for (const event of ["insert", "delete", "update"]) {
      this.#db.exec(`drop trigger if exists temp.${this.#named(event)}`);
    }
  }

  /** As text: the number may be larger than one of JavaScript's. */
  #largest(): string | undefined {
    const [number] = this.#identity;
    const query = this.#isNumbered
      ? `select cast(max(${number}) as text) from ${this.#main}`
      : `select '0' from ${this.#main} limit 1`;
    const found = this.#db.prepare(query).get([])?.[0] ?? undefined;
    return found === undefined ? undefined : String(found);
  }

  /** Whether a row's number was there, or might have been. */
  #isKnown(row: string): string {
    return this.#isNumbered ? `${row}.${this.#identity[0]} <= ${this.#known}` : "1";
  }

  /** Whether a row is new by its number alone. */
  #isBeyond(row: string): string {
    if (this.#known === undefined) return "1";
    return this.#isNumbered ? `${row}.${this.#identity[0]} > ${this.#known}` : "0";
  }

  #isSameRow(noted: string, row: string): string {
    return this.#identity.map((name, nth) => `${noted}.i${nth} = ${row}.${name}`).join(" and ");
  }

  /** Whether the row `t` has the key of the former row `f`. */
  #isSameKey(): string {
    return this.#keyColumns()
      .map(([name, column]) => `t.${quoteName(name)} = f.${column}`)
      .join(" and ");
  }

  #keyColumns(): (readonly [name: string, logged: string])[] {
    const { key, columns } = this.#watched;
    return key.map((name) => [name, `c${columns.indexOf(name)}`] as const);
  }

  #holds(query: string): boolean {
    return this.#db.prepare(query).get([]) !== undefined;
  }

  *#rows(selected: string | undefined, from: "t" | "f", rows: string): IterableIterator<DbValue[]> {
    const names = this.#watched.columns.map(quoteName);
    const columns = names.map((name, nth) => (from === "t" ? `t.${name}` : `f.c${nth} as ${name}`));
    const query = `select ${selected ?? names.join(", ")} from (select ${columns.join(", ")} from ${rows})`;
    yield* this.#db.prepare(query).iterate([]);
  }

  /** No table of anybody's is called so. */
  #named(what: string): string {
    return quoteName(`hmsync ${what} ${this.#at}`);
  }
}

function rowNumberOf(db: Connection, { name }: WatchedTable): string | undefined {
  const [without] =
    db.prepare("select wr from pragma_table_list where schema = 'main' and name = ?").get([name]) ??
    [];
  if (without === 1) return undefined;
  const columns = db.prepare("select name from pragma_table_xinfo(?)").all([name]);
  return freeRowNumber(columns.map(([column]) => String(column)));
}
