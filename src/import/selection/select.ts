import type { Fit } from "../../mapping/fit.ts";
import type { CompiledEntity } from "../prepare/compile-entity.ts";
import type { PreparedRecord } from "../prepare/prepared-record.ts";
import type { ImportRequest } from "../request/import-request.ts";
import { Belongings } from "./belongings.ts";
import { pilotOf } from "./pilot.ts";
import { sampleOf } from "./sample.ts";
import { allOf, owningEntity, type Selection } from "./selection.ts";

/**
 * What a run takes of its export: `--pilot`, of that `--sample`, of that `--limit`. A pilot, and a sample
 * that is a number, take a look through some of the files first.
 *
 * @returns undefined if it takes everything
 * @throws DecisionNeeded if a pilot finds nothing; Interrupted
 */
export async function selectionFor(request: ImportRequest): Promise<Selection | undefined> {
  const { settings, fit, importers } = request;
  const { pilot, sample, limit } = settings;
  // Records that were rejected had been selected.
  if (fit.files.some(({ ofFile }) => ofFile !== undefined)) return undefined;
  const entity = owningEntity(importers);
  const selections: Selection[] = [];
  if (pilot !== undefined) selections.push(await pilotOf(request, pilot, entity));
  if (sample !== undefined) {
    selections.push(await sampleOf(request, sample, { entity, among: allOf(selections) }));
  }
  if (limit !== undefined) selections.push(new Limit(limit, { entity, fit }));
  return allOf(selections);
}

/** `--limit N`: the first N records of the entity that others belong to, and what belongs to them. */
export class Limit implements Selection {
  readonly #most: number;
  readonly #entity: string | undefined;
  readonly #belongings: Belongings;
  readonly #taken = new Set<string>();
  #count = 0;
  #last: { readonly record: PreparedRecord; readonly skipped: boolean } | undefined;

  /** @param entity the one that others belong to */
  constructor(
    most: number,
    { entity, fit }: { readonly entity: string | undefined; readonly fit: Pick<Fit, "files"> },
  ) {
    this.#most = most;
    this.#entity = entity;
    this.#belongings = new Belongings(entity, fit);
  }

  skips(compiled: CompiledEntity, record: PreparedRecord): boolean {
    if (this.#last?.record !== record) {
      this.#last = { record, skipped: this.#decide(compiled, record) };
    }
    return this.#last.skipped;
  }

  #decide(compiled: CompiledEntity, record: PreparedRecord): boolean {
    if (compiled.importer.entity === this.#entity) return this.#skipsOwner(record);
    const skipped = this.#belongings.skips(compiled, record, (owner) => !this.#taken.has(owner));
    if (!skipped) this.#belongings.take(compiled, record);
    return skipped;
  }

  #skipsOwner({ legacyId }: PreparedRecord): boolean {
    if (this.#count >= this.#most) return true;
    this.#count++;
    if (legacyId !== null) this.#taken.add(legacyId);
    return false;
  }
}
