import type { ExactDecimal } from "../../importers/define.ts";
import { ExactSum } from "./control-totals.ts";
import { type CountedDistinct, DistinctCount } from "./distinct-count.ts";
import { writeExact } from "./exact-decimal.ts";
import { MonthCount } from "./month-count.ts";

/** What is worth showing of a field, besides how many records have nothing in it. */
export type FigureKind = "day" | "amount" | "code" | "reference" | "other";

/** The figures of one field that people who know the data recognise. */
export interface FieldFigures {
  readonly kind: FigureKind;
  /** Records with a value. */
  readonly held: number;
  /** Records without one. */
  readonly empty: number;
  /** Of the export: records whose cell the mapping cannot read. */
  readonly unreadable: number;
  /** `YYYY-MM-DD`. */
  readonly first?: string;
  readonly last?: string;
  /** Of the day on which a record of the export happened: records of each `YYYY-MM`, in their order. */
  readonly months?: readonly (readonly [month: string, records: number])[];
  /** Of amounts, in whole units of the currency: exact decimal digits. */
  readonly sum?: string;
  /** Different records that are named; an estimate over half a million. */
  readonly distinct?: number;
  /** Of codes, the commonest first: words that the importer or the mapping knows, never another text. */
  readonly values?: readonly (readonly [value: string, records: number])[];
  readonly others?: number;
  /** Of codes of the export: what they become, where that is another word. */
  readonly becomes?: readonly (readonly [value: string, records: number])[];
}

/** Different parents are counted exactly up to here: 2 MiB for each 130,000. */
const EXACT_PARENTS = 1 << 19;
/** As many codes as a person reads. */
const SHOWN = 6;
/** A column of codes that has more words has something else: they are not kept. */
const MOST_WORDS = 1_000;

/** The figures of one field so far, in plain values: they go from one thread to another. */
export interface CountedField {
  readonly kind: FigureKind;
  readonly held: number;
  readonly empty: number;
  readonly unreadable: number;
  readonly sum: ExactDecimal;
  readonly words: readonly (readonly [word: string, records: number])[];
  readonly translated: readonly (readonly [value: string, records: number])[];
  readonly unkept: number;
  readonly days: readonly string[];
  readonly months: readonly (readonly [month: string, records: number])[] | undefined;
  readonly named: CountedDistinct | undefined;
}

/** Gathers the figures of one field, record by record. */
export class FigureTally {
  readonly kind: FigureKind;
  held = 0;
  empty = 0;
  unreadable = 0;
  readonly sum = new ExactSum();
  readonly #words = new Map<string, number>();
  readonly #translated = new Map<string, number>();
  #unkept = 0;
  #first: string | undefined;
  #last: string | undefined;
  readonly #named: DistinctCount | undefined;
  #months: MonthCount | undefined;

  constructor(kind: FigureKind, counts: "whole" | "by month" = "whole") {
    this.kind = kind;
    if (counts === "by month") this.#months = new MonthCount();
    this.#named = kind === "reference" ? new DistinctCount(EXACT_PARENTS) : undefined;
  }

  day(day: string): void {
    this.#span(day);
    this.#months?.add(day);
  }

  #span(day: string): void {
    if (this.#first === undefined || day < this.#first) this.#first = day;
    if (this.#last === undefined || day > this.#last) this.#last = day;
  }

  word(word: string, records = 1): void {
    const before = this.#words.get(word);
    if (before === undefined && this.#words.size >= MOST_WORDS) this.#unkept += records;
    else this.#words.set(word, (before ?? 0) + records);
  }

  /** What a word of the export becomes: one of a closed set. */
  becomes(value: string, records = 1): void {
    this.#translated.set(value, (this.#translated.get(value) ?? 0) + records);
  }

  /** A parent, by the hash of its legacy id. */
  names(low: number, high: number): void {
    this.#named?.add(low, high);
  }

  counted(): CountedField {
    const { kind, held, empty, unreadable } = this;
    return {
      kind,
      held,
      empty,
      unreadable,
      sum: this.sum.total(),
      words: [...this.#words],
      translated: [...this.#translated],
      unkept: this.#unkept,
      days: [this.#first, this.#last].flatMap((day) => day ?? []),
      months: this.#months?.all(),
      named: this.#named?.counted(),
    };
  }

  include(other: CountedField): void {
    const { held, empty, unreadable, sum, words, translated, unkept, days, months, named } = other;
    this.held += held;
    this.empty += empty;
    this.unreadable += unreadable;
    this.sum.addExact(sum);
    for (const [word, records] of words) this.word(word, records);
    for (const [value, records] of translated) this.becomes(value, records);
    this.#unkept += unkept;
    for (const day of days) this.#span(day);
    if (months !== undefined) this.#months ??= new MonthCount();
    for (const [month, records] of months ?? []) this.#months?.add(month, records);
    if (named !== undefined) this.#named?.include(DistinctCount.from(named));
  }

  /** @param digits of the currency's minor unit, where amounts are counted in it */
  figures(digits: number): FieldFigures {
    const { kind, held, empty, unreadable } = this;
    return { kind, held, empty, unreadable, ...this.#more(digits) };
  }

  #more(digits: number): Partial<FieldFigures> {
    switch (this.kind) {
      case "day":
        if (this.#first === undefined || this.#last === undefined) return {};
        return this.#days(this.#first, this.#last);
      case "amount":
        return { sum: writeExact(inUnits(this.sum.total(), digits)) };
      case "code":
        return this.#commonest();
      case "reference":
        return { distinct: this.#named?.count() ?? 0 };
      case "other":
        return {};
    }
  }

  #days(first: string, last: string): Pick<FieldFigures, "first" | "last" | "months"> {
    const months = this.#months?.all();
    return months === undefined ? { first, last } : { first, last, months };
  }

  #commonest(): Pick<FieldFigures, "values" | "others" | "becomes"> {
    const sorted = byCount(this.#words);
    const values = sorted.slice(0, SHOWN);
    const all = sorted.reduce((sum, [, records]) => sum + records, this.#unkept);
    const others = all - values.reduce((sum, [, records]) => sum + records, 0);
    if (this.#translated.size === 0) return { values, others };
    return { values, others, becomes: byCount(this.#translated) };
  }
}

const byCount = (counts: ReadonlyMap<string, number>): [string, number][] =>
  [...counts].sort(([one, often], [other, oftener]) => oftener - often || (one < other ? -1 : 1));

const inUnits = ({ units, scale }: ExactDecimal, digits: number): ExactDecimal => ({
  units,
  scale: scale + digits,
});
