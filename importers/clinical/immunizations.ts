import { DATE_PRECISIONS, immunizations as immunizationsTable } from "../../shared/schema.ts";
import { code } from "../convert/code.ts";
import { date } from "../convert/date.ts";
import { decimal } from "../convert/decimal.ts";
import { legacyId } from "../convert/legacy-id.ts";
import { reference } from "../convert/reference.ts";
import { text } from "../convert/text.ts";
import { defineImporter } from "../define.ts";
import type { Compare, TogetherRow } from "../define-together.ts";
import { isAfter, isAfterDeath, isBeforeBirth, lastDay, ofPatient } from "../rules.ts";
import { again, lastDayOf, otherThanBefore } from "../together.ts";
import { IMMUNIZATION_WORDS } from "../vocabulary/status-words.ts";

/** Which vaccine it was: the first of these that is known. */
const VACCINE = ["vaccineId", "vaccineCode", "vaccineName"] as const;
const GIVEN = { status: ["not-done", "entered-in-error"] } as const;

/** Which dose of its series a record says it is: `2`, `2nd`, `dose 2`, `2/3`; undefined of a booster. */
function doseOf({ doseNumber }: TogetherRow): number | undefined {
  const [, dose] = /^\D*(\d{1,2})(?:\D*|\s*(?:\/|of)\s*\d+)$/u.exec(String(doseNumber ?? "")) ?? [];
  return dose === undefined ? undefined : Number(dose);
}

/** A later dose that was given before an earlier one. */
function dosesInOrder(): Compare {
  let highest: TogetherRow | undefined;
  return (row) => {
    const dose = doseOf(row);
    if (dose === undefined) return undefined;
    const before = highest;
    if (before === undefined || dose >= (doseOf(before) ?? 0)) {
      highest = row;
      return undefined;
    }
    return isAfter(String(row["administeredDate"]), lastDayOf(before, "administeredDate"))
      ? before
      : undefined;
  };
}

/** What was given to patients against diseases, and what was not. */
export const immunizations = defineImporter({
  entity: "immunizations",
  topic: "clinical",
  harm: "a dose is missed, or given twice",
  table: immunizationsTable,
  fields: {
    legacyId: legacyId(),
    patientId: ofPatient(),
    visitId: reference("visits", { label: "visit" }),
    vaccineId: reference("vaccines", { label: "vaccine", carry: ["name"] }),
    vaccineCode: text(),
    codeSystem: text(),
    vaccineName: text(),
    administeredDate: date({ required: true, precisionColumn: "administeredDatePrecision" }),
    doseNumber: text(),
    seriesDoses: text(),
    doseValue: decimal(),
    doseUnit: text(),
    lotNumber: text(),
    manufacturer: text(),
    expirationDate: date({ precisionColumn: "expirationDatePrecision" }),
    site: text(),
    route: text(),
    doctorId: reference("doctors", { label: "doctor" }),
    administeredById: reference("users", { label: "administeredBy" }),
    facilityId: reference("facilities", { label: "facility" }),
    performer: text({ holds: "person" }),
    location: text(),
    status: code({ values: IMMUNIZATION_WORDS }),
    statusReason: text({ holds: "notes" }),
    recordedDate: date(),
    recordedBy: text({ holds: "person" }),
    notes: text({ holds: "notes" }),
  },
  rules: [
    {
      code: "vaccine.missing",
      severity: "error",
      fields: ["vaccineId", "vaccineCode", "vaccineName"],
      parent: "vaccine",
      advice: "Say which vaccine it was: by its id, its code or its name.",
      broken: (row, { parents }) =>
        parents["vaccine"] === undefined && !row.vaccineCode && !row.vaccineName,
    },
    {
      code: "administeredDate.future",
      severity: "error",
      fields: ["administeredDate"],
      advice: "The vaccination is dated after the day of the run. Correct the date.",
      broken: (row, { asOf }) => isAfter(row.administeredDate, asOf),
    },
    {
      code: "administeredDate.before-birth",
      severity: "error",
      fields: ["administeredDate"],
      parent: "patient",
      advice: "The vaccination is dated before the patient's birth. Correct one of the two dates.",
      broken: (row, facts) =>
        isBeforeBirth(lastDay(row.administeredDate, row.administeredDatePrecision), facts),
    },
    {
      code: "administeredDate.after-death",
      severity: "warning",
      fields: ["administeredDate", "status"],
      parent: "patient",
      advice:
        "The vaccine is after the patient's death. Check the two dates, and whose record it is.",
      broken: (row, facts) =>
        row.status !== "not-done" && isAfterDeath(row.administeredDate, facts),
    },
    {
      code: "expirationDate.before-administration",
      severity: "error",
      fields: ["expirationDate", "administeredDate"],
      advice: "The vaccine had expired when it was given. Correct one of the two dates.",
      broken: (row) =>
        row.status !== "not-done" &&
        isAfter(row.administeredDate, lastDay(row.expirationDate, row.expirationDatePrecision)),
    },
  ],
  together: [
    {
      code: "doseNumber.order",
      field: "doseNumber",
      advice:
        "A later dose of the vaccine was given before this one. Both were imported as recorded; check their dates and dose numbers.",
      by: ["patientId", VACCINE],
      except: GIVEN,
      order: ["administeredDate"],
      reads: ["administeredDatePrecision", "doseNumber"],
      compare: dosesInOrder,
    },
    {
      code: "doseNumber.twice",
      field: "doseNumber",
      advice:
        "The same dose of the vaccine is recorded on another day too. Both were imported as recorded; check which is right.",
      by: ["patientId", VACCINE, "doseNumber"],
      except: GIVEN,
      order: ["administeredDate"],
      compare: () => otherThanBefore("administeredDate"),
    },
    {
      code: "administeredDate.twice",
      field: "administeredDate",
      advice:
        "The vaccine is recorded twice on this day. Both were imported as recorded; check whether it was given once.",
      by: ["patientId", VACCINE, "administeredDate"],
      // A month or a year is no day.
      except: { ...GIVEN, administeredDatePrecision: DATE_PRECISIONS },
      order: [],
      compare: () => again(),
    },
  ],
});
