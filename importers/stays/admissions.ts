import { type ADMISSION_STATUSES, admissions as admissionsTable } from "../../shared/schema.ts";
import { code } from "../convert/code.ts";
import { date, time } from "../convert/date.ts";
import { legacyId } from "../convert/legacy-id.ts";
import { reference } from "../convert/reference.ts";
import { text } from "../convert/text.ts";
import { defineImporter } from "../define.ts";
import type { TogetherRow } from "../define-together.ts";
import { isAfter, isAfterDeath, isBeforeBirth, isMomentAfter, ofPatient } from "../rules.ts";
import { earliest, latest, overlapping, type Span, WITHOUT_END } from "../together.ts";
import { ADMISSION_WORDS } from "../vocabulary/account-words.ts";

const statuses: Record<(typeof ADMISSION_STATUSES)[number], string[]> = ADMISSION_WORDS;

/** A stay that is open for longer was probably never closed. */
const LONGEST_STAY = 365;
const DAY = 86_400_000;

const daysBetween = (from: string, until: string): number =>
  (Date.parse(until) - Date.parse(from)) / DAY;

/** Stays that were, or are. */
const NO_STAYS = { status: ["planned", "cancelled", "entered-in-error"] } as const;
const STAY = {
  order: ["admittedDate", "admittedTime"],
  reads: ["dischargedDate", "dischargedTime", "status", "patientId"],
} as const;

/** A stay without a discharge goes on, where the export has discharges and the stay is not said to be over. */
const stayOf =
  (filled: ReadonlySet<string>) =>
  (row: TogetherRow): Span => {
    const from = latest(row, "admittedDate", "admittedTime");
    if (row["dischargedDate"]) {
      return { from, until: earliest(row, "dischargedDate", "dischargedTime") };
    }
    const goesOn = filled.has("dischargedDate") && row["status"] !== "finished";
    return { from, until: goesOn ? WITHOUT_END : from };
  };

/** Patients' stays in a bed. */
export const admissions = defineImporter({
  entity: "admissions",
  topic: "stays",
  table: admissionsTable,
  fields: {
    legacyId: legacyId(),
    patientId: ofPatient(),
    doctorId: reference("doctors", { label: "doctor" }),
    facilityId: reference("facilities", { label: "facility" }),
    visitId: reference("visits", { label: "visit" }),
    ward: text(),
    bed: text(),
    admittedDate: date({ required: true, holds: "visited" }),
    admittedTime: time(),
    dischargedDate: date(),
    dischargedTime: time(),
    status: code({ values: statuses }),
    diagnosis: text({ holds: "notes" }),
    disposition: text(),
    notes: text({ holds: "notes" }),
  },
  rules: [
    {
      code: "dischargedDate.before-admission",
      severity: "error",
      fields: ["dischargedDate", "admittedDate"],
      advice: "The patient was discharged before being admitted. Correct one of the two.",
      broken: (row) =>
        isMomentAfter(
          { day: row.admittedDate, time: row.admittedTime },
          { day: row.dischargedDate, time: row.dischargedTime },
        ),
    },
    {
      code: "admittedDate.future",
      severity: "error",
      fields: ["admittedDate", "status"],
      advice:
        "The admission is after the day of the run but is not planned. Correct date or status.",
      broken: (row, { asOf }) => isAfter(row.admittedDate, asOf) && row.status !== "planned",
    },
    {
      code: "dischargedDate.future",
      severity: "warning",
      fields: ["dischargedDate"],
      advice: "The discharge is after the day of the run. Check the date.",
      broken: (row, { asOf }) => isAfter(row.dischargedDate, asOf),
    },
    {
      code: "dischargedDate.open",
      severity: "warning",
      fields: ["dischargedDate", "admittedDate"],
      advice: `The stay has been open for more than ${LONGEST_STAY} days. Check whether the patient was discharged.`,
      broken: ({ admittedDate, dischargedDate, status }, { asOf }) =>
        admittedDate != null &&
        dischargedDate == null &&
        status !== "cancelled" &&
        status !== "entered-in-error" &&
        daysBetween(admittedDate, asOf) > LONGEST_STAY,
    },
    {
      code: "admittedDate.before-birth",
      severity: "error",
      fields: ["admittedDate"],
      parent: "patient",
      advice: "The admission is before the patient's birth. Correct one of the two dates.",
      broken: (row, facts) => isBeforeBirth(row.admittedDate, facts),
    },
    {
      code: "admittedDate.after-death",
      severity: "warning",
      fields: ["admittedDate", "status"],
      parent: "patient",
      advice:
        "The admission is after the patient's death. Check the two dates, and whose record it is.",
      broken: (row, facts) =>
        row.status !== "cancelled" &&
        row.status !== "planned" &&
        isAfterDeath(row.admittedDate, facts),
    },
  ],
  together: [
    {
      code: "admittedDate.overlap",
      field: "admittedDate",
      advice:
        "Another stay of the patient had not ended. Both were imported as recorded; check when they began and ended.",
      by: ["patientId"],
      except: NO_STAYS,
      ...STAY,
      compare: (filled) => overlapping(stayOf(filled)),
    },
    {
      code: "bed.taken",
      field: "bed",
      advice:
        "Another patient was in the bed. Both stays were imported as recorded; check bed, admission and discharge.",
      by: ["facilityId", "ward", "bed"],
      needs: ["bed"],
      except: NO_STAYS,
      ...STAY,
      compare: (filled) => overlapping(stayOf(filled), "patientId"),
    },
  ],
});
