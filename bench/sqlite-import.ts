import { spawnSync } from "node:child_process";
import { join } from "node:path";

/** The version of the machine's sqlite3; nothing where it has none. */
export function sqliteVersion(): string | undefined {
  const asked = spawnSync("sqlite3", ["--version"], { encoding: "utf8" });
  return asked.status === 0 ? asked.stdout.split(" ")[0] : undefined;
}

export const HOW_TO_GET_SQLITE =
  "sqlite3 is not on this machine, so there is nothing to compare with.\n" +
  "Get it with  apt-get install sqlite3  (Debian, Ubuntu)  or  brew install sqlite  (macOS).";

/** The columns of the files, keyed as HMSync's tables are, and an index for each of theirs. */
const TABLES = `
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
  notes text
);
create index visits_patient_id_idx on visits (patientId);
create index visits_doctor_id_idx on visits (doctorId);
create index visits_legacy_id_idx on visits (visitId);
create index visits_visit_date_idx on visits (visitDate);
`;

/** What sqlite3 reads on stdin to import an export, checking foreign keys and nothing else. */
export function sqliteScript(folder: string): string {
  const imports = ["patients", "doctors", "visits"].map(
    (table) => `.import --csv --skip 1 '${join(folder, `${table}.csv`)}' ${table}`,
  );
  return ["pragma foreign_keys = on;", TABLES, ...imports, ""].join("\n");
}
