import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { id, oneOf, publicId, timestamps } from "./columns.ts";
import { facilities, users } from "./organisation.ts";
import { doctors, patients } from "./people.ts";
import { DATE_PRECISIONS } from "./precision.ts";
import { visits } from "./visits.ts";

/** http://hl7.org/fhir/event-status, as far as immunizations have it. */
export const IMMUNIZATION_STATUSES = ["completed", "entered-in-error", "not-done"] as const;

/** What can be given against diseases. */
export const vaccines = sqliteTable(
  "vaccines",
  {
    /** RFC 9562 UUID, lower case. */
    id: id(),
    publicId: publicId("vaccines"),
    /** The vaccine's number in the legacy system: exact trimmed text. */
    legacyId: text("legacy_id"),
    /** CVX, ATC or the hospital's own; exact text: leading zeros are part of it. */
    code: text(),
    codeSystem: text("code_system"),
    name: text().notNull(),
    manufacturer: text(),
    dosesInSeries: integer("doses_in_series"),
    minAgeDays: integer("min_age_days"),
    route: text(),
    site: text(),
    /** Null if it was not recorded. */
    isActive: integer("is_active", { mode: "boolean" }),
    notes: text(),
    ...timestamps(),
  },
  (table) => [
    index("vaccines_legacy_id_idx").on(table.legacyId),
    index("vaccines_code_idx").on(table.code),
    check("vaccines_is_active_boolean", sql`${table.isActive} in (0, 1)`),
  ],
);

/** What was given to a patient on one day, or was to be given and was not: `status` says which. */
export const immunizations = sqliteTable(
  "immunizations",
  {
    /** RFC 9562 UUID, lower case. */
    id: id(),
    publicId: publicId("immunizations"),
    /** The record's number in the legacy system: exact trimmed text. */
    legacyId: text("legacy_id"),
    patientId: text("patient_id")
      .notNull()
      .references(() => patients.id),
    visitId: text("visit_id").references(() => visits.id),
    /** Null where the record itself says what was given. */
    vaccineId: text("vaccine_id").references(() => vaccines.id),
    vaccineCode: text("vaccine_code"),
    codeSystem: text("code_system"),
    vaccineName: text("vaccine_name"),
    /** `YYYY-MM-DD`: the first day that it can have been, where the precision says less than a day. */
    administeredDate: text("administered_date").notNull(),
    administeredDatePrecision: text("administered_date_precision", { enum: DATE_PRECISIONS }),
    /** As recorded: a number, or `booster`. */
    doseNumber: text("dose_number"),
    seriesDoses: text("series_doses"),
    /** How much: exact decimal text, unit as written. */
    doseValue: text("dose_value"),
    doseUnit: text("dose_unit"),
    lotNumber: text("lot_number"),
    manufacturer: text(),
    /** `YYYY-MM-DD`; of a month or a year its first day, and it can be used to the end of that. */
    expirationDate: text("expiration_date"),
    expirationDatePrecision: text("expiration_date_precision", { enum: DATE_PRECISIONS }),
    /** As recorded; null if it was not: no arm is assumed. */
    site: text(),
    route: text(),
    /** Who gave it, and where: rows, where the export has ids of them, and texts as recorded. */
    doctorId: text("doctor_id").references(() => doctors.id),
    administeredById: text("administered_by_id").references(() => users.id),
    facilityId: text("facility_id").references(() => facilities.id),
    performer: text(),
    location: text(),
    /** Null if it was not recorded. */
    status: text({ enum: IMMUNIZATION_STATUSES }),
    /** Why it was not done. */
    statusReason: text("status_reason"),
    recordedDate: text("recorded_date"),
    recordedBy: text("recorded_by"),
    notes: text(),
    ...timestamps(),
  },
  (table) => [
    index("immunizations_patient_id_idx").on(table.patientId),
    index("immunizations_visit_id_idx").on(table.visitId),
    index("immunizations_vaccine_id_idx").on(table.vaccineId),
    index("immunizations_doctor_id_idx").on(table.doctorId),
    index("immunizations_administered_by_id_idx").on(table.administeredById),
    index("immunizations_facility_id_idx").on(table.facilityId),
    index("immunizations_legacy_id_idx").on(table.legacyId),
    index("immunizations_administered_date_idx").on(table.administeredDate),
    check("immunizations_status_known", sql`${table.status} in ${oneOf(IMMUNIZATION_STATUSES)}`),
    check(
      "immunizations_administered_date_precision_known",
      sql`${table.administeredDatePrecision} in ${oneOf(DATE_PRECISIONS)}`,
    ),
    check(
      "immunizations_expiration_date_precision_known",
      sql`${table.expirationDatePrecision} in ${oneOf(DATE_PRECISIONS)}`,
    ),
  ],
);
