import { join } from "node:path";
import { SqliteDriver } from "../src/db/sqlite/driver.ts";

/** The files of a generated export, parents first: each a table of the same name. */
export const ENTITIES = ["patients", "doctors", "visits"] as const;

/** The columns of the files, keyed as HMSync's tables are, and an index for each of theirs. */
export const LEGACY_TABLES = `
create table patients (
  patientId text primary key, firstName text, lastName text, phoneNumber text, age integer,
  gender text, address text, registrationDate text
);
create index patients_legacy_id_idx on patients (patientId);
create index patients_full_name_idx on patients (lastName);
create index patients_phone_idx on patients (phoneNumber);
create table doctors (
  doctorId text primary key, fullName text, specialty text, licenseNumber text, phoneNumber text,
  joinDate text
);
create index doctors_legacy_id_idx on doctors (doctorId);
create index doctors_department_idx on doctors (specialty);
create table visits (
  visitId text primary key, patientId text not null references patients,
  doctorId text references doctors, visitDate text not null, consultationFee text, diagnosis text,
  notes text, visitTime text, visitType text, status text
);
create index visits_patient_id_idx on visits (patientId);
create index visits_doctor_id_idx on visits (doctorId);
create index visits_legacy_id_idx on visits (visitId);
create index visits_visit_date_idx on visits (visitDate);
`;

/** What every importer of the benchmark writes to, in the folder that it runs in. */
export const DATABASE = "hmsync.db";

/** Makes the database of a run out of statements. */
export function makeDatabase(folder: string, ddl: readonly string[]): void {
  const db = new SqliteDriver(join(folder, DATABASE));
  for (const statement of ddl) db.exec(statement);
  db.close();
}

export function countVisits(folder: string): number {
  const db = new SqliteDriver(join(folder, DATABASE), { readonly: true });
  const count = db.prepare("select count(*) from visits").pluck().get() as number;
  db.close();
  return count;
}
