import {
  assessments as assessmentsTable,
  screenings as screeningsTable,
} from "../../shared/schema.ts";
import { date } from "../convert/date.ts";
import { legacyId } from "../convert/legacy-id.ts";
import { reference } from "../convert/reference.ts";
import { text } from "../convert/text.ts";
import { defineImporter } from "../define.ts";
import { isAfter, isBeforeBirth, lastDay, ofPerson } from "../rules.ts";

/** Short tests of persons, which say whether more is to be looked at. */
export const screenings = defineImporter({
  entity: "screenings",
  topic: "persons",
  harm: "a child who should be looked at is not",
  table: screeningsTable,
  fields: {
    legacyId: legacyId(),
    personId: ofPerson(),
    type: text(),
    screeningDate: date({ precisionColumn: "screeningDatePrecision" }),
    score: text({ holds: "notes" }),
    result: text({ holds: "notes" }),
    riskLevel: text({ holds: "notes" }),
    conductedById: reference("users", { label: "conductedBy", onUnknown: "null" }),
    status: text(),
    notes: text({ holds: "notes" }),
  },
  rules: [
    {
      code: "screeningDate.future",
      severity: "error",
      fields: ["screeningDate"],
      advice: "The screening is dated after the day of the run. Correct the date.",
      broken: (row, { asOf }) => isAfter(row.screeningDate, asOf),
    },
    {
      code: "screeningDate.before-birth",
      severity: "error",
      fields: ["screeningDate"],
      parent: "person",
      advice: "The screening is dated before the person's birth. Correct one of the two dates.",
      broken: (row, facts) =>
        isBeforeBirth(lastDay(row.screeningDate, row.screeningDatePrecision), facts),
    },
  ],
});

/** What those who treat found out about persons. */
export const assessments = defineImporter({
  entity: "assessments",
  topic: "persons",
  harm: "a finding stands with the wrong person",
  table: assessmentsTable,
  fields: {
    legacyId: legacyId(),
    personId: ofPerson(),
    type: text(),
    assessmentDate: date({ precisionColumn: "assessmentDatePrecision" }),
    clinicianId: reference("doctors", { label: "clinician" }),
    findings: text({ holds: "notes" }),
    recommendations: text({ holds: "notes" }),
    score: text({ holds: "notes" }),
    result: text({ holds: "notes" }),
    status: text(),
    notes: text({ holds: "notes" }),
  },
  rules: [
    {
      code: "assessmentDate.future",
      severity: "error",
      fields: ["assessmentDate"],
      advice: "The assessment is dated after the day of the run. Correct the date.",
      broken: (row, { asOf }) => isAfter(row.assessmentDate, asOf),
    },
    {
      code: "assessmentDate.before-birth",
      severity: "error",
      fields: ["assessmentDate"],
      parent: "person",
      advice: "The assessment is dated before the person's birth. Correct one of the two dates.",
      broken: (row, facts) =>
        isBeforeBirth(lastDay(row.assessmentDate, row.assessmentDatePrecision), facts),
    },
  ],
});
