import { ColumnHistory } from "./column-history.ts";
import type { DumpColumn } from "./create-table.ts";
import { type DeclaredKeys, joinKeys, NO_KEYS } from "./declared-keys.ts";
import type {
  CreatedPart,
  DumpChange,
  DumpPlace,
  DumpTableName,
  KeysPart,
  RowsPart,
} from "./dump-part.ts";
import type { PlainChange } from "./plain-change.ts";

/** A stretch of a dump, from the first byte of a statement to the last of another. */
export interface Stretch extends DumpPlace {
  end: number;
}

/** A statement that leaves open what the rows of a table are. */
export interface OpenStatement {
  readonly line: number;
  /** What it is and does, in words: `UPDATE, which may change rows that were read before it`. */
  readonly says: string;
}

/** An UPDATE or DELETE that is done to the rows before it as they are read. */
export interface AppliedChange extends PlainChange {
  readonly line: number;
  readonly offset: number;
}

/** What says the names of columns; `made up`: no statement of the dump does. */
export type NamedBy = "CREATE TABLE" | "statements" | "made up";

/** Tables whose rows alternate in one dump are read from their first to their last row. */
const MOST_STRETCHES = 1_000;

/** A table while a dump is looked through. */
export class GrowingTable {
  readonly name: DumpTableName;
  created: readonly DumpColumn[] | undefined;
  /** What says the columns that `created` holds. */
  named: NamedBy = "CREATE TABLE";
  listed: string[] = [];
  /** Cells of the rows that come without a list. */
  width = 0;
  rows = 0;
  stretches: Stretch[] = [];
  keys: DeclaredKeys = NO_KEYS;
  open: OpenStatement[] = [];
  changes: AppliedChange[] = [];
  /** What was done to rows that were read, in words: it is said to whoever imports them. */
  told: string[] = [];
  /** Lines of statements whose rows give way to others with their key, or take their place. */
  upserts: number[] = [];
  readonly history = new ColumnHistory();
  #lastList: readonly string[] | undefined;
  #created: { readonly line: number; readonly as: string } | undefined;

  constructor(name: DumpTableName) {
    this.name = name;
  }

  create({ table, columns, keys, line }: CreatedPart): void {
    const first = this.#created;
    if (first !== undefined && this.rows > 0) {
      const otherName = first.as === table.table ? "" : " under a name that differs only in case";
      const says = `CREATE TABLE once more${otherName} (line ${first.line}), with no DROP between: rows of two tables may be mixed`;
      this.open.push({ line, says });
    }
    this.#created ??= { line, as: table.table };
    if (this.named !== "CREATE TABLE") this.#forgetColumns();
    this.created ??= columns;
    this.keys = joinKeys(this.keys, keys);
  }

  declare({ keys, steps, line, offset }: KeysPart): void {
    this.keys = joinKeys(this.keys, keys);
    const known = this.created ?? this.#columnsOfRows();
    if (known === undefined || steps.length === 0) return;
    const { rows } = this;
    const { columns, told } = this.history.take(known, steps, { line, offset, rows });
    if (columns === known) return;
    if (this.created === undefined) this.named = this.listed.length > 0 ? "statements" : "made up";
    this.created = columns;
    this.told.push(...told);
  }

  /** The columns of a dump without definitions, as its rows show them; undefined where they are not sure to be all. */
  #columnsOfRows(): readonly DumpColumn[] | undefined {
    if (this.rows === 0 || (this.listed.length > 0 && this.width > 0)) return undefined;
    return this.listed.length > 0 ? listedColumns(this.listed) : madeUpColumns(this.width);
  }

  /** @param goesOn the rows before these were the table's own, too */
  add(
    { columns, rows, from, upsert }: RowsPart,
    { end, goesOn }: { readonly end: number; readonly goesOn: boolean },
  ): void {
    if (columns !== undefined) this.#list(columns);
    else for (const { values } of rows) this.width = Math.max(this.width, values.length);
    if (upsert && this.upserts.at(-1) !== from.line) this.upserts.push(from.line);
    this.rows += rows.length;
    if (rows.length === 0) return;
    const last = this.stretches.at(-1);
    const isFull = this.stretches.length >= MOST_STRETCHES;
    const isLonger = goesOn || isFull || last?.offset === from.offset;
    if (isLonger && last !== undefined) last.end = end;
    else this.stretches.push({ ...from, end });
  }

  /** Each statement has a list of its own, and most of them the same. */
  #list(columns: readonly string[]): void {
    const last = this.#lastList;
    if (last?.length === columns.length && columns.every((name, at) => name === last[at])) return;
    this.#lastList = columns;
    for (const name of columns) if (!this.listed.includes(name)) this.listed.push(name);
  }

  /** No row that was read before is left; nor what was said of the table, where it is gone. */
  empty({ line, what }: Pick<DumpChange, "line" | "what">, goes: "rows" | "table"): void {
    if (this.rows > 0) {
      const first = this.stretches[0]?.line ?? line;
      this.told.push(
        `${this.rows} ${this.rows === 1 ? "row" : "rows"} from line ${first} on are not read: line ${line} (${what}) drops them`,
      );
    }
    this.rows = 0;
    this.stretches = [];
    this.open = [];
    this.changes = [];
    this.upserts = [];
    if (goes === "rows") return;
    this.#forgetColumns();
    this.#created = undefined;
    this.listed = [];
    this.#lastList = undefined;
    this.width = 0;
    this.keys = NO_KEYS;
  }

  #forgetColumns(): void {
    this.created = undefined;
    this.named = "CREATE TABLE";
    this.history.forget();
  }
}

const plain = (name: string): DumpColumn => ({ name, type: "", generated: false });

/** Columns that no statement names, by their place. */
export const madeUpColumns = (width: number): DumpColumn[] =>
  Array.from({ length: width }, (_, at) => plain(`column ${at + 1}`));

/** Columns that statements list. SQL takes names that differ in case alone for one. */
export function listedColumns(names: readonly string[]): DumpColumn[] {
  const found = new Map<string, DumpColumn>();
  for (const name of names) {
    if (!found.has(name.toLowerCase())) found.set(name.toLowerCase(), plain(name));
  }
  return [...found.values()];
}
