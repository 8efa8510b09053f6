import { PATIENT_HEADERS } from "../clinical/parents.ts";

// How records of what is paid name the patient, the stay and the bill, and what speaks against a table of them.

export const PAYER_HEADERS = PATIENT_HEADERS;
export const PAID_VISIT_HEADERS = {
  "visit #": 1,
  "visit registered #": 0.95,
  visit: 0.88,
} as const;
export const BILL_HEADERS = { "bill #": 1, bill: 0.85 } as const;
export const CURRENCY_HEADERS = { currency: 1, "currency code": 1 } as const;

/** Money that moves without a patient, and what only tables of persons and of care have. */
export const NOT_OF_PATIENTS = {
  supplier: -8,
  purchase: -8,
  expense: -8,
  payroll: -8,
  salary: -3,
  account: -1.5,
  "staff #": -2,
  diagnosis: -1.5,
  complaint: -2,
  reason: -0.6,
  "visit type": -2,
  "visit date": -1.5,
  "visit time": -1.5,
  specialty: -3,
  license: -3,
  birth: -2,
  gender: -1.5,
  first: -1,
  last: -1,
  phone: -1,
  address: -1,
  laboratory: -3,
  icd: -1.5,
  schedule: -2,
  bed: -1,
  ward: -0.6,
  "medicine lot": -2,
  "medicine expiry": -2,
  "medicine dose": -2,
} as const;
