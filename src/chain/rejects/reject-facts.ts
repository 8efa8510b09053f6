import type { Issue } from "../../ledger/issue.ts";
import { errorsOf } from "../../ledger/issue.ts";
import {
  type Facets,
  type FacetValue,
  REJECT_STATES,
  type RejectFilter,
  type RejectState,
} from "./reject.ts";

const FACETS = ["entity", "file", "code", "column", "named", "month", "state"] as const;

/** Codes and columns of one record; most records share a few of these. */
interface Fault {
  readonly codes: readonly number[];
  readonly columns: readonly number[];
}

/** What is known of a record that filters ask for. */
export interface RejectFact {
  readonly number: number;
  readonly entity: string;
  readonly fileId: number;
  readonly issues: readonly Issue[];
  /** Numbers of the columns at fault. */
  readonly columns: readonly number[];
  /** Numbers of those that the record names. */
  readonly named: readonly number[];
  readonly month: number;
  readonly state: RejectState;
}

/** Which page: the one after a record, or before one; by their numbers. */
export interface Paging {
  readonly after?: number | undefined;
  readonly before?: number | undefined;
  readonly size: number;
}

/** The facts that filters ask for, a few numbers for each record: a pass over all of them takes milliseconds. */
export class RejectFacts {
  readonly #numbers: number[] = [];
  readonly #entity: number[] = [];
  readonly #file: number[] = [];
  readonly #fault: number[] = [];
  readonly #named: number[] = [];
  readonly #month: number[] = [];
  readonly #state: number[] = [];
  /** The states before anybody corrected anything. */
  readonly #first: number[] = [];
  readonly #entities: string[] = [];
  readonly #codes: string[] = [];
  readonly #files: number[] = [];
  readonly #months: number[] = [];
  readonly #faults: Fault[] = [];
  readonly #namedSets: (readonly number[])[] = [];
  readonly #known = new Map<string, number>();
  readonly #ordinals = new Map<number, number>();
  /** What each facet counts by: one number of each record. */
  readonly #counted = FACETS.map((facet) => this.#numbersOf(facet));

  #numbersOf(facet: (typeof FACETS)[number]): readonly number[] {
    switch (facet) {
      case "entity":
        return this.#entity;
      case "file":
        return this.#file;
      case "code":
      case "column":
        return this.#fault;
      case "named":
        return this.#named;
      case "month":
        return this.#month;
      case "state":
        return this.#state;
    }
  }

  get size(): number {
    return this.#numbers.length;
  }

  /** @returns the record's ordinal */
  add(fact: RejectFact): number {
    const ordinal = this.#numbers.push(fact.number) - 1;
    this.#ordinals.set(fact.number, ordinal);
    this.#entity.push(this.#word(fact.entity, this.#entities));
    this.#file.push(this.#numbered(`file ${fact.fileId}`, this.#files, fact.fileId));
    this.#fault.push(this.#faultOf(fact));
    this.#named.push(this.#numbered(`named ${fact.named.join()}`, this.#namedSets, fact.named));
    this.#month.push(this.#numbered(`month ${fact.month}`, this.#months, fact.month));
    this.#state.push(REJECT_STATES.indexOf(fact.state));
    this.#first.push(REJECT_STATES.indexOf(fact.state));
    return ordinal;
  }

  #faultOf({ issues, columns }: RejectFact): number {
    const codes = [...new Set(errorsOf(issues).map(({ code }) => this.#word(code, this.#codes)))];
    return this.#numbered(`fault ${codes.join()} ${columns.join()}`, this.#faults, {
      codes,
      columns,
    });
  }

  #word(word: string, words: string[]): number {
    return this.#numbered(`${words === this.#codes ? "code" : "entity"} ${word}`, words, word);
  }

  #numbered<Value>(key: string, values: Value[], value: Value): number {
    const known = this.#known.get(key) ?? values.push(value) - 1;
    this.#known.set(key, known);
    return known;
  }

  /** Where a record stands among all; undefined if there is none of this number. */
  ordinalOf(number: number): number | undefined {
    return this.#ordinals.get(number);
  }

  numberAt(ordinal: number): number {
    return this.#numbers[ordinal] ?? 0;
  }

  entityAt(ordinal: number): string {
    return this.#entities[this.#entity[ordinal] ?? -1] ?? "";
  }

  stateAt(ordinal: number): RejectState {
    return REJECT_STATES[this.#state[ordinal] ?? 0] ?? "open";
  }

  fileAt(ordinal: number): number {
    return this.#files[this.#file[ordinal] ?? -1] ?? 0;
  }

  /** @param state undefined for the one that it was added with */
  setState(ordinal: number, state: RejectState | undefined): void {
    this.#state[ordinal] =
      state === undefined ? (this.#first[ordinal] ?? 0) : REJECT_STATES.indexOf(state);
  }

  /** Whether a record is meant by a filter. */
  meets(filter: RejectFilter): (ordinal: number) => boolean {
    const tests = this.#testsOf(filter);
    return (ordinal) => tests.every((test) => test === undefined || test(ordinal));
  }

  count(filter: RejectFilter): number {
    const meets = this.meets(filter);
    let count = 0;
    for (let ordinal = 0; ordinal < this.size; ordinal++) if (meets(ordinal)) count++;
    return count;
  }

  /** The ordinals of a page, in their order. */
  page(filter: RejectFilter, { after, before, size }: Paging): number[] {
    const meets = this.meets(filter);
    const from = before ?? after;
    const start = from === undefined ? -1 : this.#ordinals.get(from);
    if (start === undefined) return [];
    const step = before === undefined ? 1 : -1;
    const found: number[] = [];
    for (let at = start + step; at >= 0 && at < this.size && found.length < size; at += step) {
      if (meets(at)) found.push(at);
    }
    return before === undefined ? found : found.reverse();
  }

  /** How many of the records that a filter means come before one. */
  position(filter: RejectFilter, number: number): number {
    const meets = this.meets(filter);
    const end = this.#ordinals.get(number) ?? 0;
    let count = 0;
    for (let ordinal = 0; ordinal < end; ordinal++) if (meets(ordinal)) count++;
    return count;
  }

  facets(filter: RejectFilter): Facets {
    const tests = this.#testsOf(filter);
    const counts = FACETS.map(() => new Int32Array(this.#most));
    let total = 0;
    for (let ordinal = 0; ordinal < this.size; ordinal++) {
      const failed = failedTest(tests, ordinal);
      if (failed === SEVERAL) continue;
      if (failed === NONE) total++;
      const [first, last] = failed === NONE ? [0, FACETS.length - 1] : [failed, failed];
      for (let nth = first; nth <= last; nth++) tally(counts[nth], this.#counted[nth]?.[ordinal]);
    }
    return this.#byKey(total, counts);
  }

  /** Numbers of any facet are below this. */
  get #most(): number {
    const all = [this.#entities, this.#files, this.#faults, this.#namedSets, this.#months];
    return Math.max(REJECT_STATES.length, ...all.map(({ length }) => length));
  }

  #byKey(total: number, counts: readonly Int32Array[]): Facets {
    const of = (facet: (typeof FACETS)[number]) => counts[FACETS.indexOf(facet)] ?? [];
    return {
      total,
      entity: counted(of("entity"), (n) => [this.#entities[n] ?? ""]),
      file: counted(of("file"), (n) => [this.#files[n] ?? 0]),
      code: mostFirst(
        counted(of("code"), (n) => {
          return (this.#faults[n]?.codes ?? []).map((code) => this.#codes[code] ?? "");
        }),
      ),
      column: counted(of("column"), (n) => this.#faults[n]?.columns ?? []).sort(byKey),
      named: mostFirst(counted(of("named"), (n) => this.#namedSets[n] ?? [])),
      month: counted(of("month"), (n) => [this.#months[n] ?? 0]).sort(byKey),
      state: counted(of("state"), (n) => [REJECT_STATES[n] ?? "open"]),
    };
  }

  #testsOf(filter: RejectFilter): Test[] {
    const { entity, file, code, column, named, month, state } = filter;
    const is = (values: readonly number[], wanted: number): Test => {
      return (ordinal) => values[ordinal] === wanted;
    };
    const has = (of: readonly number[], sets: readonly boolean[]): Test => {
      return (ordinal) => sets[of[ordinal] ?? -1] === true;
    };
    const codeNumber = this.#codes.indexOf(code ?? "");
    const withCode = this.#faults.map(({ codes }) => codes.includes(codeNumber));
    const withColumn = this.#faults.map(({ columns }) => columns.includes(column ?? -1));
    const withNamed = this.#namedSets.map((set) => set.includes(named ?? -1));
    return [
      entity === undefined ? undefined : is(this.#entity, this.#entities.indexOf(entity)),
      file === undefined ? undefined : is(this.#file, this.#files.indexOf(file)),
      code === undefined ? undefined : has(this.#fault, withCode),
      column === undefined ? undefined : has(this.#fault, withColumn),
      named === undefined ? undefined : has(this.#named, withNamed),
      month === undefined ? undefined : is(this.#month, this.#months.indexOf(month)),
      state === undefined ? undefined : is(this.#state, REJECT_STATES.indexOf(state)),
    ];
  }
}

type Test = ((ordinal: number) => boolean) | undefined;

const NONE = -1;
const SEVERAL = -2;

/** Which of the tests a record fails: none, one of them, or several. */
function failedTest(tests: readonly Test[], ordinal: number): number {
  let failed = NONE;
  for (let nth = 0; nth < tests.length; nth++) {
    if (tests[nth]?.(ordinal) !== false) continue;
    if (failed !== NONE) return SEVERAL;
    failed = nth;
  }
  return failed;
}

function tally(counts: Int32Array | undefined, number: number | undefined): void {
  if (counts !== undefined && number !== undefined) counts[number] = (counts[number] ?? 0) + 1;
}

/** Counts of numbers become those of the keys that each stands for. */
function counted<Key>(
  counts: ArrayLike<number>,
  keysOf: (number: number) => readonly Key[],
): FacetValue<Key>[] {
  const found = new Map<Key, number>();
  for (let number = 0; number < counts.length; number++) {
    const count = counts[number] ?? 0;
    if (count === 0) continue;
    for (const key of keysOf(number)) found.set(key, (found.get(key) ?? 0) + count);
  }
  return [...found].map(([key, count]) => ({ key, count }));
}

const byKey = (one: FacetValue<number>, other: FacetValue<number>): number => one.key - other.key;

const mostFirst = <Key>(values: FacetValue<Key>[]): FacetValue<Key>[] =>
  values.sort((one, other) => other.count - one.count);
