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

/**
 * The parents that all entities and files of a run share: patients are named by most of an export, and are read and
 * remembered once. Parents come before what names them, so that none is added or taken back any more.
 */
export class Parents {
  readonly #context: ParentsOf;
  readonly #lookups = new Map<string, ParentLookup>();
  readonly #finders = new Map<string, ParentFinder>();
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
    const lookup = this.#lookupOf(parent);
    const rows = appended?.get(reference.entity);
    // Of its own entity parents are still coming.
    if (reference.entity === child) {
      const readAll = appended === undefined ? WORTH_READING_ALL : "never";
      return parentFinder({ lookup, rows, readAll });
    }
    const readAll = appended === undefined ? WORTH_READING_ALL : 0;
    return shared(this.#finders, reference.entity, () => parentFinder({ lookup, rows, readAll }));
  }

  /** Forgets those of other entities than these. */
  keepOnly(entities: ReadonlySet<string>): void {
    for (const entity of this.#finders.keys()) {
      if (!entities.has(entity)) this.#finders.delete(entity);
    }
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

  /** With all columns that rules of any entity look at. */
  #lookupOf(parent: Importer): ParentLookup {
    return shared(this.#lookups, parent.entity, () => {
      const { db, importers, scope } = this.#context;
      const fields = [...importers.values()].flatMap((one) => Object.values(one.fields));
      const carry = new Set(
        fields.flatMap(({ reference }) =>
          reference?.entity === parent.entity ? reference.carry : [],
        ),
      );
      return new ParentLookup(db, parent, { carry: [...carry], legacySystem: scope.legacySystem });
    });
  }
}

function shared<Made>(known: Map<string, Made>, key: string, make: () => Made): Made {
  const made = known.get(key) ?? make();
  known.set(key, made);
  return made;
}

const NO_PARENTS: ParentFinder = { find: () => undefined, foresee: () => undefined };
