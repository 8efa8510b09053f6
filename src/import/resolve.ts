import type { Draft, Facts } from "../../importers/define.ts";
import { deriveTargetId } from "../../shared/target-id.ts";
import type { CompiledEntity, EntityReference } from "./compile-entity.ts";
import { hashColumn } from "./content-hash.ts";
import { EntityCrosswalk } from "./crosswalk.ts";
import type { Issue, RelatedPlace } from "./issue.ts";
import { type KnownParent, ParentLookup } from "./parent-lookup.ts";
import { stored } from "./prepare.ts";
import type { PreparedRecord } from "./prepared-record.ts";
import type { RunContext } from "./run-context.ts";
import type { RunPlace } from "./spool.ts";
import { TargetRows } from "./target-rows.ts";

/** Parents that are remembered; a hospital's patients and doctors fit. */
const REMEMBERED = 400_000;

/** What resolving found, besides what it wrote into the record. */
export interface Resolution {
  readonly issues: readonly Issue[];
  /** The legacy ids that stand for the record's parents in the target; null where none does. */
  readonly named: readonly (string | null)[];
  /** Nothing was found but that rows of parents were deleted in HMSync. */
  readonly orphaned: boolean;
}

/** Finds the target rows that a record names, and fills its columns with their ids. */
export type Resolve = (record: PreparedRecord, place: RunPlace) => Resolution;

type Found = KnownParent | "deleted" | undefined;

const NOTHING_FOUND: readonly Issue[] = [];

/** Makes the stage that resolves the references of one entity, through the crosswalk. */
export function resolveStage(context: RunContext, compiled: CompiledEntity, asOf: string): Resolve {
  const { references, parentRules } = compiled;
  const finders = references.map((reference) => {
    const isOwn = reference.entity === compiled.importer.entity;
    if (context.appended === undefined) return parentFinder(context, reference);
    return appendedParents(context, reference, isOwn ? "still coming" : "all there");
  });
  return (record, place) => {
    const issues: Issue[] = [];
    const found = finders.map((finder, at): Found => {
      const legacyId = record.parents[at] ?? null;
      const reference = references[at];
      if (legacyId === null || reference === undefined) return undefined;
      const parent = finder.find(legacyId);
      if (!stands(reference, parent)) {
        issues.push(...unknownParent({ context, compiled, reference, legacyId, found: parent }));
      }
      return parent;
    });
    const parents: Record<string, Draft> = {};
    const named = references.map((reference, at) => {
      let parent = found[at];
      // A record that is rejected anyway must not leave a placeholder behind.
      if (parent === undefined && isSound(record.issues) && isSound(issues)) {
        parent = finders[at]?.substitute(record.parents[at] ?? null, place);
      }
      if (typeof parent !== "object") return null;
      record.values[reference.column] = parent.targetId;
      hashColumn(record.hashes, reference.column, parent.targetId);
      parents[reference.label] = parent.carried;
      return parent.legacyId;
    });
    const facts: Facts = { asOf, parents };
    for (const { rule, issue } of parentRules) {
      if (rule.broken(record.row, facts)) issues.push(issue);
    }
    const orphaned = isOrphaned(found, issues) && isSound(record.issues);
    return { issues: issues.length === 0 ? NOTHING_FOUND : issues, named, orphaned };
  };
}

/** Each deleted parent brings one error: more than that, and something else is wrong too. */
const isOrphaned = (found: readonly Found[], issues: readonly Issue[]): boolean => {
  const deleted = found.filter((parent) => parent === "deleted").length;
  return deleted > 0 && issues.filter(({ severity }) => severity === "error").length <= deleted;
};

const isSound = (issues: readonly Issue[]): boolean =>
  !issues.some(({ severity }) => severity === "error");

/** A placeholder stands for its record only until it comes: whoever names it is told, each time. */
function stands({ onUnknown }: EntityReference, found: Found): boolean {
  return typeof found === "object" && !(found.placeholder && onUnknown === "placeholder");
}

interface ParentFinder {
  find(legacyId: string): Found;
  /** Makes the row that stands for an unknown parent, where the mapping asks for it. */
  substitute(legacyId: string | null, place: RunPlace): KnownParent | undefined;
}

function parentFinder(context: RunContext, reference: EntityReference): ParentFinder {
  const parent = context.importers.get(reference.entity);
  if (parent === undefined) return NO_PARENTS;
  const { legacySystem } = context.scope;
  const lookup = new ParentLookup(context.db, parent, { carry: reference.carry, legacySystem });
  const known = new Map<string, KnownParent>();
  let looked = 0;
  const look = (legacyId: string): Found => {
    looked++;
    if (looked === WORTH_READING_ALL) remember(lookup, known);
    const found = lookup.find(legacyId);
    if (known.size >= REMEMBERED) known.clear();
    if (typeof found === "object") known.set(legacyId, found);
    return found;
  };
  const makeSubstitute = substituteMaker(context, reference);
  return {
    find: (legacyId) => known.get(legacyId) ?? look(legacyId),
    substitute: (legacyId, place) =>
      legacyId === null || reference.onUnknown !== "placeholder"
        ? undefined
        : makeSubstitute(legacyId, place),
  };
}

/**
 * Finds parents while the crosswalk has no index: they are read all at once, and what does not fit
 * into memory is found by the rows that the run has appended.
 */
function appendedParents(
  context: RunContext,
  reference: EntityReference,
  parents: "all there" | "still coming",
): ParentFinder {
  const parent = context.importers.get(reference.entity);
  if (parent === undefined) return NO_PARENTS;
  const { legacySystem } = context.scope;
  const lookup = new ParentLookup(context.db, parent, { carry: reference.carry, legacySystem });
  const appended = context.appended?.get(reference.entity);
  let known: Map<string, KnownParent> | undefined;
  const read = (): Map<string, KnownParent> => {
    const all = new Map<string, KnownParent>();
    appended?.flush();
    if (parents === "all there") remember(lookup, all);
    known = all;
    return all;
  };
  const look = (legacyId: string): Found => {
    const row = appended?.find(legacyId);
    return row && lookup.at(row.id);
  };
  return {
    find(legacyId) {
      const all = known ?? read();
      const found = all.get(legacyId);
      const isSure = found !== undefined || (parents === "all there" && all.size < REMEMBERED);
      return isSure ? found : look(legacyId);
    },
    substitute: () => undefined,
  };
}

/** After so many look-ups most parents will be asked for: to read them all at once is faster. */
const WORTH_READING_ALL = 2_000;

function remember(lookup: ParentLookup, known: Map<string, KnownParent>): void {
  for (const [legacyId, parent] of lookup.all()) {
    if (known.size >= REMEMBERED) return;
    known.set(legacyId, parent);
  }
}

const NO_PARENTS: ParentFinder = { find: () => undefined, substitute: () => undefined };

/** Makes placeholder rows: crosswalk and target, without content, so that the record itself updates them. */
function substituteMaker(
  context: RunContext,
  { entity }: EntityReference,
): (legacyId: string, place: RunPlace) => KnownParent | undefined {
  const parent = context.importers.get(entity);
  const draftFor = parent?.placeholder;
  if (parent === undefined || draftFor === undefined) return () => undefined;
  const columns = Object.keys(draftFor(""));
  const rows = new TargetRows(context, parent, columns);
  const crosswalk = new EntityCrosswalk(context.db, parent, context.scope);
  return (legacyId, { file, record, line }) => {
    const draft = draftFor(legacyId);
    const targetId = deriveTargetId(context.scope.legacySystem, entity, legacyId);
    context.beforeWrite();
    crosswalk.insert(
      { legacyId, targetId, contentHash: null },
      { fileId: context.files[file]?.fileId ?? 0, record, line },
    );
    rows.insert(
      targetId,
      columns.map((key) => stored(draft[key])),
    );
    const tally = context.tallies.get(entity);
    if (tally !== undefined) tally.counters.placeholders++;
    return { targetId, legacyId, placeholder: true, carried: {} };
  };
}

interface UnknownParent {
  readonly context: RunContext;
  readonly compiled: CompiledEntity;
  readonly reference: EntityReference;
  readonly legacyId: string;
  readonly found: Found;
}

/** The issue of a parent that no record is there for; it tells apart those that this run rejected. */
function unknownParent({ context, compiled, reference, ...named }: UnknownParent): Issue[] {
  const { entity, label, field, onUnknown } = reference;
  const issue = compiled.makeIssue(`${label}.unknown`, field);
  if (issue === undefined) return [];
  const replaced =
    onUnknown === "null" || (onUnknown === "placeholder" && named.found !== "deleted");
  const related = rejectedParent(context, entity, named.legacyId);
  const severity = replaced ? "warning" : issue.severity;
  return [{ ...issue, severity, ...(related && { related }) }];
}

function rejectedParent(
  { spool, files }: RunContext,
  entity: string,
  legacyId: string,
): RelatedPlace | undefined {
  const claim = spool.claims(entity, legacyId).find(({ outcome }) => outcome === "rejected");
  if (claim === undefined) return undefined;
  return { file: files[claim.file]?.name ?? "", record: claim.record, line: claim.line };
}
