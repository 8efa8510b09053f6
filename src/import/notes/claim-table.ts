import { NumberTable } from "../../digest/number-table.ts";
import type { Claims } from "./claims.ts";

/** 256 KiB of bits: what is looked at a million times stays near the processor. */
const BITS = 1 << 21;
/** Ids that more exceptions have are few, or one; each number of theirs would be walked over again and again. */
const CROWD = 16;

/** The numbers of the exceptions that have one legacy id, which are many. */
interface Crowd {
  /** In their order; of other legacy ids, too, that have the same hash. */
  readonly numbers: number[];
  claims: Claims | undefined;
  /** How many of the numbers the claims have taken in. */
  taken: number;
}

/** Exceptions by the legacy ids of their records; nearly every record that is looked up has none. */
export class ClaimTable extends NumberTable {
  readonly #seen = new Int32Array(BITS / 32);
  readonly #crowds = new Map<string, Crowd>();
  /** The number that was added last. */
  last = 0;

  override add(legacyId: string, number: number): number {
    this.last = Math.max(this.last, number);
    const crowd = this.#crowds.get(legacyId);
    if (crowd !== undefined) return crowd.numbers.push(number);
    const alike = super.add(legacyId, number);
    if (alike >= CROWD) {
      this.#crowds.set(legacyId, { numbers: this.find(legacyId), claims: undefined, taken: 0 });
    }
    return alike;
  }

  protected override put(low: number, number: number): number {
    const bit = low & (BITS - 1);
    this.#seen[bit >>> 5] = (this.#seen[bit >>> 5] ?? 0) | (1 << (bit & 31));
    return super.put(low, number);
  }

  /** Whether a number may belong to a text, by the low lane of its hash. */
  mayHave(low: number): boolean {
    const bit = low & (BITS - 1);
    return ((this.#seen[bit >>> 5] ?? 0) & (1 << (bit & 31))) !== 0;
  }

  /**
   * What is known of the exceptions that have a legacy id.
   *
   * @param begin makes claims that know of none
   * @param take adds the exception of a number to them, if it has that legacy id
   */
  claimsOf(
    legacyId: string,
    begin: () => Claims,
    take: (claims: Claims, number: number) => void,
  ): Claims {
    const crowd = this.#crowds.get(legacyId);
    const claims = crowd?.claims ?? begin();
    const numbers = crowd?.numbers ?? this.find(legacyId);
    for (let at = crowd?.taken ?? 0; at < numbers.length; at++) take(claims, numbers[at] ?? 0);
    if (crowd !== undefined) {
      crowd.claims = claims;
      crowd.taken = numbers.length;
    }
    return claims;
  }

  /** Forgets the numbers after one, of legacy ids that have many; of others nothing is found by them. */
  forgetAfter(last: number): void {
    for (const crowd of this.#crowds.values()) {
      const kept = crowd.numbers.findLastIndex((number) => number <= last) + 1;
      crowd.numbers.length = kept;
      crowd.claims = undefined;
      crowd.taken = 0;
    }
  }

  /** Of the legacy ids that more exceptions have than this: the numbers that may be theirs. */
  *crowds(most: number): Generator<readonly [legacyId: string, numbers: readonly number[]]> {
    for (const [legacyId, { numbers }] of this.#crowds) {
      if (numbers.length > most) yield [legacyId, numbers];
    }
  }
}
