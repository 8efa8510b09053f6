import type { OpenScratch, Scratch, Statement } from "../../db/database.ts";

const TABLES = `
  create table seen (
    spot integer not null, value text not null, records integer not null, line integer not null,
    again integer
  )`;
const INDEX = "create index seen_value on seen (spot, value, records, line, again)";

/** Values of one column are gathered up to this many before they are written, and so many of all. */
const GATHERED = 5_000;
const GATHERED_OF_ALL = 250_000;
/** Columns that have a value too: with more, it says nothing of which one is meant. */
const MOST_HOLDERS = 64;

interface Gathered {
  records: number;
  /** Where it stands first, and where again. */
  readonly line: number;
  again: number | null;
}

/** A value that several records have. */
export interface Repeated {
  readonly values: number;
  /** All records that have one of them. */
  readonly records: number;
  /** 1-based lines of the first that repeat an earlier one. */
  readonly lines: readonly number[];
}

/** Values of one column that another one does not have. */
export interface Missing {
  readonly values: number;
  readonly records: number;
  readonly lines: readonly number[];
}

/** What a mapping says of the zeros at the start of keys. */
export type Zeros = { readonly pad: number } | { readonly strip: "0" };

/** Longer numbers are not padded. */
const WIDEST = 30;

/**
 * The values of columns on disk, in a database without a name that vanishes with the process: what is
 * unique, and what is found elsewhere, is known exactly however many there are.
 */
export class ValueSpill {
  readonly #scratch: Scratch;
  readonly #insert: Statement;
  readonly #gathered = new Map<number, Map<string, Gathered>>();
  readonly #prepared = new Map<string, Statement>();
  #inMemory = 0;

  constructor(openScratch: OpenScratch) {
    this.#scratch = openScratch();
    this.#scratch.exec(TABLES);
    this.#scratch.begin();
    this.#insert = this.#scratch.prepare("insert into seen values (?, ?, ?, ?, ?)");
  }

  /** @param spot which column */
  add(spot: number, value: string, line: number): void {
    let gathered = this.#gathered.get(spot);
    if (gathered === undefined) {
      gathered = new Map();
      this.#gathered.set(spot, gathered);
    }
    const known = gathered.get(value);
    if (known === undefined) {
      gathered.set(value, { records: 1, line, again: null });
      this.#inMemory++;
    } else {
      known.records++;
      known.again ??= line;
    }
    if (gathered.size >= GATHERED) this.#flush(spot, gathered);
    if (this.#inMemory >= GATHERED_OF_ALL) this.#flushAll();
  }

  /** All is added: from now on it can be asked. */
  seal(): void {
    this.#flushAll();
    this.#scratch.exec(INDEX);
    this.#scratch.commit();
  }

  /** @returns how many different values a column has */
  distinct(spot: number): number {
    return this.#number("select count(distinct value) from seen where spot = ?", [spot]);
  }

  repeated(spot: number): Repeated {
    const repeating = `select sum(records) n, coalesce(min(again), max(line)) line
       from seen where spot = ? group by value having n > 1`;
    const [values, records] = this.#prepare(
      `select count(*), coalesce(sum(n), 0) from (${repeating})`,
    ).get([spot]) ?? [0, 0];
    const lines = this.#prepare(`${repeating} order by line limit ${FIRST}`).all([spot]);
    return {
      values: Number(values),
      records: Number(records),
      lines: lines.map(([, line]) => Number(line)),
    };
  }

  /** The share of the first values of a column that another one has. */
  foundShare(spot: number, elsewhere: number, sample: number): number {
    const [share] =
      this.#prepare(`select avg(exists (select 1 from seen k where k.spot = ? and k.value = v.value))
         from (select value from seen where spot = ? group by value limit ?) v`).get([
        elsewhere,
        spot,
        sample,
      ]) ?? [0];
    return Number(share ?? 0);
  }

  /** From now on the columns that have a value can be asked for. */
  findAmong(spots: readonly number[]): void {
    this.#scratch.createKeyed("holders", "value text, spot integer, primary key (value, spot)");
    const add = this.#scratch.prepare(
      "insert or ignore into holders select value, spot from seen where spot = ?",
    );
    for (const spot of spots) add.run([spot]);
  }

  /** The same shares as `foundShare`, of those columns that have any of the values. */
  foundShares(spot: number, sample: number): Map<number, number> {
    const values = this.#prepare("select value from seen where spot = ? group by value limit ?");
    const holders = this.#prepare(
      `select spot from holders where value = ? and spot <> ? limit ${MOST_HOLDERS}`,
    );
    const looked = values.all([spot, sample]);
    const counts = new Map<number, number>();
    for (const [value = null] of looked) {
      for (const [holder] of holders.all([value, spot])) {
        counts.set(Number(holder), (counts.get(Number(holder)) ?? 0) + 1);
      }
    }
    return new Map([...counts].map(([holder, count]) => [holder, count / looked.length]));
  }

  /** What a column has that another one lacks. */
  missing(spot: number, elsewhere: number): Missing {
    const lacking = `select value, sum(records) n, min(line) line from seen v where spot = ?
       and not exists (select 1 from seen k where k.spot = ? and k.value = v.value) group by value`;
    const [values, records] = this.#prepare(
      `select count(*), coalesce(sum(n), 0) from (${lacking})`,
    ).get([spot, elsewhere]) ?? [0, 0];
    const lines = this.#prepare(`select line from (${lacking}) order by line limit ${FIRST}`).all([
      spot,
      elsewhere,
    ]);
    return {
      values: Number(values),
      records: Number(records),
      lines: lines.map(([line]) => Number(line)),
    };
  }

  /** How the zeros of a column have to be written for all of its values to be another one's. */
  zerosLike(spot: number, elsewhere: number): Zeros | undefined {
    const [least, most, other, zeros] =
      this.#prepare(`select min(length(value)), max(length(value)), sum(ltrim(value, '0123456789') <> ''), sum(value like '0_%')
         from seen where spot = ?`).get([elsewhere]) ?? [null];
    if (least === null) return undefined;
    const width = Number(most);
    const padded = `case when ltrim(v.value, '0123456789') <> '' then v.value
      else substr('${"0".repeat(width)}', length(v.value) + 1) || v.value end`;
    if (least === most && other === 0 && width > 1 && width <= WIDEST) {
      if (this.#lacking(padded, spot, elsewhere) === 0) return { pad: width };
    }
    const bare = "coalesce(nullif(ltrim(v.value, '0'), ''), substr(v.value, -1))";
    return zeros === 0 && this.#lacking(bare, spot, elsewhere) === 0 ? { strip: "0" } : undefined;
  }

  #lacking(form: string, spot: number, elsewhere: number): number {
    return this.#number(
      `select count(*) from (select distinct value from seen where spot = ?) v
       where not exists (select 1 from seen k where k.spot = ? and k.value = ${form})`,
      [spot, elsewhere],
    );
  }

  close(): void {
    this.#scratch.close();
  }

  #number(sql: string, values: readonly number[]): number {
    return Number(this.#prepare(sql).get(values)?.[0] ?? 0);
  }

  #flush(spot: number, gathered: Map<string, Gathered>): void {
    for (const [value, { records, line, again }] of gathered) {
      this.#insert.run([spot, value, records, line, again]);
    }
    this.#inMemory -= gathered.size;
    gathered.clear();
  }

  #flushAll(): void {
    for (const [spot, gathered] of this.#gathered) this.#flush(spot, gathered);
    this.#gathered.clear();
  }

  /** Asked once for each of many columns. */
  #prepare(sql: string): Statement {
    const statement = this.#prepared.get(sql) ?? this.#scratch.prepare(sql);
    this.#prepared.set(sql, statement);
    return statement;
  }
}

const FIRST = 10;
