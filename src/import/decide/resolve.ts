import { getTableColumns } from "drizzle-orm";
import type { Draft, Facts, Importer } from "../../../importers/define.ts";
import { hashColumn } from "../../digest/content-hash.ts";
import { EntityCrosswalk } from "../../ledger/crosswalk.ts";
import { errorsOf, type Issue, isSound, type RelatedPlace, relatedTo } from "../../ledger/issue.ts";
import type { RunPlace } from "../../ledger/run-exception.ts";
import { newTargetIds } from "../apply/new-target-id.ts";
import { TargetRows } from "../apply/target-rows.ts";
import type { CompiledEntity, EntityReference } from "../prepare/compile-entity.ts";
import { stored } from "../prepare/prepare.ts";
import type { PreparedRecord } from "../prepare/prepared-record.ts";
import type { RunContext } from "../run/run-context.ts";
import { ParentLookup } from "./parent-lookup.ts";
import { ParentTable, type TabledParent, tabled } from "./parent-table.ts";
import { rowFinder } from "./row-finder.ts";

/** Parents that are remembered; a hospital's patients and doctors fit. */
const REMEMBERED = 400_000;

/** What resolving found, besides what it wrote into the record. */
export interface Resolution {
  readonly issues: readonly Issue[];
  /** The legacy ids that stand for the record's parents in the target; null if none does. */
  readonly named: readonly (string | null)[];
  /** Nothing was found but that rows of parents were deleted in HMSync. */
  readonly orphaned: boolean;
}

/** Finds the target rows that a record names, and fills its columns with their ids. */
export type Resolve = (record: PreparedRecord, place: RunPlace) => Resolution;

type Found = TabledParent | "deleted" | undefined;

const NOTHING_FOUND: readonly Issue[] = [];

/** The stage that resolves the references of one entity. */
export interface Resolver {
  readonly resolve: Resolve;
  /** Hears which records are about to be resolved, many at once. */
  readonly foresee: (records: readonly PreparedRecord[]) => void;
}

/** Makes the stage that resolves the references of one entity, through the crosswalk. */
export function resolveStage(
  context: RunContext,
  compiled: CompiledEntity,
  asOf: string,
): Resolver {
  const { references, parentRules } = compiled;
  const finders = references.map((reference) => {
    if (reference.rows !== undefined) return rowFinder(context.db, reference.rows);
    const isOwn = reference.entity === compiled.importer.entity;
    if (context.appended === undefined) return parentFinder(context, reference);
    if (isOwn) return appendedParents(context, reference, "still coming");
    // An export of a thousand files reads all parents once.
    return onceFor(ALL_THERE, { context, reference }, () =>
      appendedParents(context, reference, "all there"),
    );
  });
  const numbers = references.map(({ column }) => isNumber(compiled, column));
  const unknown = references.map(({ label, field }) =>
    compiled.makeIssue(`${label}.unknown`, field),
  );
  const problemsOf = (record: PreparedRecord, found: readonly Found[]): readonly Issue[] => {
    const problems: Issue[] = [];
    for (const [at, reference] of references.entries()) {
      const legacyId = record.parents[at] ?? null;
      const issue = unknown[at];
      if (legacyId === null || issue === undefined || stands(reference, found[at])) continue;
      problems.push(unknownParent(context, issue, { reference, legacyId, found: found[at] }));
    }
    return problems;
  };
  const link = (record: PreparedRecord, found: readonly Found[]): void => {
    for (let at = 0; at < references.length; at++) {
      const parent = found[at];
      const reference = references[at];
      if (typeof parent !== "object" || reference === undefined) continue;
      if (numbers[at]) {
        linkNumber(record, reference, parent);
        continue;
      }
      record.values[reference.column] = parent.targetId;
      record.hashes[reference.column * 2] = parent.low;
      record.hashes[reference.column * 2 + 1] = parent.high;
    }
  };
  const carriedOf = (found: readonly Found[]): Facts["parents"] => {
    const parents: Record<string, Draft> = {};
    for (let at = 0; at < references.length; at++) {
      const parent = found[at];
      if (typeof parent === "object") parents[references[at]?.label ?? ""] = parent.carried;
    }
    return parents;
  };
  const broken = (record: PreparedRecord, found: readonly Found[]): readonly Issue[] => {
    if (parentRules.length === 0) return NOTHING_FOUND;
    const facts = { asOf, parents: carriedOf(found) };
    const { row } = record;
    const ones = parentRules.filter(({ rule }) => rule.broken(row, facts));
    return ones.length === 0 ? NOTHING_FOUND : ones.map(({ issue }) => issue);
  };
  const resolve: Resolve = (record, place) => {
    const found = references.map((_, at) => findParent(finders[at], record, at));
    const allStand = references.every((reference, at) => stands(reference, found[at]));
    const problems = allStand ? NOTHING_FOUND : problemsOf(record, found);
    // A record that is rejected anyway must not leave a placeholder behind.
    if (!allStand && isSound(record.issues) && isSound(problems)) {
      substituteUnknown(finders, found, { record, place });
    }
    link(record, found);
    const rules = broken(record, found);
    const issues = problems.length === 0 ? rules : [...problems, ...rules];
    const orphaned = !allStand && isOrphaned(found, issues) && isSound(record.issues);
    return { issues, named: found.map(legacyIdOf), orphaned };
  };
  return { resolve, foresee: (records) => foreseeParents(finders, records) };
}

const isNumber = ({ importer, columns }: CompiledEntity, column: number): boolean =>
  getTableColumns(importer.table)[columns[column]?.key ?? ""]?.dataType === "number";

/** The database numbers the parents, and gives their numbers back as such. */
function linkNumber(record: PreparedRecord, { column }: EntityReference, parent: TabledParent) {
  const id = Number(parent.targetId);
  record.values[column] = id;
  hashColumn(record.hashes, column, id);
}

function foreseeParents(
  finders: readonly ParentFinder[],
  records: readonly PreparedRecord[],
): void {
  for (const [at, finder] of finders.entries()) {
    if (finder.foresee === undefined) continue;
    const lows = new Int32Array(records.length);
    for (let nth = 0; nth < records.length; nth++) {
      lows[nth] = records[nth]?.parentHashes[at * 2] ?? 0;
    }
    finder.foresee(lows);
  }
}

function findParent(finder: ParentFinder | undefined, record: PreparedRecord, at: number): Found {
  const legacyId = record.parents[at] ?? null;
  if (legacyId === null) return undefined;
  return finder?.find(legacyId);
}

const legacyIdOf = (parent: Found): string | null =>
  typeof parent === "object" ? parent.legacyId : null;

/** Puts what stands for unknown parents in their places. */
function substituteUnknown(
  finders: readonly ParentFinder[],
  found: Found[],
  { record, place }: { readonly record: PreparedRecord; readonly place: RunPlace },
): void {
  for (const [at, finder] of finders.entries()) {
    found[at] ??= finder.substitute(record.parents[at] ?? null, place);
  }
}

/** Each deleted parent brings one error: more than that, and something else is wrong too. */
const isOrphaned = (found: readonly Found[], issues: readonly Issue[]): boolean => {
  const deleted = found.filter((parent) => parent === "deleted").length;
  return deleted > 0 && errorsOf(issues).length <= deleted;
};

/** A placeholder stands for its record only until it comes: whoever names it is told, each time. */
function stands(reference: EntityReference | undefined, found: Found): boolean {
  if (typeof found !== "object") return false;
  return !(found.placeholder && reference?.onUnknown === "placeholder");
}

interface ParentFinder {
  find(legacyId: string): Found;
  /** Makes the row that stands for an unknown parent, where the mapping asks for it. */
  substitute(legacyId: string | null, place: RunPlace): TabledParent | undefined;
  /** @param lows of the hashes of the legacy ids that will be asked for; used up */
  foresee?(lows: Int32Array): void;
}

type Once<Made> = WeakMap<RunContext, Map<string, Made>>;

/** Finders of parents whose files have all been loaded. */
const ALL_THERE: Once<ParentFinder> = new WeakMap();
const LOOKUPS: Once<ParentLookup> = new WeakMap();

/** Makes what all files of an entity share, for one of its references, when the first of them needs it. */
function onceFor<Made>(
  once: Once<Made>,
  { context, reference }: { readonly context: RunContext; readonly reference: EntityReference },
  make: () => Made,
): Made {
  const made = once.get(context) ?? new Map<string, Made>();
  once.set(context, made);
  const key = JSON.stringify([reference.entity, reference.carry]);
  const known = made.get(key) ?? make();
  made.set(key, known);
  return known;
}

const lookupOf = (context: RunContext, parent: Importer, reference: EntityReference) =>
  onceFor(LOOKUPS, { context, reference }, () => {
    const { legacySystem } = context.scope;
    return new ParentLookup(context.db, parent, { carry: reference.carry, legacySystem });
  });

function parentFinder(context: RunContext, reference: EntityReference): ParentFinder {
  const parent = context.importers.get(reference.entity);
  if (parent === undefined) return NO_PARENTS;
  const lookup = lookupOf(context, parent, reference);
  const known = new ParentTable();
  let looked = 0;
  const look = (legacyId: string): Found => {
    looked++;
    if (looked === WORTH_READING_ALL) {
      known.clear();
      remember(lookup, known);
      const remembered = known.find(legacyId);
      if (remembered !== undefined) return remembered;
    }
    const found = lookup.find(legacyId);
    if (known.size >= REMEMBERED) known.clear();
    return typeof found === "object" ? known.add(legacyId, found) : found;
  };
  let makeSubstitute: ReturnType<typeof substituteMaker> | undefined;
  return {
    find: (legacyId) => known.find(legacyId) ?? look(legacyId),
    substitute: (legacyId, place) => {
      if (legacyId === null || reference.onUnknown !== "placeholder") return undefined;
      makeSubstitute ??= substituteMaker(context, reference);
      return makeSubstitute(legacyId, place);
    },
    foresee: (lows) => known.fetch(lows),
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
  const lookup = lookupOf(context, parent, reference);
  const appended = context.appended?.get(reference.entity);
  let known: ParentTable | undefined;
  const read = (): ParentTable => {
    const all = new ParentTable();
    appended?.flush();
    if (parents === "all there") remember(lookup, all);
    known = all;
    return all;
  };
  const look = (legacyId: string): Found => {
    const row = appended?.find(legacyId);
    const found = row && lookup.at(row.id);
    return typeof found === "object" ? tabled(legacyId, found) : found;
  };
  return {
    find(legacyId) {
      const all = known ?? read();
      const found = all.find(legacyId);
      const isSure = found !== undefined || (parents === "all there" && all.size < REMEMBERED);
      return isSure ? found : look(legacyId);
    },
    substitute: () => undefined,
    foresee: (lows) => known?.fetch(lows),
  };
}

/** After so many look-ups most parents will be asked for: to read them all at once is faster. */
const WORTH_READING_ALL = 2_000;

function remember(lookup: ParentLookup, known: ParentTable): void {
  for (const [legacyId, parent] of lookup.all()) {
    if (known.size >= REMEMBERED) return;
    known.add(legacyId, parent);
  }
}

const NO_PARENTS: ParentFinder = { find: () => undefined, substitute: () => undefined };

/** Makes placeholder rows: crosswalk and target, without content, so that the record itself updates them. */
function substituteMaker(
  context: RunContext,
  { entity }: EntityReference,
): (legacyId: string, place: RunPlace) => TabledParent | undefined {
  const parent = context.importers.get(entity);
  const draftFor = parent?.placeholder;
  if (parent === undefined || draftFor === undefined) return () => undefined;
  const columns = Object.keys(draftFor(""));
  const rows = new TargetRows(context, parent, columns);
  const crosswalk = new EntityCrosswalk(context.db, parent, context.scope);
  const newTargetId = newTargetIds(context, parent);
  return (legacyId, { file, record, line }) => {
    const draft = draftFor(legacyId);
    const targetId = newTargetId(legacyId);
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
    return tabled(legacyId, { targetId, legacyId, placeholder: true, carried: {} });
  };
}

interface UnknownParent {
  readonly reference: EntityReference;
  readonly legacyId: string;
  readonly found: Found;
}

/** The issue of a parent that no record is there for; it tells apart those that this run rejected. */
function unknownParent(
  context: RunContext,
  issue: Issue,
  { reference: { entity, onUnknown }, legacyId, found }: UnknownParent,
): Issue {
  const replaced = onUnknown === "null" || (onUnknown === "placeholder" && found !== "deleted");
  const told = replaced ? { ...issue, severity: "warning" as const } : issue;
  const related = rejectedParent(context, entity, legacyId);
  return related === undefined ? told : relatedTo(told, related);
}

function rejectedParent(
  { runNotes, files }: RunContext,
  entity: string,
  legacyId: string,
): RelatedPlace | undefined {
  const place = runNotes.rejectedPlace(entity, legacyId);
  if (place === undefined) return undefined;
  return { file: files[place.file]?.name ?? "", record: place.record, line: place.line };
}
