import { sql } from "drizzle-orm";
import { boolean, check, date, index, integer, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { oneOf } from "../schema/columns.ts";
import { IMMUNIZATION_STATUSES } from "../schema/immunizations.ts";
import { DATE_PRECISIONS } from "../schema/precision.ts";
import { id, publicId, timestamps } from "./columns.ts";
import { facilities, users } from "./organisation.ts";
import { doctors, patients } from "./people.ts";
import { visits } from "./visits.ts";

// What can be given against diseases, and what was: what it means stands in ../schema/immunizations.ts.

export const vaccines = pgTable(
  "vaccines",
  {
    id: id(),
    publicId: publicId("vaccines"),
    legacyId: text("legacy_id"),
    code: text(),
    codeSystem: text("code_system"),
    name: text().notNull(),
    manufacturer: text(),
    dosesInSeries: integer("doses_in_series"),
    minAgeDays: integer("min_age_days"),
    route: text(),
    site: text(),
    isActive: boolean("is_active"),
    notes: text(),
    ...timestamps(),
  },
  (table) => [
    index("vaccines_legacy_id_idx").on(table.legacyId),
    index("vaccines_code_idx").on(table.code),
  ],
);

export const immunizations = pgTable(
  "immunizations",
  {
    id: id(),
    publicId: publicId("immunizations"),
    legacyId: text("legacy_id"),
    patientId: uuid("patient_id")
      .notNull()
      .references(() => patients.id),
    visitId: uuid("visit_id").references(() => visits.id),
    vaccineId: uuid("vaccine_id").references(() => vaccines.id),
    vaccineCode: text("vaccine_code"),
    codeSystem: text("code_system"),
    vaccineName: text("vaccine_name"),
    administeredDate: date("administered_date").notNull(),
    administeredDatePrecision: text("administered_date_precision", { enum: DATE_PRECISIONS }),
    doseNumber: text("dose_number"),
    seriesDoses: text("series_doses"),
    doseValue: text("dose_value"),
    doseUnit: text("dose_unit"),
    lotNumber: text("lot_number"),
    manufacturer: text(),
    expirationDate: date("expiration_date"),
    expirationDatePrecision: text("expiration_date_precision", { enum: DATE_PRECISIONS }),
    site: text(),
    route: text(),
    doctorId: uuid("doctor_id").references(() => doctors.id),
    administeredById: uuid("administered_by_id").references(() => users.id),
    facilityId: uuid("facility_id").references(() => facilities.id),
    performer: text(),
    location: text(),
    status: text({ enum: IMMUNIZATION_STATUSES }),
    statusReason: text("status_reason"),
    recordedDate: date("recorded_date"),
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
