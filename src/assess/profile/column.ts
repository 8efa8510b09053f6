import { trimText } from "../../../shared/trim-text.ts";
import { hashValue, type Lanes } from "../../digest/content-hash.ts";
import { DistinctCount } from "../../digest/distinct-count.ts";
import type { CellKind, ColumnProfile } from "../assessment.ts";
import { isNullToken, kindOf, shapeOf } from "./cell-look.ts";
import { DaySpread } from "./days.ts";
import { FrequentValues } from "./frequent.ts";
import { NumberSpread } from "./numbers.ts";
import type { CellObserver, ObservedColumn } from "./observer.ts";
import { type Bucket, spread } from "./spread.ts";

/** Different values up to this many are counted exactly. */
const EXACT_VALUES = 10_000;
/** The same for all columns of a wide file together. */
const EXACT_VALUES_OF_FILE = 300_000;
/** Gathered before they are looked at, so that what stands there often is looked at once. */
const GATHERED_CHARACTERS = 500_000;
const COUNTERS = 1_000;
const SHAPE_COUNTERS = 100;
const SHOWN_VALUES = 25;
const SHOWN_SHAPES = 12;
/** Longer ones are prose: they are counted, not kept. */
const LONGEST_KEPT = 200;
/** Each step of length, so that plots have few bars. */
const LENGTH_STEPS = [1, 2, 5, 10, 50, 100, 500, 1_000, 10_000, 100_000, 1_000_000];

const lanes: Lanes = { low: 0, high: 0 };

/**
 * Profiles a column from its cells, one by one, in bounded memory: values are gathered and looked at
 * once with their count. Up to 10,000 different values the numbers are exact; above, distinct values
 * are estimated (HyperLogLog, about 2 %) and the counts of frequent values are lower bounds.
 */
export class ColumnObserver {
  readonly #column: ObservedColumn;
  readonly #observers: readonly CellObserver[];
  /** Different values that are gathered before they are looked at. */
  readonly #most: number;
  #gathered = new Map<string, number>();
  #characters = 0;
  #flushes = 0;
  #cells = 0;
  #empty = 0;
  #present = 0;
  readonly #distinct = new DistinctCount();
  readonly #nullTokens = new FrequentValues(COUNTERS);
  readonly #frequent = new FrequentValues(COUNTERS);
  readonly #shapes = new FrequentValues(SHAPE_COUNTERS);
  readonly #kinds = new Map<CellKind, number>();
  readonly #lengths = new Map<number, number>();
  readonly #numbers = new NumberSpread();
  readonly #days = new DaySpread();
  readonly #hours = new Map<number, number>();
  #first: string | null = null;
  #last: string | null = null;

  /** @param beside how many columns are looked at at once: wide files remember less of each */
  constructor(
    column: ObservedColumn,
    { observers = [], beside = 1 }: { observers?: readonly CellObserver[]; beside?: number } = {},
  ) {
    this.#column = column;
    this.#observers = observers;
    this.#most = Math.min(EXACT_VALUES, Math.ceil(EXACT_VALUES_OF_FILE / beside));
  }

  /** @param cell as it was read; a cell that the record lacks counts as empty */
  add(cell: string | undefined): void {
    this.#cells++;
    const text = cell === undefined ? "" : trimText(cell);
    if (text === "") {
      this.#empty++;
      return;
    }
    const known = this.#gathered.get(text);
    this.#gathered.set(text, (known ?? 0) + 1);
    if (known !== undefined) return;
    this.#characters += text.length;
    const full = this.#gathered.size > this.#most || this.#characters > GATHERED_CHARACTERS;
    if (full) this.#flush();
  }

  profile(): ColumnProfile {
    const exact = this.#flushes === 0;
    const count = exact ? valuesAmong(this.#gathered.keys()) : undefined;
    this.#flush();
    const { header, position } = this.#column;
    return {
      header,
      position,
      cells: this.#cells,
      empty: this.#empty,
      nullTokens: this.#nullTokens.most(SHOWN_VALUES),
      distinct: { count: count ?? this.#distinct.count(), exact },
      kinds: Object.fromEntries(this.#kinds),
      shapes: this.#shapes.most(SHOWN_SHAPES).map(({ value, count: times }) => {
        return { shape: value, count: times };
      }),
      lengths: this.#lengthRange(),
      lengthCounts: spread(this.#lengths, {
        steps: LENGTH_STEPS,
        mark: String,
        label: (start, step) => (step === 1 ? String(start) : `${start} to ${start + step - 1}`),
      }),
      frequent: this.#frequent.most(SHOWN_VALUES),
      ...this.#order(),
      decisions: this.#observers.flatMap((observer) => observer.decisions()),
    };
  }

  #flush(): void {
    this.#flushes++;
    for (const [cell, times] of this.#gathered) this.#see(cell, times);
    this.#gathered = new Map();
    this.#characters = 0;
  }

  #see(cell: string, times: number): void {
    for (const observer of this.#observers) observer.see(cell, times);
    if (isNullToken(cell)) {
      this.#nullTokens.see(cell, times);
      return;
    }
    hashValue(cell, lanes);
    this.#distinct.add(lanes.low, lanes.high);
    increase(this.#lengths, cell.length, times);
    this.#present += times;
    const kind = kindOf(cell);
    increase(this.#kinds, kind, times);
    this.#shapes.see(shapeOf(cell), times);
    if (cell.length <= LONGEST_KEPT) this.#frequent.see(cell, times);
    this.#measure(kind, cell, times);
    if (this.#first === null || cell < this.#first) this.#first = cell;
    if (this.#last === null || cell > this.#last) this.#last = cell;
  }

  #measure(kind: CellKind, cell: string, times: number): void {
    if (kind === "integer" || kind === "decimal" || kind === "scientific") {
      this.#numbers.see(cell, times);
    }
    if (kind === "date" || kind === "dateTime") this.#days.see(cell, times);
    if (kind === "time") increase(this.#hours, hourIn(cell), times);
  }

  #lengthRange(): ColumnProfile["lengths"] {
    const lengths = [...this.#lengths.keys()];
    let sum = 0;
    for (const [length, times] of this.#lengths) sum += length * times;
    if (this.#present === 0) return { min: 0, max: 0, mean: 0, atLongest: 0, nearLongest: 0 };
    const mean = Math.round((sum / this.#present) * 10) / 10;
    const ends = lengths.reduce(
      ({ min, max }, length) => ({ min: Math.min(min, length), max: Math.max(max, length) }),
      { min: Number.POSITIVE_INFINITY, max: 0 },
    );
    const times = (length: number) => this.#lengths.get(length) ?? 0;
    const near = [1, 2, 3, 4, 5].reduce((all, less) => all + times(ends.max - less), 0);
    return { ...ends, mean, atLongest: times(ends.max), nearLongest: near };
  }

  /** By the order of what most cells are. */
  #order(): Pick<ColumnProfile, "min" | "max" | "distribution"> {
    const share = (...kinds: CellKind[]) =>
      kinds.reduce((sum, kind) => sum + (this.#kinds.get(kind) ?? 0), 0) / this.#present;
    if (share("date", "dateTime") > 0.5) {
      const { least, greatest } = this.#days.range();
      return { min: least, max: greatest, distribution: this.#days.buckets() };
    }
    if (share("integer", "decimal", "scientific") > 0.5) {
      const { least = null, greatest = null } = this.#numbers;
      return { min: least, max: greatest, distribution: this.#numbers.buckets() };
    }
    const hours = share("time") > 0.5 ? hourBuckets(this.#hours) : [];
    return { min: this.#first, max: this.#last, distribution: hours };
  }
}

const valuesAmong = (cells: Iterable<string>): number =>
  [...cells].filter((cell) => !isNullToken(cell)).length;

function increase<Key>(counts: Map<Key, number>, key: Key, times: number): void {
  counts.set(key, (counts.get(key) ?? 0) + times);
}

function hourIn(cell: string): number {
  const hour = Number(/^\d+/.exec(cell)?.[0] ?? 0);
  const half = /[AaPp](?=\.?[Mm])/.exec(cell)?.[0];
  if (half === undefined) return hour;
  return (hour % 12) + (half.toLowerCase() === "p" ? 12 : 0);
}

const hourBuckets = (hours: ReadonlyMap<number, number>): readonly Bucket[] =>
  spread(hours, { steps: [1], label: hourLabel, mark: hourLabel });

const hourLabel = (hour: number): string => `${String(hour).padStart(2, "0")}:00`;
