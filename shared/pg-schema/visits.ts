import { sql } from "drizzle-orm";
import { check, date, index, pgTable, text, time, uuid } from "drizzle-orm/pg-core";
import { oneOf } from "../schema/columns.ts";
import { VISIT_STATUSES } from "../schema/visits.ts";
import { id, minorUnits, publicId, timestamps } from "./columns.ts";
import { doctors, patients } from "./people.ts";

// Encounters with the hospital: what it means stands in ../schema/visits.ts.

export const visits = pgTable(
  "visits",
  {
    id: id(),
    publicId: publicId("visits"),
    legacyId: text("legacy_id"),
    patientId: uuid("patient_id")
      .notNull()
      .references(() => patients.id),
    doctorId: uuid("doctor_id").references(() => doctors.id),
    visitDate: date("visit_date").notNull(),
    visitTime: time("visit_time"),
    visitType: text("visit_type"),
    status: text({ enum: VISIT_STATUSES }),
    consultationFeeMinor: minorUnits("consultation_fee_minor"),
    consultationFeeCurrency: text("consultation_fee_currency"),
    diagnosis: text(),
    notes: text(),
    ...timestamps(),
  },
  (table) => [
    index("visits_patient_id_idx").on(table.patientId),
    index("visits_doctor_id_idx").on(table.doctorId),
    index("visits_legacy_id_idx").on(table.legacyId),
    index("visits_visit_date_idx").on(table.visitDate),
    check("visits_status_known", sql`${table.status} in ${oneOf(VISIT_STATUSES)}`),
    check(
      "visits_fee_has_currency",
      sql`(${table.consultationFeeMinor} is null) = (${table.consultationFeeCurrency} is null)`,
    ),
    check("visits_currency_iso_4217", sql`${table.consultationFeeCurrency} ~ '^[A-Z]{3}$'`),
  ],
);
