import { text } from "drizzle-orm/sqlite-core";
import { id } from "./columns.ts";
import { patients } from "./people.ts";

// Columns that what is recorded of a patient has in common.

/** Whose it is, and which legacy record says so. */
export const ofPatient = () => ({
  /** RFC 9562 UUID, lower case. */
  id: id(),
  /** The record's number in the legacy system: exact trimmed text. */
  legacyId: text("legacy_id"),
  patientId: text("patient_id")
    .notNull()
    .references(() => patients.id),
});

/** A code as it counts, the system it is of (ICD-10, LOINC, ...), and the legacy system's own where it was translated. */
export const coded = () => ({
  /** Exact text: leading zeros and dots are part of it. */
  code: text(),
  codeSystem: text("code_system"),
  sourceCode: text("source_code"),
});

/** Who wrote it down, and when: `YYYY-MM-DD`. */
export const recorded = () => ({
  recordedDate: text("recorded_date"),
  recordedBy: text("recorded_by"),
});

/** When the legacy system made and last changed its record, as it says: nothing is read from it. */
export const stamped = () => ({
  legacyCreatedAt: text("legacy_created_at"),
  legacyUpdatedAt: text("legacy_updated_at"),
});
