import type { Importer } from "../../../importers/define.ts";
import type { Target } from "../../../importers/define-target.ts";
import type { Database } from "../../db/database.ts";
import { entitySpans } from "../../ledger/chain-rows.ts";
import {
  knowsPeople,
  ownMerge,
  type TraitColumns,
  traitColumns,
} from "../../persons/candidates/trait-columns.ts";
import { mergesInForce } from "../../persons/in-force.ts";
import type { Merge, RecordName } from "../../persons/merge.ts";
import { UsageError } from "../../plain/errors.ts";
import { nearestHint } from "../../plain/nearest.ts";

/** A merge whose records people may say to be of one person. */
export interface MergeAtHand {
  readonly merge: Merge;
  readonly columns: TraitColumns;
  /** Whether a mapping says it, or a verdict that was taken in. */
  readonly isInForce: boolean;
}

/**
 * The merges of a chain: those that are in force, and each entity of people besides, whose records may be there twice
 * in one table alone.
 */
export function mergesAtHand(
  db: Database,
  { target, legacySystem }: { readonly target: Target; readonly legacySystem: string },
): MergeAtHand[] {
  const importers = target.importers.filter(({ partOf }) => partOf === undefined);
  const inForce = mergesInForce(db).filter((one) => one.legacySystem === legacySystem);
  const declared = inForce.flatMap(({ merge }) => {
    const importer = importerOf(importers, merge);
    if (importer === undefined) return [];
    return [{ merge, columns: traitColumns(importer), isInForce: true }];
  });
  const taken = new Set(declared.flatMap(({ merge }) => merge.spaces));
  const there = new Set(entitySpans(db, legacySystem).map(({ entity }) => entity));
  const others = importers.flatMap((importer) => {
    const columns = traitColumns(importer);
    const { entity } = importer;
    if (taken.has(entity) || !there.has(entity) || !knowsPeople(columns)) return [];
    return [{ merge: ownMerge(importer), columns, isInForce: false }];
  });
  return [...declared, ...others];
}

const importerOf = (importers: readonly Importer[], { name, spaces }: Merge) =>
  importers.find(({ entity }) => entity === name) ??
  importers.find(({ entity }) => spaces.includes(entity));

/** @throws UsageError if no merge has such records */
export function mergeOf(merges: readonly MergeAtHand[], { space }: RecordName): MergeAtHand {
  const found = merges.find(({ merge }) => merge.spaces.includes(space));
  if (found !== undefined) return found;
  const known = merges.flatMap(({ merge }) => merge.spaces);
  throw new UsageError(`There are no persons called "${space}"${nearestHint(space, known)}.`, {
    cure: `Name a record as ${known[0] ?? "patients"}/919: one of ${known.join(", ")}.`,
  });
}

/**
 * A record as people write it: `patients/919`.
 *
 * @throws UsageError
 */
export function recordNamed(text: string): RecordName {
  const at = text.indexOf("/");
  const [space, legacyId] = [text.slice(0, at), text.slice(at + 1).trim()];
  if (at > 0 && legacyId !== "") return { space, legacyId };
  throw new UsageError(`"${text}" names no record.`, {
    cure: "Name it by its table and its number there, as  patients/919",
  });
}

export const nameOf = ({ space, legacyId }: RecordName): string => `${space}/${legacyId}`;
