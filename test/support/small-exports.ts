import { resolve } from "node:path";

/** The export that comes with the project: 8 patients, 3 doctors, 10 visits, all of them good. */
export const SAMPLE = resolve("fixtures/sample");

/** Two patients, one doctor, two visits: all of them good. */
export const SMALL = {
  "patients.csv":
    "patientId,firstName,lastName,phoneNumber\n1,Asha,Rao,0442345678\n2,Ravi,Khan,0442345679\n",
  "doctors.csv": "doctorId,fullName\nD1,Dr. Jane Smith\n",
  "visits.csv":
    "visitId,patientId,doctorId,visitDate,consultationFee\nV1,1,D1,2022-01-15,500\nV2,2,D1,2022-01-16,350\n",
} as const;

/** The same, but the second patient has no phone: the patient and the patient's visit are rejected. */
export const FLAWED = {
  ...SMALL,
  "patients.csv": SMALL["patients.csv"].replace("0442345679", ""),
} as const;
