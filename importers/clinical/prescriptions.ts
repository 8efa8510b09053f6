import { prescriptions as prescriptionsTable } from "../../shared/schema.ts";
import { code } from "../convert/code.ts";
import { date } from "../convert/date.ts";
import { decimal } from "../convert/decimal.ts";
import { integer } from "../convert/integer.ts";
import { legacyId } from "../convert/legacy-id.ts";
import { reference } from "../convert/reference.ts";
import { text } from "../convert/text.ts";
import { defineImporter } from "../define.ts";
import { isAfter, isAfterDeath, isBeforeBirth, ofPatient } from "../rules.ts";
import { overlapping, spanOfDays } from "../together.ts";
import { PRESCRIPTION_WORDS } from "../vocabulary/status-words.ts";

/** What doctors ordered for patients. */
export const prescriptions = defineImporter({
  entity: "prescriptions",
  topic: "clinical",
  harm: "a wrong drug or a wrong dose is given",
  table: prescriptionsTable,
  fields: {
    legacyId: legacyId(),
    patientId: ofPatient(),
    doctorId: reference("doctors", { label: "doctor" }),
    visitId: reference("visits", { label: "visit" }),
    code: text(),
    codeSystem: text(),
    sourceCode: text(),
    medication: text({ required: true, holds: "notes" }),
    doseText: text(),
    doseValue: decimal(),
    doseUnit: text(),
    frequency: text(),
    route: text(),
    duration: text(),
    quantity: decimal(),
    quantityUnit: text(),
    refills: integer({ min: 0, max: 999 }),
    prescribedDate: date({ required: true }),
    endDate: date(),
    status: code({ values: PRESCRIPTION_WORDS }),
    instructions: text({ holds: "notes" }),
    reason: text({ holds: "notes" }),
    notes: text({ holds: "notes" }),
  },
  rules: [
    {
      code: "prescribedDate.future",
      severity: "error",
      fields: ["prescribedDate", "status"],
      advice:
        "The prescription is dated after the day of the run but is not a draft. Correct the date.",
      broken: (row, { asOf }) => isAfter(row.prescribedDate, asOf) && row.status !== "draft",
    },
    {
      code: "prescribedDate.before-birth",
      severity: "error",
      fields: ["prescribedDate"],
      parent: "patient",
      advice: "The prescription is dated before the patient's birth. Correct one of the two dates.",
      broken: (row, facts) => isBeforeBirth(row.prescribedDate, facts),
    },
    {
      code: "prescribedDate.after-death",
      severity: "warning",
      fields: ["prescribedDate"],
      parent: "patient",
      advice:
        "The prescription is after the patient's death. Check the two dates, and whose record it is.",
      broken: (row, facts) => isAfterDeath(row.prescribedDate, facts),
    },
    {
      code: "endDate.before-prescription",
      severity: "error",
      fields: ["endDate", "prescribedDate"],
      advice: "The prescription ends before it was made. Correct one of the two dates.",
      broken: (row) => isAfter(row.prescribedDate, row.endDate),
    },
  ],
  together: [
    {
      code: "prescribedDate.overlap",
      field: "prescribedDate",
      advice:
        "Another prescription of the same medicine had not ended. Both were imported as recorded; check whether both were meant.",
      by: ["patientId", ["code", "medication"]],
      needs: ["patientId", "endDate"],
      except: { status: ["draft", "cancelled", "entered-in-error"] },
      order: ["prescribedDate"],
      reads: ["endDate"],
      compare: () => overlapping((row) => spanOfDays(row, "prescribedDate", "endDate")),
    },
  ],
});
