import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { id, oneOf, publicId, timestamps } from "./columns.ts";
import { doctors, patients } from "./people.ts";

/** What a visit's status may be. A visit in the future is `scheduled`, or it is a mistake. */
export const VISIT_STATUSES = [
  "scheduled",
  "in_progress",
  "completed",
  "cancelled",
  "no_show",
] as const;

/** One patient's encounter with the hospital on one day. */
export const visits = sqliteTable(
  "visits",
  {
    /** RFC 9562 UUID, lower case. */
    id: id(),
    publicId: publicId("visits"),
    /** The visit's number in the legacy system: exact trimmed text. */
    legacyId: text("legacy_id"),
    patientId: text("patient_id")
      .notNull()
      .references(() => patients.id),
    /** Required by rule, not by column: walk-ins see no named doctor. */
    doctorId: text("doctor_id").references(() => doctors.id),
    /** `YYYY-MM-DD`, the hospital's local day. */
    visitDate: text("visit_date").notNull(),
    /** `HH:MM`, the hospital's local time, 24 hours. */
    visitTime: text("visit_time"),
    /** As the legacy system calls it: consultation, follow-up, emergency, ... */
    visitType: text("visit_type"),
    /** One of `VISIT_STATUSES`; null if it was not recorded. */
    status: text({ enum: VISIT_STATUSES }),
    /** Integer minor units of the currency beside it: 50000 with INR is 500 rupees, with JPY 50,000 yen. */
    consultationFeeMinor: integer("consultation_fee_minor"),
    /** ISO 4217 code; set exactly where a fee is. */
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
    check("visits_currency_iso_4217", sql`${table.consultationFeeCurrency} glob '[A-Z][A-Z][A-Z]'`),
  ],
);
