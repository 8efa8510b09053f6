import { SqliteDriver } from "../../src/db/sqlite/driver.ts";

// The legacy database of `fixtures/children-and-patients`: children in one table and patients in another, some of
// them the same human beings. What is in it follows from the counts alone.

export type Row = Readonly<Record<string, string | null>>;
export type Tables = Readonly<Record<string, readonly Row[]>>;

interface Counts {
  readonly children: number;
  readonly patients: number;
  /** So many patients are children, too. */
  readonly linked: number;
  readonly grants: number;
  readonly screenings: number;
}

/** Those of the requirement. */
export const COUNTS: Counts = {
  children: 100,
  patients: 80,
  linked: 70,
  grants: 25,
  screenings: 150,
};

const PARENTS = 40;
const CLINICIANS = 5;

const day = (n: number): string => {
  const month = String((n % 12) + 1).padStart(2, "0");
  return `${2015 + (n % 8)}-${month}-${String((n % 28) + 1).padStart(2, "0")}`;
};

const list = <One>(count: number, one: (n: number) => One): One[] =>
  Array.from({ length: count }, (_, at) => one(at + 1));

const genderOf = (n: number): string => (n % 2 === 0 ? "F" : "M");

/** Ids of both tables are the numbers from 1 on, so that each stands for two records. */
export function childrenAndPatients(counts: Counts = COUNTS): Tables {
  const { children, patients, linked, grants, screenings } = counts;
  return {
    users: list(PARENTS, (n) => ({
      id: `${n}`,
      full_name: `Parent ${n}`,
      email: `p${n}@example.org`,
    })),
    clinicians: list(CLINICIANS, (n) => ({ id: `${n}`, full_name: `Clinician ${n}` })),
    children: list(children, (n) => ({
      id: `${n}`,
      first_name: `Child${n}`,
      last_name: "Smith",
      date_of_birth: day(n),
      gender: genderOf(n),
      medical_history: n % 10 === 0 ? `history ${n}` : null,
    })),
    // The nth patient is the child of the same place from behind: its number is another one.
    patients: list(patients, (n) => {
      const child = children + 1 - n;
      const isChild = n <= linked;
      return {
        id: `${n}`,
        first_name: isChild ? `Child${child}` : `Patient${n}`,
        last_name: isChild ? "Smith-Jones" : "Brown",
        date_of_birth: day(isChild ? child : n + 3),
        gender: genderOf(isChild ? child : n),
        phone: `555-01${String(n).padStart(2, "0")}`,
        clinician_id: `${(n % CLINICIANS) + 1}`,
        diagnosis: `diagnosis ${n}`,
        linked_child_id: isChild ? `${child}` : null,
      };
    }),
    parent_children: list(children, (n) => ({
      id: `${n}`,
      parent_id: `${(n % PARENTS) + 1}`,
      child_id: `${n}`,
      relationship: n % 2 === 0 ? "mother" : "father",
    })),
    consent_grants: list(grants, (n) => ({
      id: `${n}`,
      parent_id: `${((children + 1 - n) % PARENTS) + 1}`,
      clinician_id: `${(n % CLINICIANS) + 1}`,
      patient_id: `${n}`,
      child_id: `${children + 1 - n}`,
      status: "active",
      granted_at: "2024-03-01",
    })),
    screenings: list(screenings, (n) => ({
      id: `${n}`,
      child_id: `${((n - 1) % children) + 1}`,
      screening_type: "M-CHAT",
      screening_date: "2024-05-02",
      score: `${n % 20}`,
    })),
    assessments: list(patients, (n) => ({
      id: `${n}`,
      patient_id: `${n}`,
      assessment_type: "ADOS",
      assessment_date: "2024-06-03",
      findings: `finding ${n}`,
    })),
  };
}

/** The legacy database itself: an SQLite file whose columns are all text. */
export function writeLegacy(path: string, tables: Tables): string {
  const db = new SqliteDriver(path);
  for (const [name, rows] of Object.entries(tables)) {
    const columns = Object.keys(rows[0] ?? { id: "" });
    db.exec(`create table ${name} (${columns.map((one) => `${one} text`).join(", ")})`);
    const insert = db.prepare(`insert into ${name} values (${columns.map(() => "?").join(", ")})`);
    for (const row of rows) insert.run(columns.map((column) => row[column] ?? null));
  }
  db.close();
  return path;
}
