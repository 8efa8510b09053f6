import { date, text, uuid } from "drizzle-orm/pg-core";
import { id } from "./columns.ts";
import { patients } from "./people.ts";

// Columns that what is recorded of a patient has in common: what it means stands in ../schema/of-patient.ts.

export const ofPatient = () => ({
  id: id(),
  legacyId: text("legacy_id"),
  patientId: uuid("patient_id")
    .notNull()
    .references(() => patients.id),
});

export const coded = () => ({
  code: text(),
  codeSystem: text("code_system"),
  sourceCode: text("source_code"),
});

export const recorded = () => ({
  recordedDate: date("recorded_date"),
  recordedBy: text("recorded_by"),
});

export const stamped = () => ({
  legacyCreatedAt: text("legacy_created_at"),
  legacyUpdatedAt: text("legacy_updated_at"),
});
