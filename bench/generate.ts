import { closeSync, mkdirSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { Random } from "./random.ts";

/** What a generated export holds. */
export interface ExportSize {
  readonly patients: number;
  readonly doctors: number;
  readonly visits: number;
  /** The share of records that break a rule, 0 to 1. */
  readonly bad: number;
  readonly seed: number;
}

const FIRST =
  "Asha Ravi Meera John Fatima Li Sam Noor Tom Aiko Omar Lena Ivan Chloe Juan Priya".split(" ");
const LAST =
  "Rao Khan Patel Smith Wei Okoro Tanaka Lopez Brown Novak Silva Haddad Singh Dubois".split(" ");
const STREETS = "Main,Lake View,Temple,Station,Hill,Garden,Mill,River,Church,Park".split(",");
const SPECIALTIES =
  "Cardiology,General Medicine,Paediatrics,Orthopaedics,Dermatology,Oncology".split(",");
const DIAGNOSES =
  "Hypertension,Migraine,Otitis media,Back pain,Anaemia,Type 2 diabetes,Influenza,Asthma".split(
    ",",
  );
const NOTES = [
  "Review in 4 weeks, bring the diary",
  "ECG done and filed",
  "",
  "Bloods sent, see results on file",
  "Referred to physiotherapy",
  "No charge",
];
const TYPES = "consultation,follow-up,emergency,procedure,review".split(",");
/** Each lies behind: none is still to come. */
const STATUSES = "completed,completed,completed,completed,completed,cancelled,no_show".split(",");
/** Gathered before it is written: characters. */
const CHUNK = 1 << 20;

/** Writes an export in the format of the mapping `generic-csv` into a folder. */
export function generateExport(folder: string, size: ExportSize): void {
  mkdirSync(folder, { recursive: true });
  const random = new Random(size.seed);
  const spoilt = () => random.next() < size.bad;
  writeCsv(join(folder, "patients.csv"), patientHeader, size.patients, (n) =>
    patient(n, random, spoilt()),
  );
  writeCsv(join(folder, "doctors.csv"), doctorHeader, size.doctors, (n) => doctor(n, random));
  writeCsv(join(folder, "visits.csv"), visitHeader, size.visits, (n) =>
    visit(n, random, { ...size, spoilt: spoilt() }),
  );
}

const patientHeader =
  "patientId,firstName,lastName,phoneNumber,age,gender,address,registrationDate";
const doctorHeader = "doctorId,fullName,specialty,licenseNumber,phoneNumber,joinDate";
const visitHeader =
  "visitId,patientId,doctorId,visitDate,consultationFee,diagnosis,notes,visitTime,visitType,status";

function patient(number: number, random: Random, spoilt: boolean): string {
  const phone = `0${String(200_000_000 + random.below(700_000_000))}`;
  const cells = [
    ...[`P${number}`, random.pick(FIRST), random.pick(LAST), phone, String(random.below(100))],
    ...[
      random.pick(["M", "F", "F", "M", "O"]),
      `"${1 + random.below(200)}, ${random.pick(STREETS)} Street"`,
    ],
    day(random, 2018, 6),
  ];
  if (spoilt)
    spoil(cells, random, [
      [3, ""],
      [4, "151"],
      [5, "X"],
      [7, "15/01/2022"],
    ]);
  return cells.join(",");
}

function doctor(number: number, random: Random): string {
  return [
    ...[`D${number}`, `Dr. ${random.pick(FIRST)} ${random.pick(LAST)}`, random.pick(SPECIALTIES)],
    ...[
      `MC-${10_000 + number}`,
      `0${300_000_000 + random.below(600_000_000)}`,
      day(random, 2005, 15),
    ],
  ].join(",");
}

function visit(
  number: number,
  random: Random,
  { patients, doctors, spoilt }: ExportSize & { readonly spoilt: boolean },
): string {
  const notes = random.pick(NOTES);
  const cells = [
    ...[`V${number}`, `P${1 + random.below(patients)}`, `D${1 + random.below(doctors)}`],
    ...[day(random, 2024, 2), `${100 + random.below(900)}.${random.pick(["00", "50", "25"])}`],
    ...[random.pick(DIAGNOSES), notes.includes(",") ? `"${notes}"` : notes],
    ...[`${two(8 + random.below(12))}:${two(5 * random.below(12))}`],
    ...[random.pick(TYPES), random.pick(STATUSES)],
  ];
  if (spoilt)
    spoil(cells, random, [
      [1, "P0"],
      [2, ""],
      [3, "2024-02-30"],
      [4, "1.2.3"],
    ]);
  return cells.join(",");
}

function spoil(
  cells: string[],
  random: Random,
  ways: readonly (readonly [at: number, cell: string])[],
): void {
  const [at, cell] = random.pick(ways);
  cells[at] = cell;
}

function day(random: Random, from: number, years: number): string {
  return `${from + random.below(years)}-${two(1 + random.below(12))}-${two(1 + random.below(28))}`;
}

const two = (number: number): string => String(number).padStart(2, "0");

type Table = (number: number) => string;

function writeCsv(...[path, header, records, line]: [string, string, number, Table]): void {
  const file = openSync(path, "w");
  let gathered = `${header}\n`;
  for (let number = 1; number <= records; number++) {
    gathered += `${line(number)}\n`;
    if (gathered.length < CHUNK) continue;
    writeSync(file, gathered);
    gathered = "";
  }
  writeSync(file, gathered);
  closeSync(file);
}
