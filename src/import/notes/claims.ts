import type { RunException } from "../../ledger/run-exception.ts";

/** What a record with another content than the ones before it changes: those that came to nothing are reported. */
const isSetAside = ({ outcome }: RunException): boolean =>
  outcome === "rejected" || outcome === "unchanged";

const isTold = ({ entity, issues }: RunException): boolean =>
  issues.some(({ code }) => code === `${entity}.legacyId.duplicate`);

/**
 * The records of a run that have one legacy id and are not plainly inserted or unchanged. Each next record
 * with that id asks the same few questions; they are answered without looking at all that came before, for
 * a column that is no id gives every record of an export the same.
 */
export class Claims {
  readonly #read: (seq: number) => RunException | undefined;
  #isAny = false;
  #first: RunException | undefined;
  /** The first that is another record than the first. */
  #other: RunException | undefined;
  #rejected: RunException | undefined;
  #written: RunException | undefined;
  /** Numbers of those that came to nothing and were not told of a rival yet, by fingerprint. */
  readonly #untold = new Map<number, number[]>();
  #repeats: number[] = [];

  /** @param read the exception of a note; undefined if a later one says more of its record */
  constructor(read: (seq: number) => RunException | undefined) {
    this.#read = read;
  }

  get isAny(): boolean {
    return this.#isAny;
  }

  /** In the order of their numbers. */
  add(seq: number, exception: RunException): void {
    this.#isAny = true;
    const { outcome, fingerprint, former } = exception;
    if (isSamePlace(this.#written, exception)) this.#written = undefined;
    if (former !== null && outcome !== "withdrawn") this.#written = exception;
    if (outcome === "rejected") this.#rejected ??= exception;
    if (outcome === "duplicate") this.#repeats.push(seq);
    if (!isSetAside(exception)) return;
    if (this.#first === undefined) this.#first = exception;
    else if (fingerprint !== this.#first.fingerprint) this.#other ??= exception;
    if (isTold(exception)) return;
    const alike = this.#untold.get(fingerprint);
    if (alike === undefined) this.#untold.set(fingerprint, [seq]);
    else alike.push(seq);
  }

  /** The first other record that came to nothing: the crosswalk does not tell its content. */
  rivalOf(fingerprint: number): RunException | undefined {
    return this.#first?.fingerprint === fingerprint ? this.#other : this.#first;
  }

  /** The other records that came to nothing and were not told of a rival, once. */
  takeUntold(fingerprint: number): RunException[] {
    const numbers = [...this.#untold].flatMap(([own, alike]) => (own === fingerprint ? [] : alike));
    for (const own of [...this.#untold.keys()]) if (own !== fingerprint) this.#untold.delete(own);
    return this.#readAll(numbers.sort((one, other) => one - other));
  }

  /** The records that were found to be the same as one before, once. */
  takeRepeats(): RunException[] {
    const numbers = this.#repeats;
    this.#repeats = [];
    return this.#readAll(numbers);
  }

  #readAll(numbers: readonly number[]): RunException[] {
    return numbers.flatMap((seq) => this.#read(seq) ?? []);
  }

  /** The one that replaced a row; a withdrawn record keeps a reason in its place. */
  get lastWritten(): RunException | undefined {
    return this.#written;
  }

  get firstRejected(): RunException | undefined {
    return this.#rejected;
  }
}

function isSamePlace(one: RunException | undefined, other: RunException): boolean {
  return one?.file === other.file && one.record === other.record;
}
