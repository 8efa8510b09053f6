// How records that hang on a patient name the patient, the visit and the doctor.

export const PATIENT_HEADERS = {
  "patient #": 1,
  "patient registered #": 0.97,
  patient: 0.9,
  "patient name": 0.55,
  "registered #": 0.84,
  "person #": 0.9,
  "patient national": 0.9,
  "patient national #": 0.9,
  "patient user #": 0.96,
} as const;

export const VISIT_HEADERS = {
  "visit #": 1,
  "visit registered #": 0.95,
  visit: 0.88,
} as const;

export const DOCTOR_HEADERS = {
  "doctor #": 1,
  "doctor staff #": 0.97,
  "doctor visit #": 0.95,
  doctor: 0.88,
  "doctor npi": 0.9,
  "doctor license": 0.9,
  "doctor license #": 0.9,
  "doctor user #": 0.96,
} as const;

export const ADMISSION_HEADERS = { "admission #": 1, admission: 0.85 } as const;

/** What such a table's own id is called, besides by what the table holds. */
export const OWN_ID = { id: 0.95, "number id": 0.9, number: 0.75, serial: 0.6 } as const;

/** What speaks for a table of something that hangs on a patient, and against one of people, visits or money. */
export const HANGS_ON_PATIENT = {
  "patient #": 1.2,
  "person #": 0.8,
  patient: 0.8,
  "visit #": 0.4,
  "doctor #": 0.2,
  id: 0.4,
  date: 0.3,
  start: 0.3,
  end: 0.3,
  code: 0.4,
  description: 0.4,
  notes: 0.2,
  status: 0.2,
  first: -2,
  last: -2,
  "full name": -2,
  "birth date": -1.5,
  gender: -1.5,
  age: -0.8,
  phone: -1.5,
  address: -1.5,
  email: -1.5,
  specialty: -2.5,
  license: -2,
  salary: -2.5,
  department: -0.6,
  "visit date": -1.5,
  "visit time": -1.2,
  "visit type": -1.5,
  complaint: -0.8,
  "bill #": -2.5,
  "payment #": -3,
  bill: -1,
  payment: -1,
  insurance: -0.6,
  fee: -0.6,
  amount: -0.6,
  room: -0.8,
  blood: -0.6,
  marital: -1.5,
  relative: -1,
  schedule: -1.5,
  message: -2,
  body: -1.5,
} as const;

/** What speaks against a table of what was ordered, found, measured or done: money, persons, stock. */
export const NOT_MEASURED = {
  supplier: -6,
  purchase: -6,
  expense: -6,
  payroll: -6,
  account: -2,
  currency: -1,
  "claim #": -3,
  "policy #": -3,
  discount: -2,
  balance: -2,
  tax: -1.5,
  schedule: -2,
  birth: -1.5,
  "first name": -2,
  "last name": -2,
} as const;
