import type { AssessmentDocument, ShownColumn, ShownFile } from "../../src/assess/show/document.ts";

// Assessments as they are shown, from what a test is about.

/** A column of ten codes that all differ. */
export function shownColumn(header: string, given: Partial<ShownColumn> = {}): ShownColumn {
  return {
    header,
    position: 0,
    field: null,
    score: 1,
    reason: "",
    hidden: false,
    cells: 10,
    empty: 0,
    nullTokens: [],
    distinct: { count: 10, exact: true },
    kind: "code",
    kinds: { code: 10 },
    shapes: [],
    lengths: { min: 1, max: 2, mean: 1.5 },
    lengthCounts: [],
    frequent: [],
    min: null,
    max: null,
    distribution: [],
    apart: 0,
    decisions: [],
    ...given,
  };
}

/** A file of ten records of no entity. */
export function shownFile(file: string, given: Partial<ShownFile> = {}): ShownFile {
  return {
    file,
    entity: null,
    score: 0,
    reason: "",
    bytes: 2048,
    records: 10,
    dialect: [],
    key: null,
    keys: [],
    flaws: [],
    columns: [],
    open: [],
    ...given,
  };
}

/** An assessment of these files. */
export function documentOf(
  files: readonly ShownFile[],
  given: Partial<AssessmentDocument> = {},
): AssessmentDocument {
  return {
    schemaVersion: 1,
    source: "legacy",
    asOf: "2026-01-14",
    revealed: false,
    files,
    unread: [],
    ignored: [],
    references: [],
    smells: [],
    persons: [],
    ...given,
  };
}
