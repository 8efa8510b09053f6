import { sql } from "drizzle-orm";
import { check, date, index, pgTable, text, time, uuid } from "drizzle-orm/pg-core";
import { oneOf } from "../schema/columns.ts";
import { DATE_PRECISIONS } from "../schema/precision.ts";
import { PROCEDURE_STATUSES } from "../schema/procedures.ts";
import { publicId, timestamps } from "./columns.ts";
import { coded, ofPatient, recorded, stamped } from "./of-patient.ts";
import { doctors } from "./people.ts";
import { admissions } from "./stays.ts";
import { visits } from "./visits.ts";

// What was done to patients: what it means stands in ../schema/procedures.ts.

export const procedures = pgTable(
  "procedures",
  {
    ...ofPatient(),
    publicId: publicId("procedures"),
    doctorId: uuid("doctor_id").references(() => doctors.id),
    visitId: uuid("visit_id").references(() => visits.id),
    admissionId: uuid("admission_id").references(() => admissions.id),
    ...coded(),
    text: text().notNull(),
    category: text(),
    performedDate: date("performed_date"),
    performedDatePrecision: text("performed_date_precision", { enum: DATE_PRECISIONS }),
    performedTime: time("performed_time"),
    endDate: date("end_date"),
    endDatePrecision: text("end_date_precision", { enum: DATE_PRECISIONS }),
    endTime: time("end_time"),
    status: text({ enum: PROCEDURE_STATUSES }),
    statusReason: text("status_reason"),
    bodySite: text("body_site"),
    reason: text(),
    outcome: text(),
    complication: text(),
    anesthesia: text(),
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
