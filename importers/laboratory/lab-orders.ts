import { labOrders as labOrdersTable } from "../../shared/schema.ts";
import { code } from "../convert/code.ts";
import { date, time } from "../convert/date.ts";
import { legacyId } from "../convert/legacy-id.ts";
import { reference } from "../convert/reference.ts";
import { text } from "../convert/text.ts";
import { defineImporter } from "../define.ts";
import { isAfter, isBeforeBirth, lastDay, ofPatient } from "../rules.ts";
import { LAB_ORDER_WORDS, PRIORITY_WORDS } from "../vocabulary/status-words.ts";

/** Of these, a day to come is none to correct. */
const AHEAD = new Set(["draft", "active", "on-hold"]);

/** What laboratories were asked for. */
export const labOrders = defineImporter({
  entity: "labOrders",
  topic: "laboratory",
  table: labOrdersTable,
  fields: {
    legacyId: legacyId(),
    patientId: ofPatient(),
    doctorId: reference("doctors", { label: "doctor" }),
    requester: text({ holds: "person" }),
    visitId: reference("visits", { label: "visit" }),
    admissionId: reference("admissions", { label: "admission" }),
    accessionNumber: text(),
    code: text(),
    codeSystem: text(),
    sourceCode: text(),
    text: text({ holds: "notes" }),
    orderedDate: date({ required: true, precisionColumn: "orderedDatePrecision" }),
    orderedTime: time({ dayField: "orderedDate" }),
    status: code({ values: LAB_ORDER_WORDS }),
    priority: code({ values: PRIORITY_WORDS }),
    specimen: text(),
    reason: text({ holds: "notes" }),
    performer: text({ holds: "person" }),
    recordedDate: date(),
    recordedBy: text({ holds: "person" }),
    notes: text({ holds: "notes" }),
    legacyCreatedAt: text(),
    legacyUpdatedAt: text(),
  },
  rules: [
    {
      code: "orderedDate.future",
      severity: "error",
      fields: ["orderedDate", "status"],
      advice:
        "The order is of a day after the run, and is neither a draft nor open. Correct date or status.",
      broken: (row, { asOf }) => isAfter(row.orderedDate, asOf) && !AHEAD.has(row.status ?? ""),
    },
    {
      code: "orderedDate.before-birth",
      severity: "error",
      fields: ["orderedDate"],
      parent: "patient",
      advice: "The order is dated before the patient's birth. Correct one of the two dates.",
      broken: (row, facts) =>
        isBeforeBirth(lastDay(row.orderedDate, row.orderedDatePrecision), facts),
    },
  ],
});
