import type { Importer } from "../../../importers/define.ts";
import type { Database } from "../../db/database.ts";
import type { AppendedRows } from "../../ledger/appended-rows.ts";
import type { CrosswalkScope } from "../../ledger/crosswalk-row.ts";
import { type TabledParent, tabled } from "../decide/resolve.ts";
import type { EntityReference } from "../prepare/compile-entity.ts";
import { newTargetIds } from "../prepare/target-ids.ts";
import { type ParentFinder, parentFinder } from "./parent-finder.ts";
import { ParentLookup } from "./parent-lookup.ts";
import { rowFinder } from "./row-finder.ts";

/** After so many look-ups most parents will be asked for: to read them all at once is faster. */
const WORTH_READING_ALL = 2_000;

/** What of a run parents are found through. */
interface ParentsOf {
  readonly db: Database;
  readonly scope: CrosswalkScope;
  readonly importers: ReadonlyMap<string, Importer>;
  /** By entity, in a first import that appends. */
  readonly appended: ReadonlyMap<string, AppendedRows> | undefined;
}

/** The parents that all files of a run share, so that an export of a thousand files reads them once. */
export class Parents {
  readonly #context: ParentsOf;
  readonly #lookups = new Map<string, ParentLookup>();
  readonly #allThere = new Map<string, ParentFinder>();
  readonly #substitutes = new Map<string, (legacyId: string) => TabledParent | undefined>();

  constructor(context: ParentsOf) {
    this.#context = context;
  }

  /** @param child the entity whose reference it is */
  finderOf(child: string, reference: EntityReference): ParentFinder {
    const { db, importers, appended } = this.#context;
    if (reference.rows !== undefined) return rowFinder(db, reference.rows);
    const parent = importers.get(reference.entity);
    if (parent === undefined) return NO_PARENTS;
    const lookup = this.#lookupOf(parent, reference);
    if (appended === undefined) return parentFinder({ lookup, readAll: WORTH_READING_ALL });
    const rows = appended.get(reference.entity);
    // Of its own entity parents are still coming.
    if (reference.entity === child) return parentFinder({ lookup, rows, readAll: "never" });
    return shared(this.#allThere, keyOf(reference), () =>
      parentFinder({ lookup, rows, readAll: 0 }),
    );
  }

  /** The row that would stand for an unknown parent, where the mapping asks for one. */
  substituteFor(
    { entity, onUnknown }: EntityReference,
    legacyId: string,
  ): TabledParent | undefined {
    if (onUnknown !== "placeholder") return undefined;
    const parent = this.#context.importers.get(entity);
    if (parent?.placeholder === undefined) return undefined;
    const make = shared(this.#substitutes, entity, () => {
      const newTargetId = newTargetIds(this.#context, parent);
      return (key: string) =>
        tabled(key, { targetId: newTargetId(key), legacyId: key, placeholder: true, carried: {} });
    });
    return make(legacyId);
  }

  #lookupOf(parent: Importer, reference: EntityReference): ParentLookup {
    return shared(this.#lookups, keyOf(reference), () => {
      const { legacySystem } = this.#context.scope;
      const { carry } = reference;
      return new ParentLookup(this.#context.db, parent, { carry, legacySystem });
    });
  }
}

const keyOf = ({ entity, carry }: EntityReference): string => JSON.stringify([entity, carry]);

function shared<Made>(known: Map<string, Made>, key: string, make: () => Made): Made {
  const made = known.get(key) ?? make();
  known.set(key, made);
  return made;
}

const NO_PARENTS: ParentFinder = { find: () => undefined, foresee: () => undefined };
