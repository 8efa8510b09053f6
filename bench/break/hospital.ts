import type { Random } from "../random.ts";

/** In every name and address: where it turns up in a log, a patient's value does. */
export const MARKER = "Zqvarn";

type Cell = string | null;

/** One file of an export, and what must come of it. */
export interface Table {
  readonly name: "patients" | "doctors" | "visits";
  readonly header: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** A made-up hospital: tables in the columns of the mapping that ships. */
export type Hospital = readonly Table[];

/** Text that is plain to some program and a command to another. */
export const INJECTIONS: readonly string[] = [
  `=cmd|' /C calc'!A0`,
  "@SUM(1+1)*cmd",
  "-2+3",
  `=HYPERLINK("http://x.example","y")`,
  "<script>alert(1)</script>",
  `"><img src=x onerror=alert(1)>`,
  "'; DROP TABLE patients; --",
  "') ; delete from patients where ('1'='1",
  "../../etc/passwd",
  "..\\..\\windows",
  "$(rm -rf .)",
  "`id`",
  "%s%n%x",
  "{{7*7}}",
  "__proto__",
  "constructor",
  "&amp;#x41;",
  "<!--",
  "]]>",
  "a\tb",
  "NULL",
  "\\N",
  "-- x",
  "/* x */",
  "#REF!",
  "1E+05",
  "TRUE",
  "0x1F",
];

const LETTERS = ["é", "ß", "Ł", "ș", "ü", "ñ", "中", "ක", "ж", "𝄞", "a\u0301"];
const GENDERS = ["M", "F", "M", "F", ""];

export interface HospitalSettings {
  /** Signs that a format or a code page does not take are left out. */
  readonly ascii?: boolean;
  /** Cells that are commands to some program. */
  readonly injections?: boolean;
  /** Cells of so many characters. */
  readonly long?: number;
  readonly patients?: number;
  /** Line breaks, quotes and delimiters within cells. */
  readonly signs?: readonly string[];
}

/** Makes one up. */
export function makeHospital(random: Random, settings: HospitalSettings = {}): Hospital {
  const count = settings.patients ?? 3 + random.below(20);
  const words = new Words(random, settings);
  const patients = Array.from({ length: count }, (_, at) => [
    `P${String(at + 1).padStart(4, "0")}`,
    words.name(),
    words.name(),
    `044${1_000_000 + random.below(8_999_999)}`,
    String(random.below(100)),
    random.pick(GENDERS),
    words.text(),
    day(random),
  ]);
  const doctors = Array.from({ length: 2 + random.below(4) }, (_, at) => [
    `D${at + 1}`,
    `Dr ${words.name()}`,
    random.pick(["Cardiology", "General Medicine", "ENT"]),
    `00${random.below(99_999)}`,
    `044${1_000_000 + random.below(8_999_999)}`,
    day(random),
  ]);
  const visits = Array.from({ length: count + random.below(20) }, (_, at) => [
    `V${at + 1}`,
    random.pick(patients)[0] ?? "",
    random.pick(doctors)[0] ?? "",
    day(random),
    `${random.below(5_000)}.${String(random.below(100)).padStart(2, "0")}`,
    random.pick(["Migraine", "Hypertension", "Fracture"]),
    words.text(),
  ]);
  return [
    { name: "patients", header: PATIENTS, rows: patients },
    { name: "doctors", header: DOCTORS, rows: doctors },
    { name: "visits", header: VISITS, rows: visits },
  ];
}

const words = (text: string): string[] => text.split(" ");
const PATIENTS = words(
  "patientId firstName lastName phoneNumber age gender address registrationDate",
);
const DOCTORS = words("doctorId fullName specialty licenseNumber phoneNumber joinDate");
const VISITS = words("visitId patientId doctorId visitDate consultationFee diagnosis notes");

const day = (random: Random): string =>
  `20${10 + random.below(15)}-${String(1 + random.below(12)).padStart(2, "0")}-${String(1 + random.below(28)).padStart(2, "0")}`;

class Words {
  readonly random: Random;
  readonly settings: HospitalSettings;

  constructor(random: Random, settings: HospitalSettings) {
    this.random = random;
    this.settings = settings;
  }

  name(): string {
    const { random, settings } = this;
    const more = settings.ascii ? "" : random.pick(LETTERS);
    return `${MARKER}${random.pick(["a", "el", "ov", "", more, more])}`;
  }

  text(): string {
    const { random, settings } = this;
    const { injections = false, signs = [], long } = settings;
    if (random.below(8) === 0) return "";
    if (injections && random.below(2) === 0) return random.pick(INJECTIONS);
    if (long !== undefined && random.below(6) === 0) return `${MARKER}${"x".repeat(long)}`;
    const parts = Array.from({ length: 1 + random.below(4) }, () =>
      random.pick([
        MARKER,
        "12 Lake Road",
        "Flat 4",
        "7",
        ...signs,
        ...(settings.ascii ? [] : LETTERS),
      ]),
    );
    return parts.join(random.pick([" ", ", "])).trim();
  }
}
