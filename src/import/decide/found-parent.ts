import type { Draft } from "../../../importers/define.ts";
import { hashValue, type Lanes } from "../../digest/value-hash.ts";
import type { RelatedPlace } from "../../ledger/issue.ts";

/** What the crosswalk knows of a record that others name. */
export interface KnownParent {
  readonly targetId: string;
  /** The legacy id of its target row: another one, where rows were merged. */
  readonly legacyId: string | null;
  /** The row stands for a record that no export has held so far. */
  readonly placeholder: boolean;
  /** The columns that rules look at. */
  readonly carried: Draft;
}

/** A parent whose row is there, and what its target id hashes to. */
export interface TabledParent extends KnownParent, Readonly<Lanes> {
  /** The legacy id that records name it by. */
  readonly key: string;
}

/** A parent that a record names and that has no row. */
export interface LackingParent {
  /** Its row was deleted in the application, or no import brought one. */
  readonly lacks: "deleted" | "unknown";
  /** Where this run rejected its record. */
  readonly rejectedAt: RelatedPlace | undefined;
  /** What would stand for it, where the mapping asks for that; it is not made yet. */
  readonly substitute: TabledParent | undefined;
}

/** What was found of a parent; undefined if the record names none. */
export type FoundParent = TabledParent | LackingParent | undefined;

export const isThere = (parent: FoundParent): parent is TabledParent =>
  parent !== undefined && "targetId" in parent;

export const isLacking = (parent: FoundParent): parent is LackingParent =>
  parent !== undefined && "lacks" in parent;

/** @param key the legacy id that records name it by */
export function tabled(
  key: string,
  { targetId, legacyId, placeholder, carried }: KnownParent,
): TabledParent {
  const { low, high } = hashValue(targetId, { low: 0, high: 0 });
  // Nearly always the same text: then it is kept once.
  const own = legacyId === key ? key : legacyId;
  return { key, targetId, legacyId: own, placeholder, carried, low, high };
}
