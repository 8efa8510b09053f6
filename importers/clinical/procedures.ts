import { procedures as proceduresTable } from "../../shared/schema.ts";
import { code } from "../convert/code.ts";
import { date, time } from "../convert/date.ts";
import { legacyId } from "../convert/legacy-id.ts";
import { reference } from "../convert/reference.ts";
import { text } from "../convert/text.ts";
import { defineImporter } from "../define.ts";
import { isAfter, isBeforeBirth, isMomentAfter, lastDay, ofPatient, textOf } from "../rules.ts";
import { PROCEDURE_WORDS } from "../vocabulary/status-words.ts";

/** Of these, a day to come is none to correct. */
const AHEAD = new Set(["preparation", "on-hold", "not-done"]);

/** What was done to patients, and what was not. */
export const procedures = defineImporter({
  entity: "procedures",
  topic: "clinical",
  harm: "an operation is planned without knowing of an earlier one",
  table: proceduresTable,
  fields: {
    legacyId: legacyId(),
    patientId: ofPatient(),
    doctorId: reference("doctors", { label: "doctor" }),
    visitId: reference("visits", { label: "visit" }),
    admissionId: reference("admissions", {
      label: "admission",
      carry: ["admittedDate", "dischargedDate"],
    }),
    code: text(),
    codeSystem: text(),
    sourceCode: text(),
    text: text({ holds: "notes" }),
    category: text(),
    performedDate: date({ precisionColumn: "performedDatePrecision" }),
    performedTime: time({ dayField: "performedDate" }),
    endDate: date({ precisionColumn: "endDatePrecision" }),
    endTime: time({ dayField: "endDate" }),
    status: code({ values: PROCEDURE_WORDS }),
    statusReason: text({ holds: "notes" }),
    bodySite: text(),
    reason: text({ holds: "notes" }),
    outcome: text({ holds: "notes" }),
    complication: text({ holds: "notes" }),
    anesthesia: text(),
    performer: text({ holds: "person" }),
    location: text(),
    recordedDate: date(),
    recordedBy: text({ holds: "person" }),
    notes: text({ holds: "notes" }),
    legacyCreatedAt: text(),
    legacyUpdatedAt: text(),
  },
  derives: ["text"],
  complete(row) {
    row.text ??= row.code ?? null;
  },
  rules: [
    {
      code: "text.missing",
      severity: "error",
      fields: ["text", "code"],
      advice: "Write what was done, as a text or a code.",
      broken: (row) => !row.text,
    },
    {
      code: "performedDate.future",
      severity: "error",
      fields: ["performedDate", "status"],
      advice:
        "The procedure is dated after the day of the run but is not marked as planned. Correct date or status.",
      broken: (row, { asOf }) => isAfter(row.performedDate, asOf) && !AHEAD.has(row.status ?? ""),
    },
    {
      code: "performedDate.before-birth",
      severity: "error",
      fields: ["performedDate"],
      parent: "patient",
      advice: "The procedure is dated before the patient's birth. Correct one of the two dates.",
      broken: (row, facts) =>
        isBeforeBirth(lastDay(row.performedDate, row.performedDatePrecision), facts),
    },
    {
      code: "endDate.before-start",
      severity: "error",
      fields: ["endDate", "performedDate"],
      advice: "The procedure ends before it starts. Correct one of the two dates.",
      broken: (row) =>
        isMomentAfter(
          { day: row.performedDate, time: row.performedTime },
          { day: lastDay(row.endDate, row.endDatePrecision), time: row.endTime },
        ),
    },
    {
      code: "performedDate.outside-admission",
      severity: "warning",
      fields: ["performedDate"],
      parent: "admission",
      advice: "The procedure is dated outside of the admission that it names. Check the dates.",
      broken: (row, { parents }) => {
        const { admittedDate, dischargedDate } = parents["admission"] ?? {};
        const latest = lastDay(row.performedDate, row.performedDatePrecision);
        return (
          isAfter(textOf(admittedDate), latest) ||
          isAfter(row.performedDate, textOf(dischargedDate))
        );
      },
    },
  ],
});
