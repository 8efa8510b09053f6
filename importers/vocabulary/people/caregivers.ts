import { OWN_ID, PATIENT_HEADERS } from "../clinical/parents.ts";
import { EMAIL_HEADERS, PHONE_HEADERS } from "../contact.ts";
import { NOT_OF_KIN } from "./parents.ts";

// How the columns of a table of who cares for patients are called. `#` stands for an id, a number or a code.

export const caregivers = {
  entity: "caregivers",
  owner: "caregiver",
  exact: true,
  within: ["patient", "name"],
  refers: ["patient"],
  fields: {
    legacyId: { "caregiver id": 1, "caregiver number": 0.95, ...OWN_ID },
    patientId: PATIENT_HEADERS,
    name: {
      name: 0.97,
      "full name": 1,
      full: 0.95,
      "first last": 0.97,
      "caregiver name": 1,
      caregiver: 0.85,
    },
    relationship: { relationship: 1 },
    preferredLanguage: { language: 1 },
    email: EMAIL_HEADERS,
    accessToTherapeutics: { therapeutics: 1 },
    accessToFinancials: { financials: 1 },
    phone: PHONE_HEADERS,
    notes: { notes: 1 },
    archived: { archived: 1 },
  },
  composed: {},
  needs: [["patientId"], ["name"], ["relationship", "phone", "legacyId", "accessToFinancials"]],
  must: [["patientId"], ["name"]],
  signs: {
    ...NOT_OF_KIN,
    "caregiver id": 3,
    "caregiver number": 2.5,
    "caregiver name": 2.5,
    caregiver: 1,
    therapeutics: 2.5,
    financials: 2.5,
    language: 0.8,
    relationship: 0.8,
    "patient #": 1.2,
    patient: 0.5,
    name: 0.4,
    phone: 0.3,
    email: 0.2,
    "guardian #": -3,
    primary: -0.8,
  },
} as const;
