import { INTERPRETATIONS, labResults as labResultsTable } from "../../shared/schema.ts";
import { code } from "../convert/code.ts";
import { date, time } from "../convert/date.ts";
import { decimal } from "../convert/decimal.ts";
import { flag, interpretationOf } from "../convert/interpretation.ts";
import { legacyId } from "../convert/legacy-id.ts";
import { completeValue, isUnitOrFlag, measured, namesOtherUnit } from "../convert/measured.ts";
import { reference } from "../convert/reference.ts";
import { rangeEnds, referenceRange } from "../convert/reference-range.ts";
import { text } from "../convert/text.ts";
import { type Draft, type DraftOf, defineImporter } from "../define.ts";
import {
  isAfter,
  isBeforeBirth,
  isMomentAfter,
  isOfAnotherPatient,
  type LocalMoment,
  lastDay,
  ofPatient,
  textOf,
} from "../rules.ts";
import { COMPARATOR_WORDS, OBSERVATION_WORDS } from "../vocabulary/status-words.ts";

/** What laboratories found. */
export const labResults = defineImporter({
  entity: "labResults",
  topic: "laboratory",
  harm: "an abnormal result goes unseen, or a treatment follows from a wrong one",
  table: labResultsTable,
  fields: {
    legacyId: legacyId(),
    patientId: ofPatient(),
    orderId: reference("labOrders", {
      label: "order",
      owner: true,
      carry: ["patientId", "orderedDate", "orderedTime"],
    }),
    visitId: reference("visits", { label: "visit" }),
    admissionId: reference("admissions", { label: "admission" }),
    accessionNumber: text(),
    code: text(),
    codeSystem: text(),
    sourceCode: text(),
    name: text({ holds: "notes" }),
    category: text(),
    panel: text(),
    // What follows them overwrites what they say of number and ends of the range.
    value: measured({ column: "valueText", numberColumn: "valueNumber" }),
    range: referenceRange({ column: "refText", endsColumn: "refLow" }),
    valueNumber: decimal({ comparatorColumn: "comparator" }),
    comparator: code({ values: COMPARATOR_WORDS }),
    unit: text(),
    refLow: decimal(),
    refHigh: decimal(),
    flag: flag({ interpretationColumn: "interpretation", values: INTERPRETATIONS }),
    specimen: text(),
    method: text(),
    collectedDate: date({ precisionColumn: "collectedDatePrecision" }),
    collectedTime: time({ dayField: "collectedDate" }),
    reportedDate: date({ precisionColumn: "reportedDatePrecision" }),
    reportedTime: time({ dayField: "reportedDate" }),
    status: code({ values: OBSERVATION_WORDS }),
    performer: text({ holds: "person" }),
    verifiedBy: text({ holds: "person" }),
    recordedDate: date(),
    recordedBy: text({ holds: "person" }),
    notes: text({ holds: "notes" }),
    legacyCreatedAt: text(),
    legacyUpdatedAt: text(),
  },
  derives: [
    "name",
    "valueText",
    "valueNumber",
    "comparator",
    "unit",
    "refLow",
    "refHigh",
    "flag",
    "interpretation",
  ],
  complete(row) {
    row.name ??= row.code ?? null;
    const found = completeValue(row);
    if (row.flag == null && found !== null) {
      row.flag = found;
      row.interpretation = interpretationOf(found);
    }
    const { low, high } = rangeEnds(row.refLow);
    row.refLow = low;
    row.refHigh ??= high;
  },
  rules: [
    {
      code: "name.missing",
      severity: "error",
      fields: ["name", "code"],
      advice: "Write what was measured, as a name or a code.",
      broken: (row) => !row.name,
    },
    {
      code: "value.missing",
      severity: "warning",
      fields: ["value", "status"],
      advice:
        "The result has no value, and its status does not say why. It was imported without one.",
      broken: (row) => row.valueText == null && !WITHOUT_VALUE.has(row.status ?? ""),
    },
    {
      code: "value.unit-or-flag",
      severity: "warning",
      fields: ["value"],
      advice:
        "The letter behind the number may be its unit or a flag. The number was imported without it; the cell is kept as text: check it.",
      broken: (row) => isUnitOrFlag(row),
    },
    {
      code: "unit.disagrees",
      severity: "warning",
      fields: ["unit", "value"],
      advice:
        "The value names a different unit than the unit column. The unit column was used; check which is right.",
      broken: (row) => namesOtherUnit(row.valueText, row.unit),
    },
    {
      code: "flag.against-range",
      severity: "warning",
      fields: ["flag", "value", "range"],
      advice:
        "The flag says high, low or normal, and value and reference range say otherwise. All were imported as recorded.",
      broken: (row) => isFlaggedAgainst(row),
    },
    {
      code: "order.other-patient",
      severity: "error",
      fields: ["orderId", "patientId"],
      parent: "order",
      advice: "The result belongs to a different patient than its order. Correct one of the two.",
      broken: (_, facts) => isOfAnotherPatient("order", facts),
    },
    {
      code: "collectedDate.future",
      severity: "error",
      fields: ["collectedDate"],
      advice: "The specimen was collected after the day of the run. Correct the date.",
      broken: (row, { asOf }) => isAfter(row.collectedDate, asOf) && row.status !== "registered",
    },
    {
      code: "reportedDate.future",
      severity: "error",
      fields: ["reportedDate"],
      advice: "The result is dated after the day of the run. Correct the date.",
      broken: (row, { asOf }) => isAfter(row.reportedDate, asOf),
    },
    {
      code: "reportedDate.before-collection",
      severity: "error",
      fields: ["reportedDate", "collectedDate"],
      advice:
        "The result is dated before its specimen was collected. Correct one of the two dates.",
      broken: (row) => isMomentAfter(collected(row), reported(row)),
    },
    {
      code: "reportedDate.before-order",
      severity: "error",
      fields: ["reportedDate"],
      parent: "order",
      advice: "The result is dated before its order. Correct one of the two dates.",
      broken: (row, { parents }) => isMomentAfter(ordered(parents["order"]), reported(row)),
    },
    {
      code: "collectedDate.before-order",
      severity: "warning",
      fields: ["collectedDate"],
      parent: "order",
      advice:
        "The specimen was collected before the order. That is right if a test was added to it later; otherwise check the two dates.",
      broken: (row, { parents }) =>
        isMomentAfter(ordered(parents["order"]), {
          day: lastDay(row.collectedDate, row.collectedDatePrecision),
          time: row.collectedTime,
        }),
    },
    {
      code: "collectedDate.before-birth",
      severity: "error",
      fields: ["collectedDate", "reportedDate"],
      parent: "patient",
      advice: "The result is dated before the patient's birth. Correct one of the two dates.",
      broken: (row, facts) =>
        isBeforeBirth(lastDay(row.collectedDate, row.collectedDatePrecision), facts) ||
        isBeforeBirth(lastDay(row.reportedDate, row.reportedDatePrecision), facts),
    },
  ],
});

type Result = DraftOf<typeof labResultsTable>;

/** Of these, no value is to be expected. */
const WITHOUT_VALUE = new Set(["registered", "cancelled", "entered-in-error", "unknown"]);

const collected = (row: Result): LocalMoment => ({
  day: row.collectedDate,
  time: row.collectedTime,
});

/** The latest that it can have been. */
const reported = (row: Result): LocalMoment => ({
  day: lastDay(row.reportedDate, row.reportedDatePrecision),
  time: row.reportedTime,
});

const ordered = (order: Draft | undefined): LocalMoment => ({
  day: textOf(order?.["orderedDate"]),
  time: textOf(order?.["orderedTime"]),
});

const HIGH = new Set<string | null | undefined>(["H", "HH", "HU"]);
const LOW = new Set<string | null | undefined>(["L", "LL", "LU"]);

/** Whether a flag says the opposite of where the number lies; what lies below a bound is not known exactly. */
function isFlaggedAgainst(row: Result): boolean {
  const { valueNumber, comparator, refLow, refHigh, interpretation } = row;
  if (valueNumber == null || comparator != null || interpretation == null) return false;
  const number = Number(valueNumber);
  const isAbove = refHigh != null && number > Number(refHigh);
  const isBelow = refLow != null && number < Number(refLow);
  if (interpretation === "N") return isAbove || isBelow;
  if (HIGH.has(interpretation)) return refHigh != null && !isAbove;
  return LOW.has(interpretation) && refLow != null && !isBelow;
}
