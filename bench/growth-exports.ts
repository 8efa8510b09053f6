import { closeSync, mkdirSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { crc32 } from "node:zlib";

// Exports that are odd in one way, as large as asked for. Everything in them is made up, and the same each time.

const PATIENTS = "patientId,firstName,lastName,phoneNumber,age,gender,address,registrationDate";
const DOCTORS = "doctorId,fullName,specialty,licenseNumber,phoneNumber,joinDate";
const VISITS =
  "visitId,patientId,doctorId,visitDate,consultationFee,diagnosis,notes,visitTime,visitType,status";

/** What is odd of the records of an export. */
export interface Odd {
  readonly id?: string;
  readonly gender?: (nth: number) => string;
  readonly address?: string;
  readonly phone?: (nth: number) => string;
}

export const patientCells = (nth: number, odd: Odd = {}): string[] => [
  ...[odd.id ?? `P${nth}`, `First${nth % 400}`, `Last${nth % 700}`],
  ...[odd.phone?.(nth) ?? `0${200_000_000 + nth}`, String(nth % 90), odd.gender?.(nth) ?? "M"],
  ...[
    odd.address ?? `${nth % 200} Main Street`,
    `2020-01-${String(1 + (nth % 28)).padStart(2, "0")}`,
  ],
];

const visit = (nth: number, patient: string, notes: string): string =>
  `V${nth},${patient},D1,2024-01-${String(1 + (nth % 28)).padStart(2, "0")},${100 + (nth % 900)}.00,Migraine,${notes},10:00,review,completed`;

export const numbers = (count: number): number[] =>
  Array.from({ length: count }, (_, at) => at + 1);

/** A folder with one patient and one doctor, to be added to. */
export function writeFolder(
  folder: string,
  files: Readonly<Record<string, Iterable<string>>>,
): string {
  mkdirSync(folder, { recursive: true });
  for (const [name, lines] of Object.entries(files)) {
    writeLines(join(folder, name), lines);
  }
  return folder;
}

/** A million lines are no text that is to be held as a whole. */
function writeLines(path: string, lines: Iterable<string>): void {
  const file = openSync(path, "w");
  let text = "";
  for (const line of lines) {
    text += `${line}\n`;
    if (text.length < 1 << 20) continue;
    writeSync(file, text);
    text = "";
  }
  writeSync(file, text);
  closeSync(file);
}

export const patientLines = (count: number, odd: Odd = {}): string[] => [
  PATIENTS,
  ...numbers(count).map((nth) => patientCells(nth, odd).join(",")),
];

export const doctorLines = (): string[] => [
  DOCTORS,
  "D1,Dr. One,Cardiology,MC-10001,0300000001,2015-02-01",
];

/** @param patientOf which patient a visit is of */
export const visitLines = (
  count: number,
  patientOf: (nth: number) => string,
  notes = "Reviewed",
): string[] => [VISITS, ...numbers(count).map((nth) => visit(nth, patientOf(nth), notes))];

/** The same, one by one. */
export function* manyVisitLines(count: number, patient: string): Generator<string> {
  yield VISITS;
  for (let nth = 1; nth <= count; nth++) yield visit(nth, patient, "Reviewed");
}

export const wideLines = (columns: number, records: number): string[] => [
  `${PATIENTS},${numbers(columns)
    .map((nth) => `extra_${nth}`)
    .join(",")}`,
  ...numbers(records).map((nth) =>
    [...patientCells(nth), ...numbers(columns).map((at) => `value ${(nth * at) % 97}`)].join(","),
  ),
];

/** A table of a dump with as many columns more. */
export const wideInsertLines = (columns: number, records: number): string[] => {
  const [create = "", ...rows] = insertLines(records);
  const more = numbers(columns);
  return [
    create.replace(/\);$/, `${more.map((nth) => `, extra_${nth} varchar(20)`).join("")});`),
    ...rows.map((row, at) =>
      row.replace(/\);$/, `${more.map((nth) => `, 'value ${(nth * at) % 97}'`).join("")});`),
    ),
  ];
};

export const insertLines = (count: number): string[] => [
  "CREATE TABLE patients (patientId varchar(20), firstName varchar(40), lastName varchar(40), phoneNumber varchar(20), age int, gender varchar(8), address varchar(80), registrationDate date);",
  ...numbers(count).map(
    (nth) =>
      `INSERT INTO patients VALUES (${patientCells(nth)
        .map((cell) => `'${cell}'`)
        .join(", ")});`,
  ),
];

export const patientObjects = (count: number, odd: Odd = {}): object[] =>
  numbers(count).map((nth) => {
    const cells = patientCells(nth, odd);
    return Object.fromEntries(PATIENTS.split(",").map((name, at) => [name, cells[at]]));
  });

/** An archive whose entries are stored as they are. */
export function storedZip(entries: readonly (readonly [name: string, text: string])[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of entries) {
    const [called, bytes] = [Buffer.from(name), Buffer.from(text)];
    const sizes = Buffer.alloc(26);
    sizes.writeUInt16LE(20, 0);
    sizes.writeUInt16LE(33, 8);
    sizes.writeUInt32LE(crc32(bytes), 10);
    sizes.writeUInt32LE(bytes.length, 14);
    sizes.writeUInt32LE(bytes.length, 18);
    sizes.writeUInt16LE(called.length, 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04"), sizes, called, bytes]);
    const behind = Buffer.alloc(14);
    behind.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\0"), sizes, behind, called]));
    parts.push(local);
    offset += local.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(Math.min(entries.length, 0xffff), 8);
  end.writeUInt16LE(Math.min(entries.length, 0xffff), 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, listed, end]);
}

/** Where a kind of input is made and looked at. */
export interface Place {
  readonly folder: string;
  readonly source: string;
  /** Runs a command that is not measured. */
  readonly run: (...args: string[]) => Promise<string>;
}

/** A kind of input that grows in one way, and the commands that have to do with it. */
export interface Kind {
  readonly name: string;
  /** What one time is: records, columns, files, KiB, as the name says. */
  readonly base: number;
  /** Makes the input; what it returns stands for `RUN` in the commands. */
  readonly make: (place: Place, size: number) => Promise<unknown> | unknown;
  readonly commands: readonly (readonly string[])[];
}
