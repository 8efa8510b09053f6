import type { Draft, Facts } from "../../importers/define.ts";
import { deriveTargetId } from "../../shared/target-id.ts";
import type { CompiledEntity, EntityReference } from "./compile-entity.ts";
import { hashColumn } from "./content-hash.ts";
import { EntityCrosswalk, ParentLookup, type ResolvedParent } from "./crosswalk.ts";
import type { Issue, RelatedPlace } from "./issue.ts";
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
}

/** Finds the target rows that a record names, and fills its columns with their ids. */
export type Resolve = (record: PreparedRecord, place: RunPlace) => Resolution;

const NOTHING_FOUND: readonly Issue[] = [];

/** Makes the stage that resolves the references of one entity, through the crosswalk. */
export function resolveStage(context: RunContext, compiled: CompiledEntity, asOf: string): Resolve {
  const finders = compiled.references.map((reference) => parentFinder(context, reference));
  return (record, place) => {
    const issues: Issue[] = [];
    const parents: Record<string, Draft> = {};
    const named = record.parents.map((legacyId, at) => {
      const reference = compiled.references[at];
      const finder = finders[at];
      if (legacyId === null || reference === undefined || finder === undefined) return null;
      const parent = finder.find(legacyId) ?? finder.substitute(legacyId, place);
      if (parent === undefined || finder.isSubstitute(legacyId)) {
        issues.push(...unknownParent({ context, compiled, reference, legacyId }));
      }
      if (parent === undefined) return null;
      record.values[reference.column] = parent.targetId;
      hashColumn(record.hashes, reference.column, parent.targetId);
      parents[reference.label] = parent.carried;
      return legacyId;
    });
    const facts: Facts = { asOf, parents };
    for (const { rule, issue } of compiled.parentRules) {
      if (rule.broken(record.row, facts)) issues.push(issue);
    }
    return { issues: issues.length === 0 ? NOTHING_FOUND : issues, named };
  };
}

interface ParentFinder {
  find(legacyId: string): ResolvedParent | undefined;
  /** Makes the row that stands for an unknown parent, where the mapping asks for it. */
  substitute(legacyId: string, place: RunPlace): ResolvedParent | undefined;
  /** Whether a row stands for this parent that this run made up. */
  isSubstitute(legacyId: string): boolean;
}

function parentFinder(context: RunContext, reference: EntityReference): ParentFinder {
  const parent = context.importers.get(reference.entity);
  if (parent === undefined) return NO_PARENTS;
  const { legacySystem } = context.scope;
  const lookup = new ParentLookup(context.db, parent, { carry: reference.carry, legacySystem });
  const known = new Map<string, ResolvedParent>();
  const substitutes = new Set<string>();
  const remember = (legacyId: string, found: ResolvedParent | undefined) => {
    if (known.size >= REMEMBERED) known.clear();
    if (found !== undefined) known.set(legacyId, found);
    return found;
  };
  const makeSubstitute = substituteMaker(context, reference);
  return {
    find: (legacyId) => known.get(legacyId) ?? remember(legacyId, lookup.find(legacyId)),
    substitute: (legacyId, place) => {
      if (reference.onUnknown !== "placeholder") return undefined;
      substitutes.add(legacyId);
      return remember(legacyId, makeSubstitute(legacyId, place));
    },
    isSubstitute: (legacyId) => substitutes.has(legacyId),
  };
}

const NO_PARENTS: ParentFinder = {
  find: () => undefined,
  substitute: () => undefined,
  isSubstitute: () => false,
};

/** Makes placeholder rows: crosswalk and target, without content, so that the record itself updates them. */
function substituteMaker(
  context: RunContext,
  { entity }: EntityReference,
): (legacyId: string, place: RunPlace) => ResolvedParent | undefined {
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
    if (tally !== undefined) tally.placeholders++;
    return { targetId, carried: {} };
  };
}

interface UnknownParent {
  readonly context: RunContext;
  readonly compiled: CompiledEntity;
  readonly reference: EntityReference;
  readonly legacyId: string;
}

/** The issue of a parent that no row is there for; it tells apart those that this run rejected. */
function unknownParent({ context, compiled, reference, legacyId }: UnknownParent): Issue[] {
  const issue = compiled.makeIssue(`${reference.label}.unknown`, reference.field);
  if (issue === undefined) return [];
  const severity = reference.onUnknown === "reject" ? issue.severity : "warning";
  const related = rejectedParent(context, reference.entity, legacyId);
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
