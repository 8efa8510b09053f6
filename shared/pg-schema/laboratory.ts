import { sql } from "drizzle-orm";
import { check, date, index, pgTable, text, time, uuid } from "drizzle-orm/pg-core";
import { oneOf } from "../schema/columns.ts";
import { INTERPRETATIONS, LAB_ORDER_STATUSES, PRIORITIES } from "../schema/laboratory.ts";
import { COMPARATORS, OBSERVATION_STATUSES } from "../schema/observation.ts";
import { DATE_PRECISIONS } from "../schema/precision.ts";
import { publicId, timestamps } from "./columns.ts";
import { coded, ofPatient, recorded, stamped } from "./of-patient.ts";
import { doctors } from "./people.ts";
import { admissions } from "./stays.ts";
import { visits } from "./visits.ts";

// What is asked of a laboratory, and what it finds: what it means stands in ../schema/laboratory.ts.

export const labOrders = pgTable(
  "lab_orders",
  {
    ...ofPatient(),
    publicId: publicId("labOrders"),
    doctorId: uuid("doctor_id").references(() => doctors.id),
    requester: text(),
    visitId: uuid("visit_id").references(() => visits.id),
    admissionId: uuid("admission_id").references(() => admissions.id),
    accessionNumber: text("accession_number"),
    ...coded(),
    text: text(),
    orderedDate: date("ordered_date").notNull(),
    orderedDatePrecision: text("ordered_date_precision", { enum: DATE_PRECISIONS }),
    orderedTime: time("ordered_time"),
    status: text({ enum: LAB_ORDER_STATUSES }),
    priority: text({ enum: PRIORITIES }),
    specimen: text(),
    reason: text(),
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

export const labResults = pgTable(
  "lab_results",
  {
    ...ofPatient(),
    publicId: publicId("labResults"),
    orderId: uuid("order_id").references(() => labOrders.id),
    visitId: uuid("visit_id").references(() => visits.id),
    admissionId: uuid("admission_id").references(() => admissions.id),
    accessionNumber: text("accession_number"),
    ...coded(),
    name: text().notNull(),
    category: text(),
    panel: text(),
    valueText: text("value_text"),
    valueNumber: text("value_number"),
    comparator: text({ enum: COMPARATORS }),
    unit: text(),
    refLow: text("ref_low"),
    refHigh: text("ref_high"),
    refText: text("ref_text"),
    flag: text(),
    interpretation: text({ enum: INTERPRETATIONS }),
    specimen: text(),
    method: text(),
    collectedDate: date("collected_date"),
    collectedDatePrecision: text("collected_date_precision", { enum: DATE_PRECISIONS }),
    collectedTime: time("collected_time"),
    reportedDate: date("reported_date"),
    reportedDatePrecision: text("reported_date_precision", { enum: DATE_PRECISIONS }),
    reportedTime: time("reported_time"),
    status: text({ enum: OBSERVATION_STATUSES }),
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
