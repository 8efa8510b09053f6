import {
  clinicianPatientViews as ofClinicians,
  parentChildViews as ofParents,
} from "../../shared/schema.ts";
import { boolean } from "../convert/boolean.ts";
import { date } from "../convert/date.ts";
import { legacyId } from "../convert/legacy-id.ts";
import { reference } from "../convert/reference.ts";
import { text } from "../convert/text.ts";
import { defineImporter } from "../define.ts";
import { isAfter, ofPerson } from "../rules.ts";

/** Persons as their parents see them, one record for each parent. */
export const parentChildViews = defineImporter({
  entity: "parentChildViews",
  topic: "persons",
  harm: "somebody sees a child who is not theirs, or cannot see one who is",
  table: ofParents,
  fields: {
    legacyId: legacyId(),
    personId: ofPerson(),
    parentId: reference("users", { label: "parent", required: true }),
    relationship: text(),
    isPrimary: boolean(),
    medicalHistory: text({ holds: "notes" }),
    allergies: text({ holds: "notes" }),
    medications: text({ holds: "notes" }),
    school: text(),
    notes: text({ holds: "notes" }),
  },
});

/** Persons as those who treat them see them, one record for each patient record. */
export const clinicianPatientViews = defineImporter({
  entity: "clinicianPatientViews",
  topic: "persons",
  harm: "a diagnosis stands with the wrong person",
  table: ofClinicians,
  fields: {
    legacyId: legacyId(),
    personId: ofPerson(),
    clinicianId: reference("doctors", { label: "clinician" }),
    diagnosis: text({ holds: "diagnosis" }),
    treatmentPlan: text({ holds: "notes" }),
    status: text(),
    admittedDate: date(),
    notes: text({ holds: "notes" }),
  },
  rules: [
    {
      code: "admittedDate.future",
      severity: "warning",
      fields: ["admittedDate"],
      advice: "The day of admission is after the day of the run. Check the date.",
      broken: (row, { asOf }) => isAfter(row.admittedDate, asOf),
    },
  ],
});
