import { type GENDERS, patients as patientsTable } from "../shared/schema.ts";
import { listed, unknownAllergies } from "./clinical/listed.ts";
import { code } from "./convert/code.ts";
import { date } from "./convert/date.ts";
import { integer } from "./convert/integer.ts";
import { legacyId } from "./convert/legacy-id.ts";
import { list } from "./convert/list.ts";
import { phone } from "./convert/phone.ts";
import { text } from "./convert/text.ts";
import { defineImporter } from "./define.ts";
import { isAfter, lifeRules } from "./rules.ts";
import {
  ALLERGY_PHRASES,
  CONDITION_PHRASES,
  MEDICATION_PHRASES,
} from "./vocabulary/list-phrases.ts";

const genders: Record<(typeof GENDERS)[number], string[]> = {
  M: ["male"],
  F: ["female"],
  O: ["other"],
  U: ["unknown"],
};

/** People who are or were treated. */
export const patients = defineImporter({
  entity: "patients",
  topic: "people",
  harm: "a patient is taken for another one",
  table: patientsTable,
  fields: {
    legacyId: legacyId(),
    firstName: text({ singleSpaced: true, holds: "firstName" }),
    lastName: text({ singleSpaced: true, holds: "lastName" }),
    fullName: text({ singleSpaced: true, holds: "fullName" }),
    phone: phone({ required: true, e164Column: "phoneE164" }),
    email: text({ holds: "email" }),
    dateOfBirth: date({ holds: "birth", precisionColumn: "dateOfBirthPrecision" }),
    dateOfDeath: date({ precisionColumn: "dateOfDeathPrecision" }),
    age: integer({ min: 0, max: 150, holds: "age" }),
    gender: code({ values: genders, blank: "U", holds: "gender" }),
    address: text({ holds: "address" }),
    registrationDate: date({ holds: "registered" }),
    allergies: list({
      column: "allergyText",
      stateColumn: "allergyState",
      more: ["noKnownAllergies"],
      phrases: ALLERGY_PHRASES,
    }),
    conditions: list({
      column: "conditionText",
      stateColumn: "conditionState",
      phrases: CONDITION_PHRASES,
    }),
    medications: list({
      column: "medicationText",
      stateColumn: "medicationState",
      phrases: MEDICATION_PHRASES,
    }),
  },
  also: listed,
  derives: ["fullName"],
  complete(row) {
    row.fullName ??= [row.firstName, row.lastName].filter(Boolean).join(" ") || null;
    // Undefined where the export has no such column: then nothing is said of it.
    if (row.allergyText === null) row.allergyState = "not-recorded";
    if (row.conditionText === null) row.conditionState = "not-recorded";
    if (row.medicationText === null) row.medicationState = "not-recorded";
    if (row.allergyText != null) row.noKnownAllergies = unknownAllergies(row.allergyText);
  },
  placeholder: (legacyId) => ({
    legacyId,
    fullName: "(patient not in the export)",
    isActive: false,
  }),
  rules: [
    {
      code: "fullName.missing",
      severity: "error",
      fields: ["fullName", "firstName", "lastName"],
      advice: "Write the patient's name.",
      broken: (row) => !row.fullName,
    },
    ...lifeRules("patient"),
    {
      code: "registrationDate.before-birth",
      severity: "error",
      fields: ["registrationDate", "dateOfBirth"],
      advice: "The patient was registered before birth. Correct one of the two dates.",
      broken: (row) => isAfter(row.dateOfBirth, row.registrationDate),
    },
  ],
});
