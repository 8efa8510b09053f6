import { sql } from "drizzle-orm";
import { check, index, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { oneOf, publicId, timestamps } from "./columns.ts";
import { COMPARATORS, OBSERVATION_STATUSES } from "./observation.ts";
import { coded, ofPatient, recorded, stamped } from "./of-patient.ts";
import { DATE_PRECISIONS } from "./precision.ts";
import { admissions } from "./stays.ts";
import { visits } from "./visits.ts";

const plain = (column: string) => text(column);

/** What is measured, by the column that has the number. */
export const MEASURES = {
  systolic: "systolic",
  diastolic: "diastolic",
  pulse: "pulse",
  respiratoryRate: "respiratory_rate",
  temperature: "temperature",
  oxygenSaturation: "oxygen_saturation",
  weight: "weight",
  height: "height",
  headCircumference: "head_circumference",
  bmi: "bmi",
  bloodGlucose: "blood_glucose",
  painScore: "pain_score",
} as const;

type Measure = keyof typeof MEASURES;
export type MeasureColumn = Measure | `${Measure}Unit` | `${Measure}Text`;

/** Of each measure the exact number as text, the unit as written, and the cell as it was. Nothing is converted. */
const measures = () =>
  Object.fromEntries(
    Object.entries(MEASURES).flatMap(([key, column]) => [
      [key, plain(column)],
      [`${key}Unit`, plain(`${column}_unit`)],
      [`${key}Text`, plain(`${column}_text`)],
    ]),
  ) as Record<MeasureColumn, ReturnType<typeof plain>>;

/**
 * What was measured of a patient at one time (FHIR: Observations of the category vital-signs). One record is one row:
 * several measures, each in columns of its own, or one that `text` and `code` name. Null is what was not recorded.
 */
export const vitalSigns = sqliteTable(
  "vital_signs",
  {
    ...ofPatient(),
    publicId: publicId("vitalSigns"),
    visitId: text("visit_id").references(() => visits.id),
    admissionId: text("admission_id").references(() => admissions.id),
    /** `YYYY-MM-DD`: the first day that it can have been, where the precision says less than a day. */
    measuredDate: text("measured_date"),
    measuredDatePrecision: text("measured_date_precision", { enum: DATE_PRECISIONS }),
    /** `HH:MM`, the hospital's local time, 24 hours. */
    measuredTime: text("measured_time"),
    /** The cell as it was: `120/80`. */
    bloodPressureText: text("blood_pressure_text"),
    ...measures(),
    ...coded(),
    /** What was measured, as recorded, where the record is of one measure. */
    text: text(),
    /** The cell as it was. */
    valueText: text("value_text"),
    /** Exact decimal text, with a point; null where the value is no number. */
    valueNumber: text("value_number"),
    comparator: text({ enum: COMPARATORS }),
    /** As written. */
    unit: text(),
    /** As recorded: an arm, a side; sitting or lying. */
    bodySite: text("body_site"),
    bodyPosition: text("body_position"),
    method: text(),
    status: text({ enum: OBSERVATION_STATUSES }),
    /** As recorded: who measured it. */
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
