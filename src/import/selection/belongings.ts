import type { Fit } from "../../mapping/fit.ts";
import type { CompiledEntity } from "../prepare/compile-entity.ts";
import type { PreparedRecord } from "../prepare/prepared-record.ts";

/** What a record says that it belongs to. */
export interface Owner {
  readonly entity: string;
  readonly legacyId: string;
}

/**
 * What a record belongs to: to a record of the owning entity if it names one, else to the first that it names. Null if
 * it names none, undefined if its kind belongs to nothing.
 */
export function ownerOf(
  { references }: Pick<CompiledEntity, "references">,
  { parents }: PreparedRecord,
  owning: string | undefined,
): Owner | null | undefined {
  let found: Owner | null | undefined;
  for (const [at, { owner, entity }] of references.entries()) {
    if (!owner) continue;
    const legacyId = parents[at];
    if (legacyId != null && entity === owning) return { entity, legacyId };
    found ??= legacyId == null ? null : { entity, legacyId };
  }
  return found;
}

/**
 * Follows what records belong to up to the owning entity: an item belongs to a bill, and that to a patient. Parents
 * are read before what belongs to them.
 */
export class Belongings {
  readonly #owning: string | undefined;
  /** By entity between both, the legacy ids that were taken; of those alone that are in the run. */
  readonly #taken: ReadonlyMap<string, Set<string>>;

  constructor(owning: string | undefined, { files }: Pick<Fit, "files">) {
    const owners = files.flatMap(({ importer: { fields } }) =>
      Object.values(fields).flatMap(({ reference }) => (reference?.owner ? reference.entity : [])),
    );
    const present = new Set(files.map(({ importer }) => importer.entity));
    const between = owners.filter((entity) => entity !== owning && present.has(entity));
    this.#owning = owning;
    this.#taken = new Map(between.map((entity) => [entity, new Set<string>()]));
  }

  /**
   * Whether a record lies outside because what it belongs to does; one whose kind belongs to nothing never does.
   *
   * @param isOutside of a legacy id of the owning entity
   */
  skips(
    compiled: CompiledEntity,
    record: PreparedRecord,
    isOutside: (legacyId: string) => boolean,
  ): boolean {
    const owner = ownerOf(compiled, record, this.#owning);
    if (owner == null) return owner === null;
    if (owner.entity === this.#owning) return isOutside(owner.legacyId);
    // What an earlier run brought in is not known here: the import itself looks for it.
    return this.#taken.get(owner.entity)?.has(owner.legacyId) === false;
  }

  /** Notes a record that is taken, for what belongs to it. */
  take({ importer }: CompiledEntity, { legacyId }: PreparedRecord): void {
    if (legacyId !== null) this.#taken.get(importer.entity)?.add(legacyId);
  }
}
