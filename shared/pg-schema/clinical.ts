import { sql } from "drizzle-orm";
import { check, date, index, integer, pgTable, text, uuid } from "drizzle-orm/pg-core";
import {
  ALLERGY_CATEGORIES,
  ALLERGY_CRITICALITIES,
  ALLERGY_STATUSES,
  ALLERGY_TYPES,
  ALLERGY_VERIFICATIONS,
  CONDITION_STATUSES,
  CONDITION_VERIFICATIONS,
  MEDICATION_STATUSES,
  PRESCRIPTION_STATUSES,
  REACTION_SEVERITIES,
} from "../schema/clinical.ts";
import { oneOf } from "../schema/columns.ts";
import { DATE_PRECISIONS } from "../schema/precision.ts";
import { publicId, timestamps } from "./columns.ts";
import { coded, ofPatient, recorded } from "./of-patient.ts";
import { doctors } from "./people.ts";
import { visits } from "./visits.ts";

// What patients have, react to and take: what it means stands in ../schema/clinical.ts.

const dosed = () => ({
  doseText: text("dose_text"),
  doseValue: text("dose_value"),
  doseUnit: text("dose_unit"),
  frequency: text(),
  route: text(),
});

export const conditions = pgTable(
  "conditions",
  {
    ...ofPatient(),
    publicId: publicId("conditions"),
    visitId: uuid("visit_id").references(() => visits.id),
    doctorId: uuid("doctor_id").references(() => doctors.id),
    ...coded(),
    text: text().notNull(),
    category: text(),
    severity: text(),
    clinicalStatus: text("clinical_status", { enum: CONDITION_STATUSES }),
    verificationStatus: text("verification_status", { enum: CONDITION_VERIFICATIONS }),
    onsetDate: date("onset_date"),
    onsetDatePrecision: text("onset_date_precision", { enum: DATE_PRECISIONS }),
    abatementDate: date("abatement_date"),
    abatementDatePrecision: text("abatement_date_precision", { enum: DATE_PRECISIONS }),
    ...recorded(),
    notes: text(),
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

export const allergies = pgTable(
  "allergies",
  {
    ...ofPatient(),
    publicId: publicId("allergies"),
    ...coded(),
    substance: text().notNull(),
    type: text({ enum: ALLERGY_TYPES }),
    category: text({ enum: ALLERGY_CATEGORIES }),
    reaction: text(),
    severity: text({ enum: REACTION_SEVERITIES }),
    criticality: text({ enum: ALLERGY_CRITICALITIES }),
    clinicalStatus: text("clinical_status", { enum: ALLERGY_STATUSES }),
    verificationStatus: text("verification_status", { enum: ALLERGY_VERIFICATIONS }),
    onsetDate: date("onset_date"),
    onsetDatePrecision: text("onset_date_precision", { enum: DATE_PRECISIONS }),
    ...recorded(),
    notes: text(),
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

export const medications = pgTable(
  "medications",
  {
    ...ofPatient(),
    publicId: publicId("medications"),
    prescriberId: uuid("prescriber_id").references(() => doctors.id),
    ...coded(),
    name: text().notNull(),
    ...dosed(),
    startDate: date("start_date"),
    startDatePrecision: text("start_date_precision", { enum: DATE_PRECISIONS }),
    endDate: date("end_date"),
    endDatePrecision: text("end_date_precision", { enum: DATE_PRECISIONS }),
    status: text({ enum: MEDICATION_STATUSES }),
    reason: text(),
    ...recorded(),
    notes: text(),
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

export const prescriptions = pgTable(
  "prescriptions",
  {
    ...ofPatient(),
    publicId: publicId("prescriptions"),
    doctorId: uuid("doctor_id").references(() => doctors.id),
    visitId: uuid("visit_id").references(() => visits.id),
    ...coded(),
    medication: text().notNull(),
    ...dosed(),
    duration: text(),
    quantity: text(),
    quantityUnit: text("quantity_unit"),
    refills: integer(),
    prescribedDate: date("prescribed_date").notNull(),
    endDate: date("end_date"),
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
