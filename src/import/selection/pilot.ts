import { UNHEARD } from "../../../importers/convert/unheard.ts";
import { trimText } from "../../../shared/trim-text.ts";
import type { RunSettings } from "../../ledger/run-summary.ts";
import type { Fit } from "../../mapping/fit.ts";
import { DecisionNeeded } from "../../plain/errors.ts";
import type { CompiledEntity } from "../prepare/compile-entity.ts";
import { stored } from "../prepare/prepare.ts";
import type { PreparedRecord } from "../prepare/prepared-record.ts";
import { Belongings, type Owner, ownerOf } from "./belongings.ts";
import { type Looked, lookThrough } from "./look-through.ts";
import { namedIn, type Selection } from "./selection.ts";

/** Records of one entity whose field holds this value. */
export type PilotRequest = NonNullable<RunSettings["pilot"]>;

/** The legacy ids that a pilot takes. */
interface Taken {
  /** Of the entity that is asked for. */
  readonly chosen: ReadonlySet<string>;
  /** Of the one that others belong to: patients. */
  readonly owners: ReadonlySet<string>;
}

/**
 * `--pilot`: the records of one entity that hold a value, what belongs to them or names them, and the
 * patients of that. Patients stand before the visits that say who they are, so the files are looked
 * through first; only legacy ids are kept.
 *
 * @param owning the entity that others belong to
 * @throws DecisionNeeded if nothing is found
 */
export async function pilotOf(
  looked: Looked,
  request: PilotRequest,
  owning: string | undefined,
): Promise<Selection> {
  const { entity } = request;
  const isAsked = matcher(looked.fit, request);
  const chosen = new Set<string>();
  const owners = entity === owning ? chosen : new Set<string>();
  const climb = new Climb();
  const addOwner = (compiled: CompiledEntity, record: PreparedRecord) => {
    const owner = ownerOf(compiled, record, owning);
    if (owner?.entity === owning) owners.add(owner?.legacyId ?? "");
    else if (owner != null) climb.add(owner);
  };
  let found = 0;
  await lookThrough(looked, entity, (compiled, record) => {
    if (!isAsked(compiled, record)) return;
    found++;
    if (record.legacyId !== null) chosen.add(record.legacyId);
    addOwner(compiled, record);
  });
  if (found === 0) throw nothingFound(request);
  if (entity !== owning) {
    for (const child of childrenOf(looked, entity)) {
      await lookThrough(looked, child, (compiled, record) => {
        if (chosen.has(namedIn(compiled, record, entity) ?? "")) addOwner(compiled, record);
      });
    }
  }
  for (let next = climb.next(); next !== undefined; next = climb.next()) {
    const { entity: parent, ids } = next;
    await lookThrough(looked, parent, (compiled, record) => {
      if (ids.has(record.legacyId ?? "")) addOwner(compiled, record);
    });
  }
  const belongings = new Belongings(owning, looked.fit);
  return selection({ entity, owning, isAsked, belongings }, { chosen, owners });
}

/** What is on the way from records to those that they belong to in the end: an item's bill, on the way to its patient. */
class Climb {
  readonly #met = new Map<string, Set<string>>();
  readonly #waiting = new Map<string, Set<string>>();

  add({ entity, legacyId }: Owner): void {
    const met = this.#met.get(entity) ?? new Set();
    if (met.has(legacyId)) return;
    this.#met.set(entity, met.add(legacyId));
    this.#waiting.set(entity, (this.#waiting.get(entity) ?? new Set()).add(legacyId));
  }

  /** The legacy ids of one entity that have to be looked up next; undefined when all are. */
  next(): { readonly entity: string; readonly ids: ReadonlySet<string> } | undefined {
    for (const [entity, ids] of this.#waiting) {
      this.#waiting.delete(entity);
      return { entity, ids };
    }
    return undefined;
  }
}

/** Entities of the run whose records name those that are asked for. */
export function childrenOf({ fit }: Pick<Looked, "fit">, entity: string): string[] {
  const naming = fit.files.filter(({ importer }) =>
    Object.values(importer.fields).some(({ reference }) => reference?.entity === entity),
  );
  return [...new Set(naming.map(({ importer }) => importer.entity))];
}

type Matches = (compiled: CompiledEntity, record: PreparedRecord) => boolean;

interface Asked {
  readonly entity: string;
  readonly owning: string | undefined;
  readonly isAsked: Matches;
  readonly belongings: Belongings;
}

function selection(
  { entity, owning, isAsked, belongings }: Asked,
  { chosen, owners }: Taken,
): Selection {
  const lacks = (ids: ReadonlySet<string>, id: string | null) => id === null || !ids.has(id);
  const isOutside = (compiled: CompiledEntity, record: PreparedRecord): boolean => {
    const own = compiled.importer.entity;
    if (own === entity) {
      // A record without an id that can be read is rejected, and told.
      return record.legacyId === null ? !isAsked(compiled, record) : !chosen.has(record.legacyId);
    }
    const named = namedIn(compiled, record, entity);
    if (named != null) return lacks(chosen, named);
    // What names no patient may belong to a bill that does.
    if (named === null && entity !== owning) return true;
    if (own === owning) return lacks(owners, record.legacyId);
    return belongings.skips(compiled, record, (owner) => !owners.has(owner));
  };
  return {
    skips(compiled, record) {
      const skipped = isOutside(compiled, record);
      if (!skipped) belongings.take(compiled, record);
      return skipped;
    },
  };
}

/** Compares what the field was converted to; letter case does not count. */
function matcher(fit: Fit, request: PilotRequest): Matches {
  const { field } = request;
  const wanted = wantedValues(fit, request);
  return ({ importer, references }, record) => {
    const at = references.findIndex((one) => one.field === field);
    const column = importer.fields[field]?.column ?? field;
    const value = at === -1 ? stored(record.row[column]) : record.parents[at];
    return value != null && wanted.has(plain(String(value)));
  };
}

/** The value as it was typed, and as the mapping would convert it: `male` is M. */
function wantedValues({ mapping, files }: Fit, request: PilotRequest): ReadonlySet<string> {
  const { entity, field, value } = request;
  const importer = files.find((file) => file.importer.entity === entity)?.importer;
  const { options } = mapping.entities[entity]?.fields[field] ?? {};
  const convert = options && importer?.fields[field]?.compile(options, mapping);
  const converted = convert?.(trimText(value), UNHEARD) ?? value;
  return new Set([plain(value), plain(String(stored(converted)))]);
}

const plain = (text: string): string => trimText(text).normalize("NFC").toLowerCase();

/** The value is not said: it may be a patient's. */
const nothingFound = ({ entity, field }: PilotRequest): DecisionNeeded =>
  new DecisionNeeded(`No record of ${entity} has this ${field}, so the pilot would be empty.`, {
    cure: "Name a value of the export as it is after conversion; letter case does not matter.",
  });
