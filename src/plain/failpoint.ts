/**
 * The boundaries at which a run may be made to die, so that a test sees what is left. Mapping and
 * validation are one stage, `prepare`; in a lenient run a checkpoint is kept before each commit.
 */
export const FAILPOINTS = [
  "registered",
  "before-backup",
  "after-backup",
  "before-parse",
  "after-parse",
  "before-prepare",
  "after-prepare",
  "before-insert",
  "after-insert",
  "before-ledger",
  "after-ledger",
  "before-checkpoint",
  "after-checkpoint",
  "before-reconcile",
  "after-reconcile",
  "before-commit",
  "after-commit",
  "before-report",
  "after-report",
] as const;

/** Those of an import that copies files into a store. */
export const FILE_FAILPOINTS = ["before-file", "aside", "after-file"] as const;

/** Those of a run that joins the records of persons, or takes them apart. */
export const PERSON_FAILPOINTS = [
  "separating-references",
  "separating-absorbed",
  "separating-records",
  "before-apart",
  "joining-own-rows",
  "joining-references",
  "joining-rows",
  "joining-columns",
  "before-joined",
] as const;

/** Those of a publish to a server; the last of them comes when COMMIT is on its way, and no answer is here. */
export const PUBLISH_FAILPOINTS = [
  "publish-begun",
  "publish-checked",
  "publish-deleted",
  "publish-inserted",
  "publish-keys-back",
  "publish-read-back",
  "publish-before-commit",
  "publish-committing",
  "publish-committed",
] as const;

export type Failpoint =
  | (typeof FAILPOINTS)[number]
  | (typeof FILE_FAILPOINTS)[number]
  | (typeof PERSON_FAILPOINTS)[number]
  | (typeof PUBLISH_FAILPOINTS)[number];

/** Called at each boundary; tests alone put something in its place. */
export type Fail = (at: Failpoint) => void;
