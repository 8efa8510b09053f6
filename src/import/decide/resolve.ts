import { getTableColumns } from "drizzle-orm";
import type { Draft, Facts } from "../../../importers/define.ts";
import { hashColumn, hashValue, type Lanes } from "../../digest/content-hash.ts";
import {
  errorsOf,
  firstError,
  type Issue,
  isSound,
  type RelatedPlace,
  relatedTo,
} from "../../ledger/issue.ts";
import type { CompiledEntity, EntityReference } from "../prepare/compile-entity.ts";
import type { PreparedRecord } from "../prepare/prepared-record.ts";
import type { Candidate } from "./decision.ts";

/**
 * Fills a record's columns with the ids of the rows that it names, and says what is wrong with what was found.
 *
 * @param found in the order of the entity's references
 */
export type Resolve = (record: PreparedRecord, found: readonly FoundParent[]) => Candidate;

const NOTHING_FOUND: readonly Issue[] = [];
const NONE: readonly number[] = [];

/** What rules may ask besides what was looked up. */
export interface Asked {
  readonly asOf: string;
  /** Whether two rows are of records that will be one person, by their keys. */
  readonly areSame: (one: string, other: string) => boolean;
}

/** Makes the stage that resolves the references of one entity; what they lead to was looked up. */
export function resolver(compiled: CompiledEntity, { asOf, areSame }: Asked): Resolve {
  const { references, parentRules } = compiled;
  const links = references.map((reference) => linkOf(compiled, reference));
  const unknown = references.map(({ label, field }) =>
    compiled.makeIssue(`${label}.unknown`, field),
  );
  const problemsOf = (record: PreparedRecord, found: readonly FoundParent[]): readonly Issue[] => {
    const problems: Issue[] = [];
    for (const [at, reference] of references.entries()) {
      const issue = unknown[at];
      const parent = found[at];
      const isNamed = (record.parents[at] ?? null) !== null;
      if (!isNamed || issue === undefined || stands(reference, parent)) continue;
      problems.push(unknownParent(issue, reference, isLacking(parent) ? parent : undefined));
    }
    return problems;
  };
  const link = (record: PreparedRecord, parents: readonly FoundParent[]): void => {
    for (let at = 0; at < references.length; at++) {
      const parent = parents[at];
      const reference = references[at];
      if (reference === undefined || !isThere(parent)) continue;
      links[at]?.(record, reference, parent);
    }
  };
  const carriedOf = (parents: readonly FoundParent[]): Facts["parents"] => {
    const carried: Record<string, Draft> = {};
    for (let at = 0; at < references.length; at++) {
      const parent = parents[at];
      if (isThere(parent)) carried[references[at]?.label ?? ""] = parent.carried;
    }
    return carried;
  };
  const broken = ({ row }: PreparedRecord, parents: readonly FoundParent[]): readonly Issue[] => {
    if (parentRules.length === 0) return NOTHING_FOUND;
    const idOf = (label: string) => {
      const parent = parents[references.findIndex((one) => one.label === label)];
      return isThere(parent) ? parent.targetId : undefined;
    };
    const facts: Facts = {
      asOf,
      parents: carriedOf(parents),
      idOf,
      isSamePerson(label, beside) {
        const [one, other] = [idOf(label), idOf(beside)];
        return one !== undefined && other !== undefined && areSame(one, other);
      },
    };
    const ones = parentRules.filter(({ rule }) => rule.broken(row, facts));
    return ones.length === 0 ? NOTHING_FOUND : ones.map(({ issue }) => issue);
  };
  return (record, found) => {
    const allStand = references.every((reference, at) => stands(reference, found[at]));
    const problems = allStand ? NOTHING_FOUND : problemsOf(record, found);
    // A record that is rejected anyway must not leave a placeholder behind.
    const substitutes = !allStand && isSound(record.issues) && isSound(problems);
    const parents = substitutes ? found.map(orSubstitute) : found;
    link(record, parents);
    const rules = broken(record, parents);
    const made = problems.length === 0 ? rules : [...problems, ...rules];
    const issues = made.length === 0 ? record.issues : [...record.issues, ...made];
    return {
      record,
      issues,
      error: issues.length === 0 ? undefined : firstError(issues),
      named: parents.map(legacyIdOf),
      orphaned: !allStand && isOrphaned(parents, made) && isSound(record.issues),
      placeholders: substitutes ? positionsThatDiffer(parents, found) : NONE,
    };
  };
}

/** Puts the id of a parent's row into the column that refers to it. */
type Link = (record: PreparedRecord, reference: EntityReference, parent: TabledParent) => void;

const linkText: Link = (record, { column }, { targetId, low, high }) => {
  record.values[column] = targetId;
  record.hashes[column * 2] = low;
  record.hashes[column * 2 + 1] = high;
};

/** The database numbers the parents, and gives their numbers back as such. */
const linkNumber: Link = (record, { column }, { targetId }) => {
  const id = Number(targetId);
  record.values[column] = id;
  hashColumn(record.hashes, column, id);
};

export function linkOf({ importer, columns }: CompiledEntity, { column }: EntityReference): Link {
  const referring = getTableColumns(importer.table)[columns[column]?.key ?? ""];
  return referring?.dataType === "number" ? linkNumber : linkText;
}

const orSubstitute = (parent: FoundParent): FoundParent =>
  isLacking(parent) ? (parent.substitute ?? parent) : parent;

function positionsThatDiffer(one: readonly unknown[], other: readonly unknown[]): number[] {
  return [...one.keys()].filter((at) => one[at] !== other[at]);
}

const legacyIdOf = (parent: FoundParent): string | null =>
  isThere(parent) ? parent.legacyId : null;

/** Each deleted parent brings one error: more than that, and something else is wrong too. */
const isOrphaned = (parents: readonly FoundParent[], issues: readonly Issue[]): boolean => {
  const deleted = parents.filter((one) => isLacking(one) && one.lacks === "deleted").length;
  return deleted > 0 && errorsOf(issues).length <= deleted;
};

/** A placeholder stands for its record only until it comes: whoever names it gets a warning, each time. */
function stands(reference: EntityReference, parent: FoundParent): boolean {
  if (!isThere(parent)) return false;
  return !(parent.placeholder && reference.onUnknown === "placeholder");
}

/** The issue of a parent that no record is there for; it tells apart those that this run rejected. */
function unknownParent(
  issue: Issue,
  { onUnknown }: EntityReference,
  lacking: LackingParent | undefined,
): Issue {
  const isDeleted = lacking?.lacks === "deleted";
  const replaced = onUnknown === "null" || (onUnknown === "placeholder" && !isDeleted);
  const told = replaced ? { ...issue, severity: "warning" as const } : issue;
  return lacking?.rejectedAt === undefined ? told : relatedTo(told, lacking.rejectedAt);
}

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
interface LackingParent {
  /** Its row was deleted in the application, or no import brought one. */
  readonly lacks: "deleted" | "unknown";
  /** Where this run rejected its record. */
  readonly rejectedAt: RelatedPlace | undefined;
  /** What would stand for it, where the mapping asks for that; it is not made yet. */
  readonly substitute: TabledParent | undefined;
}

/** What was found of a parent; undefined if the record names none. */
export type FoundParent = TabledParent | LackingParent | undefined;

const isThere = (parent: FoundParent): parent is TabledParent =>
  parent !== undefined && "targetId" in parent;

const isLacking = (parent: FoundParent): parent is LackingParent =>
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
