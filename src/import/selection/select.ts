import type { CompiledEntity } from "../prepare/compile-entity.ts";
import type { PreparedRecord } from "../prepare/prepared-record.ts";
import type { ImportRequest } from "../request/import-request.ts";
import { pilotOf } from "./pilot.ts";
import { sampleOf } from "./sample.ts";
import { ALL, allOf, ownerOf, owningEntity, type Selection } from "./selection.ts";

/**
 * What a run takes of its export: `--pilot`, of that `--sample`, of that `--limit`. A pilot, and a sample
 * that is a number, take a look through some of the files first.
 *
 * @throws DecisionNeeded if a pilot finds nothing; Interrupted
 */
export async function selectionFor(request: ImportRequest): Promise<Selection> {
  const { settings, fit, importers } = request;
  const { pilot, sample, limit } = settings;
  // Records that were rejected had been selected.
  if (fit.files.some(({ ofFile }) => ofFile !== undefined)) return ALL;
  const entity = owningEntity(importers);
  const selections: Selection[] = [];
  if (pilot !== undefined) selections.push(await pilotOf(request, pilot, entity));
  if (sample !== undefined) {
    selections.push(await sampleOf(request, sample, { entity, among: allOf(selections) }));
  }
  if (limit !== undefined) selections.push(new Limit(limit, entity));
  return allOf(selections);
}

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
