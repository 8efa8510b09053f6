import { vitalSigns as vitalSignsTable } from "../../shared/schema.ts";
import { bloodPressure, readBloodPressure } from "../convert/blood-pressure.ts";
import { code } from "../convert/code.ts";
import { date, time } from "../convert/date.ts";
import { legacyId } from "../convert/legacy-id.ts";
import { completeValue, measured, measuredParts } from "../convert/measured.ts";
import { reference } from "../convert/reference.ts";
import { text } from "../convert/text.ts";
import { type DraftOf, defineImporter } from "../define.ts";
import { isAfter, isBeforeBirth, lastDay, ofPatient } from "../rules.ts";
import { COMPARATOR_WORDS, OBSERVATION_WORDS } from "../vocabulary/status-words.ts";
import { isImpossible, MEASURES } from "./possible-measures.ts";

type Row = DraftOf<typeof vitalSignsTable>;

/** A measure that has columns of its own. */
const measure = <const Name extends string>(name: Name) =>
  measured({ column: `${name}Text`, numberColumn: name });

/** What was measured of patients: temperature, pulse, blood pressure, weight, ... */
export const vitalSigns = defineImporter({
  entity: "vitalSigns",
  topic: "clinical",
  harm: "a dose follows from a wrong weight, or an alarming trend goes unseen",
  table: vitalSignsTable,
  fields: {
    legacyId: legacyId(),
    patientId: ofPatient(),
    visitId: reference("visits", { label: "visit" }),
    admissionId: reference("admissions", { label: "admission" }),
    measuredDate: date({ precisionColumn: "measuredDatePrecision" }),
    measuredTime: time({ dayField: "measuredDate" }),
    bloodPressure: bloodPressure({ column: "bloodPressureText" }),
    systolic: measure("systolic"),
    systolicUnit: text(),
    diastolic: measure("diastolic"),
    diastolicUnit: text(),
    pulse: measure("pulse"),
    pulseUnit: text(),
    respiratoryRate: measure("respiratoryRate"),
    respiratoryRateUnit: text(),
    temperature: measure("temperature"),
    temperatureUnit: text(),
    oxygenSaturation: measure("oxygenSaturation"),
    oxygenSaturationUnit: text(),
    weight: measure("weight"),
    weightUnit: text(),
    height: measure("height"),
    heightUnit: text(),
    headCircumference: measure("headCircumference"),
    headCircumferenceUnit: text(),
    bmi: measure("bmi"),
    bmiUnit: text(),
    bloodGlucose: measure("bloodGlucose"),
    bloodGlucoseUnit: text(),
    painScore: measure("painScore"),
    painScoreUnit: text(),
    code: text(),
    codeSystem: text(),
    sourceCode: text(),
    text: text({ holds: "notes" }),
    value: measured({ column: "valueText", numberColumn: "valueNumber" }),
    comparator: code({ values: COMPARATOR_WORDS }),
    unit: text(),
    bodySite: text(),
    bodyPosition: text(),
    method: text(),
    status: code({ values: OBSERVATION_WORDS }),
    performer: text({ holds: "person" }),
    recordedDate: date(),
    recordedBy: text({ holds: "person" }),
    notes: text({ holds: "notes" }),
    legacyCreatedAt: text(),
    legacyUpdatedAt: text(),
  },
  derives: [
    "text",
    "valueText",
    "valueNumber",
    "comparator",
    "unit",
    ...MEASURES.flatMap((name) => [name, `${name}Unit`] as const),
  ],
  complete(row) {
    row.text ??= row.code ?? null;
    completeValue(row);
    for (const name of MEASURES) {
      const { number, unit } = measuredParts(row[name]);
      row[name] = number;
      row[`${name}Unit`] ??= unit;
    }
    completePressure(row);
  },
  rules: [
    {
      code: "value.missing",
      severity: "warning",
      fields: ["value", "status"],
      advice: "The record holds no measurement. It was imported as it is.",
      broken: (row) =>
        row.valueText == null &&
        row.bloodPressureText == null &&
        MEASURES.every((name) => row[`${name}Text`] == null),
    },
    {
      code: "systolic.below-diastolic",
      severity: "warning",
      fields: ["systolic", "diastolic"],
      advice:
        "The systolic pressure is not above the diastolic one. Both were imported as recorded.",
      broken: ({ systolic, diastolic }) =>
        systolic != null && diastolic != null && Number(systolic) <= Number(diastolic),
    },
    ...MEASURES.map((name) => ({
      code: `${name}.out-of-range`,
      severity: "warning" as const,
      fields: [name],
      advice:
        "The measure is outside of what is possible, in any unit or in the one that is named. It was imported as recorded: check it.",
      broken: (row: Row) => isImpossible(name, row[name], row[`${name}Unit`]),
    })),
    {
      code: "measuredDate.future",
      severity: "error",
      fields: ["measuredDate"],
      advice: "The measurement is dated after the day of the run. Correct the date.",
      broken: (row, { asOf }) => isAfter(row.measuredDate, asOf),
    },
    {
      code: "measuredDate.before-birth",
      severity: "error",
      fields: ["measuredDate"],
      parent: "patient",
      advice: "The measurement is dated before the patient's birth. Correct one of the two dates.",
      broken: (row, facts) =>
        isBeforeBirth(lastDay(row.measuredDate, row.measuredDatePrecision), facts),
    },
  ],
});

/** `120/80` are two measures, unless each has a column of its own. */
function completePressure(row: Row): void {
  const found =
    row.bloodPressureText == null ? undefined : readBloodPressure(row.bloodPressureText);
  if (found === undefined) return;
  row.systolic ??= found.systolic;
  row.diastolic ??= found.diastolic;
  row.systolicUnit ??= found.unit;
  row.diastolicUnit ??= found.unit;
}
