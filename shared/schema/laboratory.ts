import { sql } from "drizzle-orm";
import { check, index, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { oneOf, publicId, timestamps } from "./columns.ts";
import { COMPARATORS, OBSERVATION_STATUSES } from "./observation.ts";
import { coded, ofPatient, recorded, stamped } from "./of-patient.ts";
import { doctors } from "./people.ts";
import { DATE_PRECISIONS } from "./precision.ts";
import { admissions } from "./stays.ts";
import { visits } from "./visits.ts";

// What is asked of a laboratory, and what it finds. Null is what was not recorded.

/** http://hl7.org/fhir/request-status */
export const LAB_ORDER_STATUSES = [
  "draft",
  "active",
  "on-hold",
  "revoked",
  "completed",
  "entered-in-error",
  "unknown",
] as const;

/** http://hl7.org/fhir/request-priority */
export const PRIORITIES = ["routine", "urgent", "asap", "stat"] as const;

/** http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation, as far as laboratories use it. */
export const INTERPRETATIONS = [
  ...["N", "A", "AA", "H", "HH", "HU", "L", "LL", "LU", "<", ">"],
  ...["POS", "NEG", "IND", "DET", "ND", "E", "WR", "RR"],
  ...["S", "I", "R", "NS", "SDD", "SYN-R", "SYN-S"],
  ...["B", "D", "U", "W", "CAR", "EX", "HX", "LX"],
] as const;

/** What was asked for (FHIR: ServiceRequest). */
export const labOrders = sqliteTable(
  "lab_orders",
  {
    ...ofPatient(),
    publicId: publicId("labOrders"),
    doctorId: text("doctor_id").references(() => doctors.id),
    /** As recorded: who asked for it, where that is none of the doctors. */
    requester: text(),
    visitId: text("visit_id").references(() => visits.id),
    admissionId: text("admission_id").references(() => admissions.id),
    /** The laboratory's own number of the order or its specimen: exact text. */
    accessionNumber: text("accession_number"),
    ...coded(),
    /** As recorded: the tests or the panel. */
    text: text(),
    /** `YYYY-MM-DD`: the first day that it can have been, where the precision says less than a day. */
    orderedDate: text("ordered_date").notNull(),
    orderedDatePrecision: text("ordered_date_precision", { enum: DATE_PRECISIONS }),
    /** `HH:MM`, the hospital's local time, 24 hours. */
    orderedTime: text("ordered_time"),
    status: text({ enum: LAB_ORDER_STATUSES }),
    priority: text({ enum: PRIORITIES }),
    specimen: text(),
    reason: text(),
    /** As recorded: who is to do it. */
    performer: text(),
    ...recorded(),
    notes: text(),
    ...stamped(),
    ...timestamps(),
  },
  (table) => [
    index("lab_orders_patient_id_idx").on(table.patientId),
    index("lab_orders_doctor_id_idx").on(table.doctorId),
    index("lab_orders_visit_id_idx").on(table.visitId),
    index("lab_orders_admission_id_idx").on(table.admissionId),
    index("lab_orders_legacy_id_idx").on(table.legacyId),
    index("lab_orders_accession_number_idx").on(table.accessionNumber),
    check("lab_orders_status_known", sql`${table.status} in ${oneOf(LAB_ORDER_STATUSES)}`),
    check("lab_orders_priority_known", sql`${table.priority} in ${oneOf(PRIORITIES)}`),
    check(
      "lab_orders_ordered_date_precision_known",
      sql`${table.orderedDatePrecision} in ${oneOf(DATE_PRECISIONS)}`,
    ),
  ],
);

/** What was found (FHIR: Observation). Nothing is converted or rounded. */
export const labResults = sqliteTable(
  "lab_results",
  {
    ...ofPatient(),
    publicId: publicId("labResults"),
    /** Null where the export has no orders. */
    orderId: text("order_id").references(() => labOrders.id),
    visitId: text("visit_id").references(() => visits.id),
    admissionId: text("admission_id").references(() => admissions.id),
    /** The laboratory's own number of the order or its specimen: exact text. */
    accessionNumber: text("accession_number"),
    ...coded(),
    /** As recorded: `Haemoglobin`; the code, where nothing else was. */
    name: text().notNull(),
    /** As recorded: laboratory, vital-signs, imaging, ... */
    category: text(),
    /** As recorded: the panel that it is part of. */
    panel: text(),
    /** The cell as it was: `<0.01`, `5,4 mmol/L`, `negative`, `1:160`. */
    valueText: text("value_text"),
    /** Exact decimal text, with a point; null where the value is no number. */
    valueNumber: text("value_number"),
    comparator: text({ enum: COMPARATORS }),
    /** As written. */
    unit: text(),
    /** Exact decimal text. */
    refLow: text("ref_low"),
    refHigh: text("ref_high"),
    /** The reference range as recorded: `3.5-5.1`, `< 200`, `M: 13-17, F: 12-15`. */
    refText: text("ref_text"),
    /** As recorded: `H*`. */
    flag: text(),
    /** What the flag says, if that is known. */
    interpretation: text({ enum: INTERPRETATIONS }),
    specimen: text(),
    method: text(),
    /** `YYYY-MM-DD`: the first day that it can have been, where the precision says less than a day. */
    collectedDate: text("collected_date"),
    collectedDatePrecision: text("collected_date_precision", { enum: DATE_PRECISIONS }),
    /** `HH:MM`, the hospital's local time, 24 hours. */
    collectedTime: text("collected_time"),
    reportedDate: text("reported_date"),
    reportedDatePrecision: text("reported_date_precision", { enum: DATE_PRECISIONS }),
    reportedTime: text("reported_time"),
    status: text({ enum: OBSERVATION_STATUSES }),
    /** As recorded: who measured it, and who answers for it. */
    performer: text(),
    verifiedBy: text("verified_by"),
    ...recorded(),
    notes: text(),
    ...stamped(),
    ...timestamps(),
  },
  (table) => [
    index("lab_results_patient_id_idx").on(table.patientId),
    index("lab_results_order_id_idx").on(table.orderId),
    index("lab_results_visit_id_idx").on(table.visitId),
    index("lab_results_admission_id_idx").on(table.admissionId),
    index("lab_results_legacy_id_idx").on(table.legacyId),
    index("lab_results_collected_date_idx").on(table.collectedDate),
    check("lab_results_status_known", sql`${table.status} in ${oneOf(OBSERVATION_STATUSES)}`),
    check("lab_results_comparator_known", sql`${table.comparator} in ${oneOf(COMPARATORS)}`),
    check(
      "lab_results_interpretation_known",
      sql`${table.interpretation} in ${oneOf(INTERPRETATIONS)}`,
    ),
    check(
      "lab_results_collected_date_precision_known",
      sql`${table.collectedDatePrecision} in ${oneOf(DATE_PRECISIONS)}`,
    ),
    check(
      "lab_results_reported_date_precision_known",
      sql`${table.reportedDatePrecision} in ${oneOf(DATE_PRECISIONS)}`,
    ),
  ],
);
