import type { CompiledEntity } from "../prepare/compile-entity.ts";
import type { PreparedRecord } from "../prepare/prepared-record.ts";
import { ownerOf, type Selection } from "./selection.ts";

/** `--limit N`: the first N records of the entity that others belong to, and what belongs to them. */
export class Limit implements Selection {
  readonly #most: number;
  readonly #entity: string | undefined;
  readonly #taken = new Set<string>();
  #count = 0;
  #last: { readonly record: PreparedRecord; readonly skipped: boolean } | undefined;

  /** @param entity the one that others belong to */
  constructor(most: number, entity: string | undefined) {
    this.#most = most;
    this.#entity = entity;
  }

  skips(compiled: CompiledEntity, record: PreparedRecord): boolean {
    if (this.#last?.record !== record) {
      this.#last = { record, skipped: this.#decide(compiled, record) };
    }
    return this.#last.skipped;
  }

  #decide(compiled: CompiledEntity, record: PreparedRecord): boolean {
    if (compiled.importer.entity === this.#entity) return this.#skipsOwner(record);
    const owner = ownerOf(compiled, record, this.#entity);
    return owner !== undefined && (owner === null || !this.#taken.has(owner));
  }

  #skipsOwner({ legacyId }: PreparedRecord): boolean {
    if (this.#count >= this.#most) return true;
    this.#count++;
    if (legacyId !== null) this.#taken.add(legacyId);
    return false;
  }
}
