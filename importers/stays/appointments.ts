import {
  type APPOINTMENT_STATUSES,
  appointments as appointmentsTable,
} from "../../shared/schema.ts";
import { code } from "../convert/code.ts";
import { date, time } from "../convert/date.ts";
import { legacyId } from "../convert/legacy-id.ts";
import { reference } from "../convert/reference.ts";
import { text } from "../convert/text.ts";
import { defineImporter } from "../define.ts";
import { isAfter, isBeforeBirth, ofPatient } from "../rules.ts";
import { overlapping } from "../together.ts";
import { APPOINTMENT_WORDS } from "../vocabulary/account-words.ts";

const statuses: Record<(typeof APPOINTMENT_STATUSES)[number], string[]> = APPOINTMENT_WORDS;

/** What is still to come. */
const OPEN: ReadonlySet<string> = new Set(["proposed", "pending", "waitlist", "booked"]);

/** Times at which patients are to be seen. */
export const appointments = defineImporter({
  entity: "appointments",
  topic: "stays",
  table: appointmentsTable,
  fields: {
    legacyId: legacyId(),
    patientId: ofPatient(),
    doctorId: reference("doctors", { label: "doctor" }),
    facilityId: reference("facilities", { label: "facility" }),
    visitId: reference("visits", { label: "visit" }),
    appointmentDate: date({ required: true, holds: "visited" }),
    startTime: time(),
    endTime: time(),
    status: code({ values: statuses }),
    reason: text({ holds: "notes" }),
    notes: text({ holds: "notes" }),
  },
  rules: [
    {
      code: "endTime.before-start",
      severity: "error",
      fields: ["endTime", "startTime"],
      advice: "The appointment ends before it starts. Correct one of the two times.",
      broken: (row) => isAfter(row.startTime, row.endTime),
    },
    {
      code: "status.past",
      severity: "warning",
      fields: ["status", "appointmentDate"],
      advice:
        "The day of the appointment has passed, but it is still open. Check what became of it.",
      broken: (row, { asOf }) => OPEN.has(row.status ?? "") && isAfter(asOf, row.appointmentDate),
    },
    {
      code: "appointmentDate.before-birth",
      severity: "error",
      fields: ["appointmentDate"],
      parent: "patient",
      advice: "The appointment is before the patient's birth. Correct one of the two dates.",
      broken: (row, facts) => isBeforeBirth(row.appointmentDate, facts),
    },
  ],
  together: [
    {
      code: "startTime.taken",
      field: "startTime",
      advice:
        "The doctor has another appointment at this time. Both were imported as recorded; check doctor and times.",
      by: ["doctorId", "appointmentDate"],
      needs: ["doctorId", "startTime"],
      except: {
        status: ["proposed", "pending", "waitlist", "cancelled", "noshow", "entered-in-error"],
      },
      order: ["startTime"],
      reads: ["endTime"],
      compare: () =>
        overlapping(({ startTime, endTime }) => {
          // One without an end takes a moment.
          const from = String(startTime);
          return {
            from,
            until: endTime == null || endTime === from ? `${from}:01` : String(endTime),
          };
        }),
    },
  ],
});
