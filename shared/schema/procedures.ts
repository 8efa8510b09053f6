import { sql } from "drizzle-orm";
import { check, index, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { oneOf, publicId, timestamps } from "./columns.ts";
import { coded, ofPatient, recorded, stamped } from "./of-patient.ts";
import { doctors } from "./people.ts";
import { DATE_PRECISIONS } from "./precision.ts";
import { admissions } from "./stays.ts";
import { visits } from "./visits.ts";

/** http://hl7.org/fhir/event-status, as procedures have it. */
export const PROCEDURE_STATUSES = [
  "preparation",
  "in-progress",
  "not-done",
  "on-hold",
  "stopped",
  "completed",
  "entered-in-error",
  "unknown",
] as const;

/** What was done to a patient, or was to be done and was not: `status` says which (FHIR: Procedure). */
export const procedures = sqliteTable(
  "procedures",
  {
    ...ofPatient(),
    publicId: publicId("procedures"),
    doctorId: text("doctor_id").references(() => doctors.id),
    visitId: text("visit_id").references(() => visits.id),
    admissionId: text("admission_id").references(() => admissions.id),
    ...coded(),
    /** As recorded; the code, where nothing else was. */
    text: text().notNull(),
    /** As recorded: surgical, diagnostic, ... */
    category: text(),
    /** `YYYY-MM-DD`: the first day that it can have been, where the precision says less than a day. */
    performedDate: text("performed_date"),
    performedDatePrecision: text("performed_date_precision", { enum: DATE_PRECISIONS }),
    /** `HH:MM`, the hospital's local time, 24 hours. */
    performedTime: text("performed_time"),
    endDate: text("end_date"),
    endDatePrecision: text("end_date_precision", { enum: DATE_PRECISIONS }),
    endTime: text("end_time"),
    /** Null if it was not recorded. */
    status: text({ enum: PROCEDURE_STATUSES }),
    /** Why it was not done, or stopped. */
    statusReason: text("status_reason"),
    /** As recorded: a side, an organ, a tooth. */
    bodySite: text("body_site"),
    reason: text(),
    outcome: text(),
    complication: text(),
    anesthesia: text(),
    /** As recorded: who did it, and where. */
    performer: text(),
    location: text(),
    ...recorded(),
    notes: text(),
    ...stamped(),
    ...timestamps(),
  },
  (table) => [
    index("procedures_patient_id_idx").on(table.patientId),
    index("procedures_doctor_id_idx").on(table.doctorId),
    index("procedures_visit_id_idx").on(table.visitId),
    index("procedures_admission_id_idx").on(table.admissionId),
    index("procedures_legacy_id_idx").on(table.legacyId),
    index("procedures_performed_date_idx").on(table.performedDate),
    check("procedures_status_known", sql`${table.status} in ${oneOf(PROCEDURE_STATUSES)}`),
    check(
      "procedures_performed_date_precision_known",
      sql`${table.performedDatePrecision} in ${oneOf(DATE_PRECISIONS)}`,
    ),
    check(
      "procedures_end_date_precision_known",
      sql`${table.endDatePrecision} in ${oneOf(DATE_PRECISIONS)}`,
    ),
  ],
);
