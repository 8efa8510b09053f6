import { sql } from "drizzle-orm";
import { check, date, index, pgTable, text, time, uuid } from "drizzle-orm/pg-core";
import { oneOf } from "../schema/columns.ts";
import { ADMISSION_STATUSES, APPOINTMENT_STATUSES } from "../schema/stays.ts";
import { id, publicId, timestamps } from "./columns.ts";
import { facilities } from "./organisation.ts";
import { doctors, patients } from "./people.ts";
import { visits } from "./visits.ts";

// When patients are to come, and when they stay: what it means stands in ../schema/stays.ts.

export const appointments = pgTable(
  "appointments",
  {
    id: id(),
    publicId: publicId("appointments"),
    legacyId: text("legacy_id"),
    patientId: uuid("patient_id")
      .notNull()
      .references(() => patients.id),
    doctorId: uuid("doctor_id").references(() => doctors.id),
    facilityId: uuid("facility_id").references(() => facilities.id),
    visitId: uuid("visit_id").references(() => visits.id),
    appointmentDate: date("appointment_date").notNull(),
    startTime: time("start_time"),
    endTime: time("end_time"),
    status: text({ enum: APPOINTMENT_STATUSES }),
    reason: text(),
    notes: text(),
    ...timestamps(),
  },
  (table) => [
    index("appointments_legacy_id_idx").on(table.legacyId),
    index("appointments_patient_id_idx").on(table.patientId),
    index("appointments_doctor_id_idx").on(table.doctorId, table.appointmentDate),
    index("appointments_facility_id_idx").on(table.facilityId),
    index("appointments_visit_id_idx").on(table.visitId),
    check("appointments_status_known", sql`${table.status} in ${oneOf(APPOINTMENT_STATUSES)}`),
    check("appointments_end_after_start", sql`${table.endTime} >= ${table.startTime}`),
  ],
);

export const admissions = pgTable(
  "admissions",
  {
    id: id(),
    publicId: publicId("admissions"),
    legacyId: text("legacy_id"),
    patientId: uuid("patient_id")
      .notNull()
      .references(() => patients.id),
    doctorId: uuid("doctor_id").references(() => doctors.id),
    facilityId: uuid("facility_id").references(() => facilities.id),
    visitId: uuid("visit_id").references(() => visits.id),
    ward: text(),
    bed: text(),
    admittedDate: date("admitted_date").notNull(),
    admittedTime: time("admitted_time"),
    dischargedDate: date("discharged_date"),
    dischargedTime: time("discharged_time"),
    status: text({ enum: ADMISSION_STATUSES }),
    diagnosis: text(),
    disposition: text(),
    notes: text(),
    ...timestamps(),
  },
  (table) => [
    index("admissions_legacy_id_idx").on(table.legacyId),
    index("admissions_patient_id_idx").on(table.patientId),
    index("admissions_doctor_id_idx").on(table.doctorId),
    index("admissions_facility_id_idx").on(table.facilityId),
    index("admissions_visit_id_idx").on(table.visitId),
    index("admissions_bed_idx").on(table.ward, table.bed),
    check("admissions_status_known", sql`${table.status} in ${oneOf(ADMISSION_STATUSES)}`),
    check(
      "admissions_discharge_after_admission",
      sql`${table.dischargedDate} >= ${table.admittedDate}`,
    ),
  ],
);
