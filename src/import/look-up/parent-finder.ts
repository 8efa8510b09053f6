import type { AppendedRows } from "../../ledger/appended-rows.ts";
import { type TabledParent, tabled } from "../decide/found-parent.ts";
import type { ParentLookup } from "./parent-lookup.ts";
import { ParentTable } from "./parent-table.ts";

/** Parents that are remembered; a hospital's patients and doctors fit. */
const REMEMBERED = 400_000;

/** Finds the rows that one reference of an entity leads to. */
export interface ParentFinder {
  /** The parent; or that its row was deleted in the application; undefined if no import brought one. */
  find(legacyId: string): TabledParent | "deleted" | undefined;
  /** @param lows of the hashes of the legacy ids that will be asked for; used up */
  foresee(lows: Int32Array): void;
}

interface ParentsOf {
  readonly lookup: ParentLookup;
  /** What a first import has appended of them: then the crosswalk has no index. */
  readonly rows?: AppendedRows | undefined;
  /** After how many look-ups all are read at once. */
  readonly readAll: number | "never";
}

/** Remembers what it finds, and reads all parents at once where most will be asked for. */
export function parentFinder({ lookup, rows, readAll }: ParentsOf): ParentFinder {
  const known = new ParentTable();
  let looked = 0;
  let hasAll = false;
  const readOnce = (): void => {
    known.clear();
    rows?.flush();
    hasAll = remember(lookup, known) === "all" && rows !== undefined;
  };
  const ask = (legacyId: string) => {
    if (rows === undefined) return lookup.find(legacyId);
    const row = rows.find(legacyId);
    return row && lookup.at(row.id);
  };
  const look = (legacyId: string): ReturnType<ParentFinder["find"]> => {
    if (looked++ === readAll) {
      readOnce();
      const remembered = known.find(legacyId);
      if (remembered !== undefined) return remembered;
    }
    // Those of other entities are all there before a first import comes to their children.
    if (hasAll) return undefined;
    const found = ask(legacyId);
    if (typeof found !== "object") return found;
    if (readAll === "never") return tabled(legacyId, found);
    if (known.size >= REMEMBERED) known.clear();
    return known.add(legacyId, found);
  };
  return {
    find: (legacyId) => known.find(legacyId) ?? look(legacyId),
    foresee: (lows) => known.fetch(lows),
  };
}

function remember(lookup: ParentLookup, known: ParentTable): "all" | "a part" {
  for (const [legacyId, parent] of lookup.all()) {
    if (known.size >= REMEMBERED) return "a part";
    known.add(legacyId, parent);
  }
  return "all";
}
