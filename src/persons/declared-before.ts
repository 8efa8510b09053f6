import { runs } from "../../shared/ledger.ts";
import type { Database } from "../db/database.ts";
import { keptJson } from "../db/kept-json.ts";
import type { RememberedRequest } from "../ledger/run-ledger.ts";
import { canonicalJson } from "../plain/canonical-json.ts";
import { mergesInForce } from "./in-force.ts";
import { CROSSWALK, FILES, oneValue, RUNS } from "./ledger-tables.ts";
import type { Merge } from "./merge.ts";

// What earlier mappings of a legacy system made of its tables, as far as a database still has it.

/** A name of a mapping, and in whose table its records go. */
export interface SpaceAs {
  readonly name: string;
  readonly as: string;
}

/** A name whose records stand in another table than a mapping now says. */
export interface OtherTable extends SpaceAs {
  /** Where they stand, and by which run. */
  readonly before: string;
  readonly run: string;
}

/** Names under which the database has records of the legacy system in another entity's table. */
export function inOtherTables(
  db: Database,
  legacySystem: string,
  spaces: readonly SpaceAs[],
): OtherTable[] {
  const earlier = db.prepare(
    `select id, name, status, request from ${RUNS} where legacy_system = ? and request is not null order by id`,
  );
  const found = new Map<string, OtherTable>();
  for (const [id, run, status, written] of earlier.all([legacySystem])) {
    const request = keptJson<RememberedRequest>(written, runs.request);
    const brought = { id: Number(id), status: String(status), legacySystem };
    for (const { name, as } of spaces) {
      const before = request?.spaces?.[name]?.as ?? name;
      if (before === as || found.has(name) || !isOf(db, brought, name)) continue;
      found.set(name, { name, as, before, run: String(run) });
    }
  }
  return [...found.values()];
}

interface Brought {
  readonly id: number;
  readonly status: string;
  readonly legacySystem: string;
}

/** Whether a run's records of a name are there. An undo can be undone: what it took back counts by its files. */
function isOf(db: Database, { id, status, legacySystem }: Brought, name: string): boolean {
  const found =
    status === "undone"
      ? oneValue(db, `select 1 from ${FILES} where entity = ? and run_id = ? limit 1`, [name, id])
      : oneValue(
          db,
          `select 1 from ${CROSSWALK} where entity = ? and ? in (made_by_run_id, run_id)
             and legacy_system = ? limit 1`,
          [name, id, legacySystem],
        );
  return found !== undefined;
}

/** What a mapping says otherwise than the one by which persons are joined now. */
export interface MergeMoved {
  readonly merge: string;
  readonly how: "removed" | "changed";
}

/**
 * Merges in force that a mapping with records of them declares otherwise, or no more. What only people's verdicts
 * declared is no mapping's.
 */
export function movedMerges(
  db: Database,
  {
    legacySystem,
    merges,
    names,
  }: {
    readonly legacySystem: string;
    readonly merges: readonly Merge[];
    readonly names: readonly string[];
  },
): MergeMoved[] {
  return mergesInForce(db).flatMap(({ legacySystem: of, merge: before }): MergeMoved[] => {
    if (of !== legacySystem || before.links.length === 0) return [];
    if (!before.spaces.some((space) => names.includes(space))) return [];
    const now = merges.find(({ name }) => name === before.name);
    if (now === undefined) return [{ merge: before.name, how: "removed" }];
    const isSame = canonicalJson(now) === canonicalJson(before);
    return isSame ? [] : [{ merge: before.name, how: "changed" }];
  });
}
