import { sql } from "drizzle-orm";
import { check, date, index, pgTable, text, time, uuid } from "drizzle-orm/pg-core";
import { oneOf } from "../schema/columns.ts";
import { COMPARATORS, OBSERVATION_STATUSES } from "../schema/observation.ts";
import { DATE_PRECISIONS } from "../schema/precision.ts";
import { MEASURES, type MeasureColumn } from "../schema/vital-signs.ts";
import { publicId, timestamps } from "./columns.ts";
import { coded, ofPatient, recorded, stamped } from "./of-patient.ts";
import { admissions } from "./stays.ts";
import { visits } from "./visits.ts";

// What was measured: what it means stands in ../schema/vital-signs.ts.

const plain = (column: string) => text(column);

const measures = () =>
  Object.fromEntries(
    Object.entries(MEASURES).flatMap(([key, column]) => [
      [key, plain(column)],
      [`${key}Unit`, plain(`${column}_unit`)],
      [`${key}Text`, plain(`${column}_text`)],
    ]),
  ) as Record<MeasureColumn, ReturnType<typeof plain>>;

export const vitalSigns = pgTable(
  "vital_signs",
  {
    ...ofPatient(),
    publicId: publicId("vitalSigns"),
    visitId: uuid("visit_id").references(() => visits.id),
    admissionId: uuid("admission_id").references(() => admissions.id),
    measuredDate: date("measured_date"),
    measuredDatePrecision: text("measured_date_precision", { enum: DATE_PRECISIONS }),
    measuredTime: time("measured_time"),
    bloodPressureText: text("blood_pressure_text"),
    ...measures(),
    ...coded(),
    text: text(),
    valueText: text("value_text"),
    valueNumber: text("value_number"),
    comparator: text({ enum: COMPARATORS }),
    unit: text(),
    bodySite: text("body_site"),
    bodyPosition: text("body_position"),
    method: text(),
    status: text({ enum: OBSERVATION_STATUSES }),
    performer: text(),
    ...recorded(),
    notes: text(),
    ...stamped(),
    ...timestamps(),
  },
  (table) => [
    index("vital_signs_patient_id_idx").on(table.patientId),
    index("vital_signs_visit_id_idx").on(table.visitId),
    index("vital_signs_admission_id_idx").on(table.admissionId),
    index("vital_signs_legacy_id_idx").on(table.legacyId),
    index("vital_signs_measured_date_idx").on(table.measuredDate),
    check("vital_signs_status_known", sql`${table.status} in ${oneOf(OBSERVATION_STATUSES)}`),
    check("vital_signs_comparator_known", sql`${table.comparator} in ${oneOf(COMPARATORS)}`),
    check(
      "vital_signs_measured_date_precision_known",
      sql`${table.measuredDatePrecision} in ${oneOf(DATE_PRECISIONS)}`,
    ),
  ],
);
