import { getTableColumns, getTableName } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";
import type { Draft, Importer } from "../../../importers/define.ts";
import type { Database, Statement } from "../../db/database.ts";
import { quoteName } from "../../db/names.ts";
import type { CrosswalkScope } from "../../ledger/crosswalk-row.ts";
import { type GivenNumber, NumberLedger, type NumberOfRun } from "../../ledger/number-ledger.ts";
import { groupBy } from "../../plain/group-by.ts";

// Numbers that people see: gapless, in the order of the export, behind those that the table has.

type Numbering = NonNullable<Importer["numbers"]>[number];

interface Numbered {
  readonly db: Database;
  readonly scope: CrosswalkScope;
  /** ISO 8601, UTC. */
  readonly now: string;
}

/** Gives the rows of one entity their numbers. */
export class Numbers {
  readonly columns: readonly NumberedColumn[];

  constructor(context: Numbered, importer: Importer) {
    this.columns = (importer.numbers ?? []).map(
      (one) => new NumberedColumn(context, importer, one),
    );
  }

  /** What a new row is to have; it counts as given when it is kept. */
  next(row: Draft): GivenNumber[] {
    return this.columns.map((column) => column.next(row));
  }

  /** What a row is to have that comes back: its own, unless another row has it now. */
  again(legacyId: string, row: Draft): GivenNumber[] {
    return this.columns.map((column) => column.again(legacyId) ?? column.next(row));
  }

  keep(legacyId: string, given: readonly GivenNumber[]): void {
    for (const [at, column] of this.columns.entries()) {
      const one = given[at];
      if (one !== undefined) column.keep(legacyId, one);
    }
  }

  /** What a record was given, by key. */
  of(legacyId: string): Draft {
    return Object.fromEntries(this.columns.map((one) => [one.key, one.of(legacyId)?.value]));
  }

  /** Numbers that earlier rows had, between those that rows have. */
  countFree(): number {
    return this.columns.reduce((sum, column) => sum + column.countFree(), 0);
  }

  /** Whether a row is of another period now than it was, so that its number is of the former one. */
  hasStrayed(before: Draft, now: Draft): boolean {
    return this.columns.some((column) => column.hasStrayed(before, now));
  }

  /** This run never had the record. */
  forget(legacyId: string): void {
    for (const column of this.columns) column.forget(legacyId);
  }

  /** Others may have written, or what was written has been rolled back. */
  lookAgain(): void {
    for (const column of this.columns) column.lookAgain();
  }
}

/** A number that a row gets instead of its own. */
export interface MovedNumber {
  readonly legacyId: string;
  readonly to: GivenNumber;
}

/** What is still to be had of a period. */
interface Supply {
  /** Numbers that imports gave and that are had back, the lowest first. */
  readonly freed: number[];
  next: number;
}

/** One numbered column. */
export class NumberedColumn {
  /** In the Drizzle table. */
  readonly key: string;
  readonly ledger: NumberLedger;
  /** A record was withdrawn: there may be gaps. */
  hasGaps = false;
  readonly #numbering: Numbering;
  readonly #today: string;
  readonly #supplies = new Map<string, Supply>();
  readonly #among: Statement;
  readonly #has: Statement;

  constructor({ db, scope, now }: Numbered, { entity, table }: Importer, numbering: Numbering) {
    this.key = numbering.column;
    this.#numbering = numbering;
    this.#today = now.slice(0, 10);
    const columns = getTableColumns(table) as Record<string, SQLiteColumn>;
    const column = columns[numbering.column]?.name ?? numbering.column;
    this.ledger = new NumberLedger(db, { entity, column }, scope);
    const [name, from] = [quoteName(column), quoteName(getTableName(table))];
    this.#among = db.prepare(`select ${name} from ${from} where ${name} >= ? and ${name} < ?`);
    this.#has = db.prepare(`select 1 from ${from} where ${name} = ?`);
  }

  next(row: Draft): GivenNumber {
    const period = this.#periodOf(row);
    const supply = this.#supplyOf(period);
    return this.written(period, supply.freed[0] ?? supply.next);
  }

  written(period: string, n: number): GivenNumber {
    return { period, n, value: this.#numbering.format(period, n) };
  }

  again(legacyId: string): GivenNumber | undefined {
    const own = this.ledger.find(legacyId);
    if (own === undefined || this.#has.get([own.value]) !== undefined) return undefined;
    return { ...own, isKept: true };
  }

  keep(legacyId: string, given: GivenNumber): void {
    if (given.isKept === undefined) this.ledger.keep(legacyId, given);
    const supply = this.#supplyOf(given.period);
    if (supply.freed[0] === given.n) supply.freed.shift();
    if (given.n >= supply.next) supply.next = given.n + 1;
  }

  of(legacyId: string): GivenNumber | undefined {
    return this.ledger.find(legacyId);
  }

  forget(legacyId: string): void {
    this.ledger.forget(legacyId);
    this.hasGaps = true;
  }

  lookAgain(): void {
    this.#supplies.clear();
  }

  countFree(): number {
    return this.ledger
      .periodsWithFreed()
      .reduce((sum, period) => sum + this.#lookUp(period).freed.length, 0);
  }

  hasStrayed(before: Draft, now: Draft): boolean {
    const { of } = this.#numbering;
    return of(now) != null && this.#periodOf(before) !== this.#periodOf(now);
  }

  /** What closes the gaps among the numbers of this run, from the lowest on. */
  moves(): MovedNumber[] {
    const byPeriod = groupBy(this.ledger.ofRun(), ({ period }) => period);
    return [...byPeriod].flatMap(([period, own]) => this.#movesIn(period, own));
  }

  #movesIn(period: string, own: readonly NumberOfRun[]): MovedNumber[] {
    const mine = new Set(own.map(({ n }) => n));
    const others = new Set(this.#taken(period).filter((n) => !mine.has(n)));
    const first = own[0]?.n ?? 1;
    let slot = [...others].reduce((most, n) => (n < first ? Math.max(most, n) : most), 0);
    return own.flatMap(({ legacyId, n }): MovedNumber[] => {
      do slot++;
      while (others.has(slot));
      return slot < n ? [{ legacyId, to: this.written(period, slot) }] : [];
    });
  }

  #periodOf(row: Draft): string {
    const { per, of } = this.#numbering;
    if (per === "table") return "";
    return (of(row) ?? this.#today).slice(0, per === "year" ? 4 : 7);
  }

  #supplyOf(period: string): Supply {
    const known = this.#supplies.get(period) ?? this.#lookUp(period);
    this.#supplies.set(period, known);
    return known;
  }

  /** What the table has is found by how numbers are written. */
  #lookUp(period: string): Supply {
    const taken = this.#taken(period);
    const last = taken.reduce((most, n) => Math.max(most, n), 0);
    const freed = this.ledger.freed(period);
    if (freed.length === 0) return { freed, next: last + 1 };
    const has = new Set(taken);
    return { freed: freed.filter((n) => n < last && !has.has(n)), next: last + 1 };
  }

  /** The numbers of a period that the table has. */
  #taken(period: string): number[] {
    const { format } = this.#numbering;
    const [before, behind] = around([1, 22, 333, 4444444].map((n) => format(period, n)));
    const found: number[] = [];
    for (const [value] of this.#among.iterate([before, `${before}\u{10ffff}`])) {
      const text = String(value);
      const n = Number(text.slice(before.length, text.length - behind.length) || Number.NaN);
      if (Number.isSafeInteger(n) && n > 0 && format(period, n) === text) found.push(n);
    }
    return found;
  }
}

/** What stands before and behind the digits of all of these. */
function around(texts: readonly string[]): [before: string, behind: string] {
  const [first = ""] = texts;
  let before = 0;
  while (before < first.length && texts.every((one) => one[before] === first[before])) before++;
  let behind = 0;
  while (
    behind < first.length - before &&
    texts.every((one) => one.at(-1 - behind) === first.at(-1 - behind))
  )
    behind++;
  return [first.slice(0, before), first.slice(first.length - behind)];
}
