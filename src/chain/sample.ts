import { hash } from "node:crypto";
import type { Importer } from "../../importers/define.ts";

// Which records are shown to a person who checks an import: drawn by a seed, the same on every machine.

/** Records of an entity that are checked: more of one whose importer says what harm a wrong record does. */
const USUAL = 30;
const WHERE_HARM_IS_DONE = 60;

/** How many records of an entity are drawn, unless somebody asks for another number. */
export const usualSize = ({ harm }: Pick<Importer, "harm">): number =>
  harm === undefined ? USUAL : WHERE_HARM_IS_DONE;

/** What was drawn of one entity. */
export interface DrawnEntity {
  readonly entity: string;
  /** What a wrong record of it does to a patient, as its importer says. */
  readonly harm?: string;
  /** How many were to be drawn. */
  readonly size: number;
  /** Records in the target that they were drawn from. */
  readonly population: number;
  /** Legacy ids, the lowest rank first. */
  readonly drawn: readonly string[];
}

/** The records to be checked. */
export interface Draw {
  readonly seed: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly by: string;
  /** How many of each entity, where somebody asked for another number than the usual ones. */
  readonly size: number | null;
  /** The chain's last run that had written anything: what came later is not in it. */
  readonly lastRun: string | null;
  readonly entities: readonly DrawnEntity[];
}

/**
 * Where a record stands among all that could be drawn: 0 to 2^48 - 1, the first 48 bits of the SHA-256 of the seed,
 * a NUL, the entity, a NUL and the legacy id in UTF-8.
 */
export function rankOf(seed: string, entity: string, legacyId: string): number {
  return hash("sha256", `${seed}\0${entity}\0${legacyId}`, "buffer").readUIntBE(0, 6);
}

interface Ranked {
  readonly rank: number;
  readonly legacyId: string;
}

/** Draws the records of lowest rank of one entity, in memory for a few times as many. */
export class LowestRecords {
  population = 0;
  readonly #of: { readonly seed: string; readonly entity: string; readonly size: number };
  readonly #isThere: (legacyId: string) => boolean;
  #found: Ranked[] = [];
  #highest = Number.POSITIVE_INFINITY;

  /** @param isThere whether a record has its row in the target: asked of few */
  constructor(
    of: { readonly seed: string; readonly entity: string; readonly size: number },
    isThere: (legacyId: string) => boolean,
  ) {
    this.#of = of;
    this.#isThere = isThere;
  }

  add(legacyId: string): void {
    this.population++;
    const { seed, entity, size } = this.#of;
    const rank = rankOf(seed, entity, legacyId);
    if (rank > this.#highest) return;
    this.#found.push({ rank, legacyId });
    if (this.#found.length > size * 2 + 1_000) this.#shorten();
  }

  drawn(): string[] {
    this.#shorten();
    return this.#found.map(({ legacyId }) => legacyId);
  }

  #shorten(): void {
    const lowest: Ranked[] = [];
    for (const one of this.#found.sort(byRank)) {
      if (lowest.length === this.#of.size) break;
      if (this.#isThere(one.legacyId)) lowest.push(one);
    }
    this.#found = lowest;
    if (lowest.length === this.#of.size) this.#highest = lowest.at(-1)?.rank ?? 0;
  }
}

const byRank = (one: Ranked, other: Ranked): number =>
  one.rank - other.rank || (one.legacyId < other.legacyId ? -1 : 1);
