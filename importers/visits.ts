import { type VISIT_STATUSES, visits as visitsTable } from "../shared/schema.ts";
import { code } from "./convert/code.ts";
import { date, time } from "./convert/date.ts";
import { legacyId } from "./convert/legacy-id.ts";
import { money } from "./convert/money.ts";
import { reference } from "./convert/reference.ts";
import { text } from "./convert/text.ts";
import { defineImporter } from "./define.ts";
import { isAfter, isAfterDeath, isBeforeBirth, ofPatient } from "./rules.ts";

const statuses: Record<(typeof VISIT_STATUSES)[number], string[]> = {
  scheduled: ["booked", "planned"],
  in_progress: ["in progress", "in-progress", "open"],
  completed: ["complete", "finished", "closed", "discharged"],
  cancelled: ["canceled"],
  no_show: ["no show", "no-show"],
};

/** Encounters of a patient with the hospital. */
export const visits = defineImporter({
  entity: "visits",
  topic: "stays",
  table: visitsTable,
  fields: {
    legacyId: legacyId(),
    patientId: ofPatient(),
    doctorId: reference("doctors", { label: "doctor", required: true }),
    visitDate: date({ required: true, holds: "visited" }),
    visitTime: time(),
    visitType: text(),
    status: code({ values: statuses, holds: "status" }),
    consultationFee: money({
      column: "consultationFeeMinor",
      currencyColumn: "consultationFeeCurrency",
    }),
    diagnosis: text({ holds: "diagnosis" }),
    notes: text({ holds: "notes" }),
  },
  rules: [
    {
      code: "visitDate.future",
      severity: "error",
      fields: ["visitDate", "status"],
      advice: "The visit is after the day of the run but is not scheduled. Correct date or status.",
      broken: (row, { asOf }) => isAfter(row.visitDate, asOf) && row.status !== "scheduled",
    },
    {
      code: "visitDate.before-birth",
      severity: "error",
      fields: ["visitDate"],
      parent: "patient",
      advice:
        "The visit is before the patient's birth. Correct the visit's date or the birth date.",
      broken: (row, facts) => isBeforeBirth(row.visitDate, facts),
    },
    {
      code: "visitDate.after-death",
      severity: "warning",
      fields: ["visitDate", "status"],
      parent: "patient",
      advice:
        "The visit is after the patient's death. Check the two dates, and whose record it is.",
      broken: (row, facts) =>
        row.status !== "cancelled" &&
        row.status !== "no_show" &&
        isAfterDeath(row.visitDate, facts),
    },
  ],
});
