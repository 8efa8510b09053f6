import { medications as medicationsTable } from "../../shared/schema.ts";
import { code } from "../convert/code.ts";
import { date } from "../convert/date.ts";
import { decimal } from "../convert/decimal.ts";
import { legacyId } from "../convert/legacy-id.ts";
import { reference } from "../convert/reference.ts";
import { text } from "../convert/text.ts";
import { defineImporter } from "../define.ts";
import { isAfter, isBeforeBirth, lastDay, ofPatient } from "../rules.ts";
import { overlapping, spanOfDays } from "../together.ts";
import { MEDICATION_WORDS } from "../vocabulary/status-words.ts";

/** What patients take, took, or were to take. */
export const medications = defineImporter({
  entity: "medications",
  topic: "clinical",
  harm: "a drug is missed, given twice, or given with one that it must not be given with",
  table: medicationsTable,
  fields: {
    legacyId: legacyId(),
    patientId: ofPatient(),
    prescriberId: reference("doctors", { label: "prescriber" }),
    code: text(),
    codeSystem: text(),
    sourceCode: text(),
    name: text({ required: true, holds: "notes" }),
    doseText: text(),
    doseValue: decimal(),
    doseUnit: text(),
    frequency: text(),
    route: text(),
    startDate: date({ precisionColumn: "startDatePrecision" }),
    endDate: date({ precisionColumn: "endDatePrecision" }),
    status: code({ values: MEDICATION_WORDS }),
    reason: text({ holds: "notes" }),
    recordedDate: date(),
    recordedBy: text({ holds: "person" }),
    notes: text({ holds: "notes" }),
  },
  rules: [
    {
      code: "startDate.before-birth",
      severity: "error",
      fields: ["startDate"],
      parent: "patient",
      advice: "The medication starts before the patient's birth. Correct one of the two dates.",
      broken: (row, facts) => isBeforeBirth(lastDay(row.startDate, row.startDatePrecision), facts),
    },
    {
      code: "endDate.before-start",
      severity: "error",
      fields: ["endDate", "startDate"],
      advice: "The medication ends before it starts. Correct one of the two dates.",
      broken: (row) => isAfter(row.startDate, lastDay(row.endDate, row.endDatePrecision)),
    },
    {
      code: "startDate.future",
      severity: "warning",
      fields: ["startDate", "status"],
      advice: "The medication starts after the day of the run but is not marked as intended.",
      broken: (row, { asOf }) => isAfter(row.startDate, asOf) && row.status !== "intended",
    },
    {
      code: "status.ended",
      severity: "warning",
      fields: ["status", "endDate"],
      advice:
        "The medication ended before the day of the run but is marked active. Check date and status.",
      broken: (row, { asOf }) =>
        isAfter(asOf, lastDay(row.endDate, row.endDatePrecision)) && row.status === "active",
    },
  ],
  together: [
    {
      code: "startDate.overlap",
      field: "startDate",
      advice:
        "Another record has the patient take the same medicine at the same time. Both were imported as recorded; check whether both were taken.",
      by: ["patientId", ["code", "name"]],
      needs: ["patientId", "startDate", "endDate"],
      except: { status: ["intended", "not-taken", "entered-in-error"] },
      order: ["startDate"],
      reads: ["startDatePrecision", "endDate"],
      compare: () => overlapping((row) => spanOfDays(row, "startDate", "endDate")),
    },
  ],
});
