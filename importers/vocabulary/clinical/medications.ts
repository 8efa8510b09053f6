import { DOCTOR_HEADERS, HANGS_ON_PATIENT, OWN_ID, PATIENT_HEADERS } from "./parents.ts";

// How the columns of a table are called that says what patients take. `#` stands for an id, a number or a code.

/** Of a medicine that is taken or ordered. */
export const DOSING = {
  doseText: { "medicine dose": 1, "medicine dose description": 0.95 },
  doseUnit: { "medicine dose unit": 1 },
  frequency: { "medicine frequency": 1 },
  route: { route: 1, "medicine route": 1 },
} as const;

export const MEDICINE_NAME = {
  "medicine name": 1,
  medicine: 0.95,
  "medicine description": 0.95,
  // What is described beside a code is what has the code.
  "code description": 0.86,
  description: 0.85,
  name: 0.78,
} as const;

export const medications = {
  entity: "medications",
  owner: "medicine",
  refers: ["patient", "doctor"],
  fields: {
    legacyId: { "medicine id": 0.9, "medicine number": 0.8, ...OWN_ID },
    patientId: PATIENT_HEADERS,
    prescriberId: DOCTOR_HEADERS,
    code: { "medicine code": 1, code: 0.9 },
    codeSystem: { "code system": 1 },
    name: MEDICINE_NAME,
    ...DOSING,
    startDate: { "start date": 1, start: 0.95, "medicine start date": 1, date: 0.8 },
    endDate: { "end date": 1, end: 0.95, "medicine end date": 1 },
    status: { status: 0.9, "medicine status": 1, estado: 0.88 },
    reason: { reason: 0.9, "reason description": 0.92, diagnosis: 0.75 },
    notes: { notes: 1, "medicine notes": 0.95 },
  },
  composed: {},
  needs: [
    ["patientId"],
    ["name", "code"],
    ["doseText", "frequency", "route", "startDate", "endDate", "status"],
  ],
  must: [["patientId"]],
  signs: {
    ...HANGS_ON_PATIENT,
    "medicine id": 1.5,
    "medicine name": 1.5,
    medicine: 1.2,
    "medicine dose": 1.5,
    "medicine frequency": 1.5,
    route: 1.2,
    "prescription rx id": -3,
    "prescription rx": -0.6,
    allergy: -3,
    icd: -1,
    "prescription vaccine": -3,
    "medicine lot": -1.5,
    fee: -1,
    amount: -1,
  },
} as const;
