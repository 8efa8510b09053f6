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
  readonly #faults: Fault[] = [];
  readonly #namedSets: (readonly number[])[] = [];
  readonly #known = new Map<string, number>();
  readonly #ordinals = new Map<number, number>();
  /** By facet: what a record has one of. */
  readonly #one = FACETS.map((facet) => {
    if (facet === "entity") return this.#entity;
    if (facet === "file") return this.#file;
    if (facet === "month") return this.#month;
    return facet === "state" ? this.#state : undefined;
  });

  get size(): number {
    return this.#numbers.length;
  }

  /** @returns the record's ordinal */
  add(fact: RejectFact): number {
    const ordinal = this.#numbers.push(fact.number) - 1;
    this.#ordinals.set(fact.number, ordinal);
    this.#entity.push(this.#word(fact.entity, this.#entities));
    this.#file.push(fact.fileId);
    this.#fault.push(this.#faultOf(fact));
    this.#named.push(this.#numbered(`named ${fact.named.join()}`, this.#namedSets, fact.named));
    this.#month.push(fact.month);
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
    return this.#file[ordinal] ?? 0;
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

  facets(filter: RejectFilter): Facets {
    const tests = this.#testsOf(filter);
    const counts = tests.map(() => new Map<number, number>());
    let total = 0;
    for (let ordinal = 0; ordinal < this.size; ordinal++) {
      const failed = failedTest(tests, ordinal);
      if (failed === SEVERAL) continue;
      if (failed === NONE) total++;
      for (let nth = 0; nth < counts.length; nth++) {
        if (failed === NONE || failed === nth) this.#tally(counts[nth], nth, ordinal);
      }
    }
    return this.#byKey(total, counts);
  }

  #tally(counts: Map<number, number> | undefined, nth: number, ordinal: number): void {
    const add = (key: number) => counts?.set(key, (counts.get(key) ?? 0) + 1);
    const one = this.#one[nth];
    if (one !== undefined) add(one[ordinal] ?? 0);
    else for (const key of this.#several(nth, ordinal)) add(key);
  }

  /** The values of a record in a facet of which it may have several. */
  #several(nth: number, ordinal: number): readonly number[] {
    if (FACETS[nth] === "named") return this.#namedSets[this.#named[ordinal] ?? -1] ?? [];
    const fault = this.#faults[this.#fault[ordinal] ?? -1];
    return (FACETS[nth] === "code" ? fault?.codes : fault?.columns) ?? [];
  }

  #byKey(total: number, counts: readonly Map<number, number>[]): Facets {
    const of = <Key>(facet: (typeof FACETS)[number], key: (n: number) => Key): FacetValue<Key>[] =>
      [...(counts[FACETS.indexOf(facet)] ?? [])]
        .sort(([one], [other]) => one - other)
        .map(([n, count]) => ({ key: key(n), count }));
    const same = (n: number) => n;
    return {
      total,
      entity: of("entity", (n) => this.#entities[n] ?? ""),
      file: of("file", same),
      code: mostFirst(of("code", (n) => this.#codes[n] ?? "")),
      column: of("column", same),
      named: mostFirst(of("named", same)),
      month: of("month", same),
      state: of("state", (n) => REJECT_STATES[n] ?? "open"),
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
      file === undefined ? undefined : is(this.#file, file),
      code === undefined ? undefined : has(this.#fault, withCode),
      column === undefined ? undefined : has(this.#fault, withColumn),
      named === undefined ? undefined : has(this.#named, withNamed),
      month === undefined ? undefined : is(this.#month, month),
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

const mostFirst = <Key>(values: FacetValue<Key>[]): FacetValue<Key>[] =>
  values.sort((one, other) => other.count - one.count);
