import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { oneOf, publicId, timestamps } from "./columns.ts";
import { coded, ofPatient, recorded } from "./of-patient.ts";
import { doctors } from "./people.ts";
import { DATE_PRECISIONS } from "./precision.ts";
import { visits } from "./visits.ts";

// What patients have, react to and take. Statuses have the names of FHIR R4; null is what was not recorded.

/** http://terminology.hl7.org/CodeSystem/condition-clinical */
export const CONDITION_STATUSES = [
  "active",
  "recurrence",
  "relapse",
  "inactive",
  "remission",
  "resolved",
] as const;

/** http://terminology.hl7.org/CodeSystem/condition-ver-status */
export const CONDITION_VERIFICATIONS = [
  "unconfirmed",
  "provisional",
  "differential",
  "confirmed",
  "refuted",
  "entered-in-error",
] as const;

/** http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical */
export const ALLERGY_STATUSES = ["active", "inactive", "resolved"] as const;

/** http://terminology.hl7.org/CodeSystem/allergyintolerance-verification */
export const ALLERGY_VERIFICATIONS = [
  "unconfirmed",
  "confirmed",
  "refuted",
  "entered-in-error",
] as const;

/** http://hl7.org/fhir/allergy-intolerance-type */
export const ALLERGY_TYPES = ["allergy", "intolerance"] as const;

/** http://hl7.org/fhir/allergy-intolerance-category */
export const ALLERGY_CATEGORIES = ["food", "medication", "environment", "biologic"] as const;

/** http://hl7.org/fhir/allergy-intolerance-criticality: how bad the next reaction may be. */
export const ALLERGY_CRITICALITIES = ["low", "high", "unable-to-assess"] as const;

/** http://hl7.org/fhir/reaction-event-severity: how bad a reaction was. */
export const REACTION_SEVERITIES = ["mild", "moderate", "severe"] as const;

/** http://hl7.org/fhir/CodeSystem/medication-statement-status */
export const MEDICATION_STATUSES = [
  "active",
  "completed",
  "entered-in-error",
  "intended",
  "stopped",
  "on-hold",
  "unknown",
  "not-taken",
] as const;

/** http://hl7.org/fhir/CodeSystem/medicationrequest-status */
export const PRESCRIPTION_STATUSES = [
  "active",
  "on-hold",
  "cancelled",
  "completed",
  "entered-in-error",
  "stopped",
  "draft",
  "unknown",
] as const;

/** How much of a medicine, how, and how often: numbers are exact decimal text, units as written, nothing is converted. */
const dosed = () => ({
  /** As recorded: `1 tablet twice a day`. */
  doseText: text("dose_text"),
  doseValue: text("dose_value"),
  doseUnit: text("dose_unit"),
  frequency: text(),
  route: text(),
});

/** Diagnoses and problems of a patient: what `code` and `text` say, never what they could mean. */
export const conditions = sqliteTable(
  "conditions",
  {
    ...ofPatient(),
    publicId: publicId("conditions"),
    visitId: text("visit_id").references(() => visits.id),
    doctorId: text("doctor_id").references(() => doctors.id),
    ...coded(),
    /** As recorded; the code, where nothing else was. */
    text: text().notNull(),
    /** As recorded: problem, encounter diagnosis, ... */
    category: text(),
    /** As recorded. */
    severity: text(),
    clinicalStatus: text("clinical_status", { enum: CONDITION_STATUSES }),
    verificationStatus: text("verification_status", { enum: CONDITION_VERIFICATIONS }),
    /** `YYYY-MM-DD`: the first day that it can have been, where the precision says less than a day. */
    onsetDate: text("onset_date"),
    onsetDatePrecision: text("onset_date_precision", { enum: DATE_PRECISIONS }),
    abatementDate: text("abatement_date"),
    abatementDatePrecision: text("abatement_date_precision", { enum: DATE_PRECISIONS }),
    ...recorded(),
    notes: text(),
    /** The cell that lists it, as it was, where it was one of several. */
    sourceText: text("source_text"),
    ...timestamps(),
  },
  (table) => [
    index("conditions_patient_id_idx").on(table.patientId),
    index("conditions_visit_id_idx").on(table.visitId),
    index("conditions_doctor_id_idx").on(table.doctorId),
    index("conditions_legacy_id_idx").on(table.legacyId),
    check(
      "conditions_clinical_status_known",
      sql`${table.clinicalStatus} in ${oneOf(CONDITION_STATUSES)}`,
    ),
    check(
      "conditions_verification_status_known",
      sql`${table.verificationStatus} in ${oneOf(CONDITION_VERIFICATIONS)}`,
    ),
    check(
      "conditions_onset_date_precision_known",
      sql`${table.onsetDatePrecision} in ${oneOf(DATE_PRECISIONS)}`,
    ),
    check(
      "conditions_abatement_date_precision_known",
      sql`${table.abatementDatePrecision} in ${oneOf(DATE_PRECISIONS)}`,
    ),
  ],
);

/** What a patient reacts to. One that was refuted or entered in error stays one of these, and says so. */
export const allergies = sqliteTable(
  "allergies",
  {
    ...ofPatient(),
    publicId: publicId("allergies"),
    ...coded(),
    /** As recorded: `Penicillin`. */
    substance: text().notNull(),
    type: text({ enum: ALLERGY_TYPES }),
    category: text({ enum: ALLERGY_CATEGORIES }),
    /** As recorded: `rash, hives`. */
    reaction: text(),
    severity: text({ enum: REACTION_SEVERITIES }),
    criticality: text({ enum: ALLERGY_CRITICALITIES }),
    clinicalStatus: text("clinical_status", { enum: ALLERGY_STATUSES }),
    verificationStatus: text("verification_status", { enum: ALLERGY_VERIFICATIONS }),
    /** `YYYY-MM-DD`: the first day that it can have been, where the precision says less than a day. */
    onsetDate: text("onset_date"),
    onsetDatePrecision: text("onset_date_precision", { enum: DATE_PRECISIONS }),
    ...recorded(),
    notes: text(),
    /** The cell that says it, as it was. */
    sourceText: text("source_text").notNull(),
    ...timestamps(),
  },
  (table) => [
    index("allergies_patient_id_idx").on(table.patientId),
    index("allergies_legacy_id_idx").on(table.legacyId),
    check("allergies_type_known", sql`${table.type} in ${oneOf(ALLERGY_TYPES)}`),
    check("allergies_category_known", sql`${table.category} in ${oneOf(ALLERGY_CATEGORIES)}`),
    check("allergies_severity_known", sql`${table.severity} in ${oneOf(REACTION_SEVERITIES)}`),
    check(
      "allergies_criticality_known",
      sql`${table.criticality} in ${oneOf(ALLERGY_CRITICALITIES)}`,
    ),
    check(
      "allergies_clinical_status_known",
      sql`${table.clinicalStatus} in ${oneOf(ALLERGY_STATUSES)}`,
    ),
    check(
      "allergies_verification_status_known",
      sql`${table.verificationStatus} in ${oneOf(ALLERGY_VERIFICATIONS)}`,
    ),
    check(
      "allergies_onset_date_precision_known",
      sql`${table.onsetDatePrecision} in ${oneOf(DATE_PRECISIONS)}`,
    ),
  ],
);

/** What a patient takes, took, or was to take. */
export const medications = sqliteTable(
  "medications",
  {
    ...ofPatient(),
    publicId: publicId("medications"),
    prescriberId: text("prescriber_id").references(() => doctors.id),
    ...coded(),
    /** As recorded: `Metformin 500 mg`. */
    name: text().notNull(),
    ...dosed(),
    /** `YYYY-MM-DD`: the first day that it can have been, where the precision says less than a day. */
    startDate: text("start_date"),
    startDatePrecision: text("start_date_precision", { enum: DATE_PRECISIONS }),
    endDate: text("end_date"),
    endDatePrecision: text("end_date_precision", { enum: DATE_PRECISIONS }),
    status: text({ enum: MEDICATION_STATUSES }),
    reason: text(),
    ...recorded(),
    notes: text(),
    /** The cell that lists it, as it was, where it was one of several. */
    sourceText: text("source_text"),
    ...timestamps(),
  },
  (table) => [
    index("medications_patient_id_idx").on(table.patientId),
    index("medications_prescriber_id_idx").on(table.prescriberId),
    index("medications_legacy_id_idx").on(table.legacyId),
    check("medications_status_known", sql`${table.status} in ${oneOf(MEDICATION_STATUSES)}`),
    check(
      "medications_start_date_precision_known",
      sql`${table.startDatePrecision} in ${oneOf(DATE_PRECISIONS)}`,
    ),
    check(
      "medications_end_date_precision_known",
      sql`${table.endDatePrecision} in ${oneOf(DATE_PRECISIONS)}`,
    ),
  ],
);

/** What a doctor ordered for a patient on one day. */
export const prescriptions = sqliteTable(
  "prescriptions",
  {
    ...ofPatient(),
    publicId: publicId("prescriptions"),
    doctorId: text("doctor_id").references(() => doctors.id),
    visitId: text("visit_id").references(() => visits.id),
    ...coded(),
    /** As recorded: `Amoxicillin 500 mg capsules`. */
    medication: text().notNull(),
    ...dosed(),
    /** As recorded: `7 days`. */
    duration: text(),
    /** Exact decimal text. */
    quantity: text(),
    quantityUnit: text("quantity_unit"),
    refills: integer(),
    /** `YYYY-MM-DD`. */
    prescribedDate: text("prescribed_date").notNull(),
    /** `YYYY-MM-DD`: the last day that it is for. */
    endDate: text("end_date"),
    status: text({ enum: PRESCRIPTION_STATUSES }),
    instructions: text(),
    reason: text(),
    notes: text(),
    ...timestamps(),
  },
  (table) => [
    index("prescriptions_patient_id_idx").on(table.patientId),
    index("prescriptions_doctor_id_idx").on(table.doctorId),
    index("prescriptions_visit_id_idx").on(table.visitId),
    index("prescriptions_legacy_id_idx").on(table.legacyId),
    index("prescriptions_prescribed_date_idx").on(table.prescribedDate),
    check("prescriptions_status_known", sql`${table.status} in ${oneOf(PRESCRIPTION_STATUSES)}`),
  ],
);
