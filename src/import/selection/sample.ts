import { createHash } from "node:crypto";
import type { RunSettings } from "../../ledger/run-summary.ts";
import type { Fit } from "../../mapping/fit.ts";
import type { CompiledEntity } from "../prepare/compile-entity.ts";
import type { PreparedRecord } from "../prepare/prepared-record.ts";
import { Belongings } from "./belongings.ts";
import { type Looked, lookThrough } from "./look-through.ts";
import type { Selection } from "./selection.ts";

/** How large a sample is: a share of the patients, or how many. */
export type SampleSize = NonNullable<RunSettings["sample"]>;

const RANKS = 2 ** 48;

/**
 * Where a record stands among all that could be: 0 to 2^48 - 1, the first 48 bits of the SHA-256 of the
 * legacy system, a NUL and the legacy id in UTF-8. The same on every machine; a sample takes the lowest,
 * so that a larger one holds the smaller.
 */
export function sampleRank(legacySystem: string, legacyId: string): number {
  return createHash("sha256").update(`${legacySystem}\0${legacyId}`).digest().readUIntBE(0, 6);
}

/** `--sample`: those patients whose rank lies below a line, and what belongs to them. */
class Sample implements Selection {
  readonly #legacySystem: string;
  readonly #entity: string | undefined;
  readonly #below: number;
  readonly #belongings: Belongings;

  /** @param below the first rank that is not taken */
  constructor({ mapping, files }: Fit, entity: string | undefined, below: number) {
    this.#legacySystem = mapping.legacySystem;
    this.#entity = entity;
    this.#below = below;
    this.#belongings = new Belongings(entity, { files });
  }

  skips(compiled: CompiledEntity, record: PreparedRecord): boolean {
    const isOutside = (id: string) => sampleRank(this.#legacySystem, id) >= this.#below;
    if (compiled.importer.entity === this.#entity) {
      return record.legacyId === null || isOutside(record.legacyId);
    }
    const skipped = this.#belongings.skips(compiled, record, isOutside);
    if (!skipped) this.#belongings.take(compiled, record);
    return skipped;
  }
}

/** What a sample is taken of. */
interface Sampled {
  /** The entity that others belong to. */
  readonly entity: string | undefined;
  /** What is taken at all. */
  readonly among: Selection | undefined;
}

/** Where a number of patients is asked for, their files are looked through for it. */
export async function sampleOf(
  looked: Looked,
  size: SampleSize,
  { entity, among }: Sampled,
): Promise<Selection> {
  const { fit } = looked;
  const { legacySystem } = fit.mapping;
  if ("percent" in size) return new Sample(fit, entity, (RANKS * size.percent) / 100);
  const lowest = new LowestRanks(size.count);
  await lookThrough(looked, entity ?? "", (compiled, record) => {
    if (record.legacyId === null || among?.skips(compiled, record)) return;
    lowest.add(sampleRank(legacySystem, record.legacyId));
  });
  return new Sample(fit, entity, lowest.below());
}

/** The N lowest of many ranks, each counted once, in memory for a few times N. */
export class LowestRanks {
  readonly #most: number;
  #ranks: number[] = [];
  #highest = Number.POSITIVE_INFINITY;

  constructor(most: number) {
    this.#most = most;
  }

  add(rank: number): void {
    if (rank > this.#highest) return;
    this.#ranks.push(rank);
    if (this.#ranks.length > this.#most * 2 + 1_000) this.#shorten();
  }

  /** The first rank above them; there is none if there are fewer. */
  below(): number {
    this.#shorten();
    return this.#ranks.length < this.#most ? RANKS : (this.#ranks.at(-1) ?? 0) + 1;
  }

  #shorten(): void {
    const sorted = [...new Set(this.#ranks)].sort((one, other) => one - other);
    this.#ranks = sorted.slice(0, this.#most);
    if (this.#ranks.length === this.#most) this.#highest = this.#ranks.at(-1) ?? 0;
  }
}
