import type { Importer } from "../../importers/define.ts";
import type { CompiledEntity } from "./compile-entity.ts";
import type { PreparedRecord } from "./prepared-record.ts";

/** `--limit N`: the first N records of the entity that others belong to, and what belongs to them. */
export class Limit {
  readonly #most: number;
  readonly #entity: string | undefined;
  readonly #taken = new Set<string>();
  #count = 0;
  #last: { readonly record: PreparedRecord; readonly skipped: boolean } | undefined;

  /** @param most how many; without it, nothing is skipped */
  constructor(most: number | undefined, importers: readonly Importer[]) {
    this.#most = most ?? Number.POSITIVE_INFINITY;
    this.#entity = most === undefined ? undefined : owningEntity(importers);
  }

  /** Whether the record lies outside; asked for each record in their order, twice at the most. */
  skips(compiled: CompiledEntity, record: PreparedRecord): boolean {
    if (this.#entity === undefined) return false;
    if (this.#last?.record !== record) {
      this.#last = { record, skipped: this.#decide(compiled, record) };
    }
    return this.#last.skipped;
  }

  #decide(compiled: CompiledEntity, record: PreparedRecord): boolean {
    if (compiled.importer.entity === this.#entity) return this.#skipsOwner(record);
    const owner = compiled.references.findIndex(({ owner }) => owner);
    if (compiled.references[owner]?.entity !== this.#entity) return false;
    const named = record.parents[owner];
    return named === null || named === undefined || !this.#taken.has(named);
  }

  #skipsOwner({ legacyId }: PreparedRecord): boolean {
    if (this.#count >= this.#most) return true;
    this.#count++;
    if (legacyId !== null) this.#taken.add(legacyId);
    return false;
  }
}

/** The entity that records of others belong to: patients. */
export function owningEntity(importers: readonly Importer[]): string | undefined {
  const references = importers.flatMap(({ fields }) =>
    Object.values(fields).flatMap(({ reference }) => reference ?? []),
  );
  return references.find(({ owner }) => owner)?.entity;
}
