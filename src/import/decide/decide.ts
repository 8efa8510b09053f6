import { type ErrorIssue, firstError, type Issue, type RelatedPlace } from "../../ledger/issue.ts";
import type { OnConflict } from "../../ledger/run-summary.ts";
import type { MakeIssue } from "../prepare/issue-maker.ts";
import type { Candidate, Decision, EarlierRecord, Known, PresentRow, Prior } from "./decision.ts";

/** What holds for all records of an entity in one run. */
export interface Terms {
  readonly entity: string;
  /** What people call the application that is written to. */
  readonly application: string;
  readonly makeIssue: MakeIssue;
  /** What happens to a row that was edited in the application. */
  readonly onConflict: OnConflict;
  /** A place as an issue names it. */
  readonly related: (place: { file: number; record: number; line: number }) => RelatedPlace;
}

/** Decides what becomes of one record. It looks nothing up and writes nothing. */
export function decide(terms: Terms, candidate: Candidate, { rival, prior }: Known): Decision {
  const { record, error, issues } = candidate;
  if (record.legacyId === null) return rejected(error ?? noLegacyId(terms), issues);
  if (rival !== undefined) {
    const told = rejected(duplicateIssue(terms, rival), issues);
    return { ...told, amendment: { kind: "tell rivals" } };
  }
  if (prior !== undefined) return decideAgainst(terms, candidate, prior);
  if (error !== undefined) return rejected(error, issues);
  return { outcome: "inserted", issues, operation: INSERT };
}

const INSERT = { kind: "insert" } as const;

/** A record that the database refuses, with the constraint that it names. */
export function refused({ entity }: Terms, { issues }: Candidate, constraint: string): Decision {
  const code = `${entity}.target.constraint`;
  return rejected({ code, severity: "error", detail: constraint }, issues);
}

/** The issue of a record whose id another record has too, with other content. */
export function duplicateIssue(
  { entity, makeIssue, related }: Terms,
  other: Parameters<Terms["related"]>[0],
): ErrorIssue {
  const issue = makeIssue("legacyId.duplicate", "legacyId");
  const code = `${entity}.legacyId.duplicate`;
  return { ...(issue ?? { code }), severity: "error", related: related(other) };
}

/** What was found when a row was to be written, not on the record itself. */
export const isOfTarget = ({ code }: Issue): boolean => code.includes(".target.");

/** Every rejection has a reason that its owner can read: it is among the issues, or is added to them. */
function rejected(because: ErrorIssue, issues: readonly Issue[]): Decision {
  const all = issues.includes(because) ? issues : [...issues, because];
  return { outcome: "rejected", issues: all };
}

/** A mapping may make a warning of what is wrong with an id; without one there is no record to keep. */
const noLegacyId = ({ entity }: Terms): ErrorIssue => ({
  code: `${entity}.legacyId.missing`,
  severity: "error",
});

/** The crosswalk has a row for the record's legacy id: of this run, or of an earlier one. */
function decideAgainst(terms: Terms, candidate: Candidate, prior: Prior): Decision {
  const { issues, error, orphaned } = candidate;
  const { row, earlier, isSame, owner } = prior;
  if (earlier !== undefined) return decideRepeated(terms, candidate, { prior, earlier });
  if (!row.targetExists && (error === undefined || orphaned)) {
    return decideDeleted(terms, candidate, prior);
  }
  if (error !== undefined) return rejected(error, issues);
  if (isSame) return met(issues, prior);
  if (owner !== undefined) return rejected(takenIssue(terms, owner), issues);
  return decideChanged(terms, candidate, prior);
}

/** This run has met the id already: the record says the same, or nobody knows which one is right. */
function decideRepeated(
  terms: Terms,
  { issues }: Candidate,
  { prior, earlier }: { readonly prior: Prior; readonly earlier: EarlierRecord },
): Decision {
  const { row, isSame, cellsDiffer } = prior;
  if (isSame && !cellsDiffer) return { outcome: "duplicate", issues, targetId: row.targetId };
  const told = rejected(duplicateIssue(terms, earlier.place), issues);
  return { ...told, amendment: { kind: "withdraw", row, earlier } };
}

const met = (issues: readonly Issue[], prior: Prior): Decision => ({
  outcome: "unchanged",
  issues,
  operation: { kind: "meet", prior },
});

const NOTHING_PRESENT: PresentRow = { before: [], values: [], changed: [], edited: [] };

/** The row of an earlier run is brought to what the record says now, unless the application's own edits stand. */
function decideChanged(terms: Terms, { issues }: Candidate, prior: Prior): Decision {
  const { present = NOTHING_PRESENT } = prior;
  const { edited, changed } = present;
  const { targetId } = prior.row;
  const operation = { kind: "update", prior, present } as const;
  if (edited.length === 0) return { outcome: "updated", issues, operation, targetId };
  // The same was written into the application by hand.
  if (changed.length === 0) return met(issues, prior);
  const conflict = editIssue(terms, edited, changed);
  if (terms.onConflict !== "overwrite") return leftAlone(conflict, issues);
  return { outcome: "updated", issues: [...issues, conflict], operation, targetId };
}

/**
 * Of a row that is to go because its record has it no more: left alone if it was edited in the application; undefined if it
 * goes.
 */
export function editedIssue(terms: Terms, edited: readonly string[]): Decision | undefined {
  if (edited.length === 0 || terms.onConflict === "overwrite") return undefined;
  return leftAlone(editIssue(terms, edited, ["no row"]), []);
}

/** The row that the record became was deleted in the application. */
function decideDeleted(terms: Terms, candidate: Candidate, prior: Prior): Decision {
  const { record, error, issues } = candidate;
  const conflict = conflictIssue(terms, "target.deleted");
  if (error === undefined && terms.onConflict === "overwrite") {
    const operation = { kind: "insert again", prior } as const;
    const { targetId } = prior.row;
    return { outcome: "inserted", issues: [...issues, conflict], operation, targetId };
  }
  // That its parent was deleted along with it is no further mistake.
  return leftAlone(conflict, error === undefined ? issues : record.issues);
}

/** What happened in the application stands against the record: it is left alone or rejected, and told. */
function leftAlone(conflict: Issue, issues: readonly Issue[]): Decision {
  const because = firstError([conflict]);
  if (because !== undefined) return rejected(because, issues);
  return { outcome: "unchanged", issues: [...issues, conflict] };
}

/** The issue of a record whose id stands for another record in the application. */
function takenIssue({ entity, makeIssue }: Terms, owner: RelatedPlace): ErrorIssue {
  const issue = makeIssue("legacyId.taken", "legacyId");
  const code = `${entity}.legacyId.taken`;
  return { ...(issue ?? { code }), severity: "error", related: owner };
}

/** Both sides changed a row; the columns are named, their values are not. */
function editIssue(terms: Terms, edited: readonly string[], changed: readonly string[]): Issue {
  const detail = `edited in ${terms.application}: ${edited.join(", ")}; changed in the export: ${changed.join(", ")}`;
  return { ...conflictIssue(terms, "target.edited"), detail };
}

/** With the severity that `--on-conflict` gives it; a mapping may raise that. */
function conflictIssue({ entity, makeIssue, onConflict }: Terms, word: string): Issue {
  const made = makeIssue(word) ?? { code: `${entity}.${word}`, severity: "warning" };
  return { ...made, severity: SEVERITY[onConflict] ?? made.severity };
}

const SEVERITY: Readonly<Partial<Record<OnConflict, Issue["severity"]>>> = {
  reject: "error",
  overwrite: "warning",
};

/** Whether carrying it out changes the target or what the ledger keeps of its rows. */
export function isWriting(
  { placeholders }: Pick<Candidate, "placeholders">,
  { operation }: Decision,
): boolean {
  if (placeholders.length > 0) return true;
  return operation !== undefined && (operation.kind !== "meet" || operation.prior.cellsDiffer);
}
