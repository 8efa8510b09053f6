import type { Decision, Reading } from "../../src/assess/assessment.ts";
import { type DecisionLock, makeLock } from "../../src/assess/lock/decision-lock.ts";
import type { FieldEvidence, FileEvidence } from "../../src/assess/lock/field-evidence.ts";

// What an export proves of the fields of a mapping, from a few numbers.

/** Readings as `{ "DD/MM/YYYY": 12 }`: how many cells prove each, and fit it unless said. */
export const readings = (proofs: Readonly<Record<string, number>>, fits?: number): Reading[] =>
  Object.entries(proofs).map(([reading, proves]) => ({ reading, proves, fits: fits ?? proves }));

/** A decision that is certain, of a day's format unless said. */
export function decision(given: Partial<Decision> = {}): Decision {
  return {
    subject: "dateFormat",
    status: "certain",
    readings: [],
    undecided: 0,
    unread: 0,
    evidence: "evidence",
    options: {},
    ...given,
  };
}

/** Twenty cells of visits' days that the mapping reads. */
export function fieldEvidence(given: Partial<FieldEvidence> = {}): FieldEvidence {
  return {
    entity: "visits",
    file: "visits.csv",
    field: "visitDate",
    columns: ["date"],
    options: {},
    said: given.options ?? {},
    cells: 20,
    refused: {},
    refusedKinds: 0,
    contested: 0,
    lines: [],
    decisions: [],
    placeholders: [],
    ...given,
  };
}

/** A file with this field. */
export function fileEvidence(field: FieldEvidence, header = ["id", "date"]): FileEvidence {
  const { entity, file } = field;
  return { file, entity, sha256: `of ${file}`, records: 20, header, fields: [field] };
}

/** What is locked of these files, through the mapping with this hash. */
export const lockOf = (files: readonly FileEvidence[], mappingSha256 = "m1"): DecisionLock =>
  makeLock({ mappingSha256, asOf: "2026-01-14", files });
