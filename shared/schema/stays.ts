import { sql } from "drizzle-orm";
import { check, index, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { id, oneOf, publicId, timestamps } from "./columns.ts";
import { facilities } from "./organisation.ts";
import { doctors, patients } from "./people.ts";
import { visits } from "./visits.ts";

// When patients are to come, and when they stay.

/** How far an appointment has come: the codes of FHIR R4's Appointment. */
export const APPOINTMENT_STATUSES = [
  ...["proposed", "pending", "waitlist", "booked", "arrived", "checked-in"],
  ...["fulfilled", "cancelled", "noshow", "entered-in-error"],
] as const;

/** A time at which a patient is to be seen (FHIR: Appointment). */
export const appointments = sqliteTable(
  "appointments",
  {
    /** RFC 9562 UUID, lower case. */
    id: id(),
    publicId: publicId("appointments"),
    /** The appointment's number in the legacy system: exact trimmed text. */
    legacyId: text("legacy_id"),
    patientId: text("patient_id")
      .notNull()
      .references(() => patients.id),
    doctorId: text("doctor_id").references(() => doctors.id),
    facilityId: text("facility_id").references(() => facilities.id),
    /** The visit that came of it. */
    visitId: text("visit_id").references(() => visits.id),
    /** `YYYY-MM-DD`, the hospital's local day. */
    appointmentDate: text("appointment_date").notNull(),
    /** `HH:MM`, the hospital's local time, 24 hours. */
    startTime: text("start_time"),
    endTime: text("end_time"),
    /** One of `APPOINTMENT_STATUSES`; null if it was not recorded. */
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

/** How far a stay has come: the codes of FHIR R4's Encounter. */
export const ADMISSION_STATUSES = [
  ...["planned", "arrived", "triaged", "in-progress", "onleave", "finished"],
  ...["cancelled", "entered-in-error", "unknown"],
] as const;

/** A patient's stay in a bed (FHIR: Encounter of the class IMP). */
export const admissions = sqliteTable(
  "admissions",
  {
    /** RFC 9562 UUID, lower case. */
    id: id(),
    publicId: publicId("admissions"),
    /** The admission's number in the legacy system: exact trimmed text. */
    legacyId: text("legacy_id"),
    patientId: text("patient_id")
      .notNull()
      .references(() => patients.id),
    /** The doctor in charge. */
    doctorId: text("doctor_id").references(() => doctors.id),
    facilityId: text("facility_id").references(() => facilities.id),
    /** The visit that led to it. */
    visitId: text("visit_id").references(() => visits.id),
    /** As recorded. */
    ward: text(),
    bed: text(),
    /** `YYYY-MM-DD`, the hospital's local day. */
    admittedDate: text("admitted_date").notNull(),
    /** `HH:MM`, the hospital's local time, 24 hours. */
    admittedTime: text("admitted_time"),
    /** Null while the patient is there. */
    dischargedDate: text("discharged_date"),
    dischargedTime: text("discharged_time"),
    /** One of `ADMISSION_STATUSES`; null if it was not recorded. */
    status: text({ enum: ADMISSION_STATUSES }),
    diagnosis: text(),
    /** As recorded: where the patient went, and how. */
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
