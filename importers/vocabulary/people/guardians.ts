import { OWN_ID, PATIENT_HEADERS } from "../clinical/parents.ts";
import { EMAIL_HEADERS, PHONE_HEADERS } from "../contact.ts";
import { NOT_OF_KIN } from "./parents.ts";

// How the columns of a table of who answers for patients are called. `#` stands for an id, a number or a code.

export const guardians = {
  entity: "guardians",
  owner: "guardian",
  exact: true,
  within: ["patient", "contact", "emergency", "name"],
  refers: ["patient"],
  fields: {
    legacyId: { "guardian id": 1, "guardian number": 0.95, "contact id": 0.85, ...OWN_ID },
    patientId: PATIENT_HEADERS,
    name: {
      name: 0.97,
      "full name": 1,
      full: 0.95,
      "first last": 0.97,
      "contact name": 0.95,
      "guardian name": 1,
      guardian: 0.85,
    },
    relationship: { relationship: 1, "guardian type": 0.8, type: 0.6 },
    phone: { ...PHONE_HEADERS, "emergency phone": 0.9 },
    email: EMAIL_HEADERS,
    isPrimary: { primary: 1 },
    consent: { consent: 1 },
    notes: { notes: 1 },
  },
  composed: {},
  needs: [["patientId"], ["name"], ["relationship", "phone", "legacyId"]],
  must: [["patientId"], ["name"]],
  signs: {
    ...NOT_OF_KIN,
    "guardian id": 3,
    "guardian number": 2.5,
    "guardian name": 2.5,
    guardian: 1,
    relationship: 2,
    primary: 0.8,
    consent: 0.5,
    "patient #": 1.2,
    patient: 0.5,
    name: 0.4,
    phone: 0.4,
    email: 0.1,
    caregiver: -1,
    "caregiver #": -3,
    therapeutics: -2,
    financials: -2,
  },
} as const;
