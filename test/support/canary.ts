import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import type { Finished } from "./cli.ts";
import { query } from "./sql.ts";

// A canary stands in every cell of an export, in every way that a cell can be written: as a word, as
// digits of a phone, as a day. Wherever one is found, a patient's value could have been.

/** In Latin letters whatever the encoding, and never in anything that the tool itself writes. */
const CANARY = /zyxcanary|044913773|1931-07-1/i;
/** What only a person's cell can hold: not a first day or a last day of a whole column. */
const WORD = /zyxcanary|044913773/i;

const PATIENTS = "patientId,firstName,lastName,phoneNumber,age,gender,address,registrationDate\n";
const DOCTORS = "doctorId,fullName,specialty,licenseNumber,phoneNumber,joinDate\n";
const VISITS = "visitId,patientId,doctorId,visitDate,consultationFee,diagnosis,notes\n";

/** A patient's line; the cells that are named differ from a good one's. */
const patient = (id: string, cells: { readonly phone?: string; readonly rest?: string } = {}) => {
  const { phone = "0449137731", rest = "ZyxCanary Straße" } = cells;
  return `${id},ZyxCanaryFirst,ZyxCanaryLast,${phone},,F,"${rest}",1931-07-11\n`;
};
const visit = (id: string, patientId: string) =>
  `${id},${patientId},ZyxCanaryD1,1931-07-13,500.00,ZyxCanaryDiagnosis,ZyxCanaryNote\n`;

const doctors = `${DOCTORS}ZyxCanaryD1,Dr. ZyxCanary,ZyxCanarySpecialty,ZYXCANARY-7,0449137732,1931-07-12\n`;

/** All of it good; as many patients as a test needs. */
export const goodExport = (patients = 2) => ({
  "patients.csv":
    PATIENTS + Array.from({ length: patients }, (_, at) => patient(`ZyxCanaryP${at + 1}`)).join(""),
  "doctors.csv": doctors,
  "visits.csv": VISITS + visit("ZyxCanaryV1", "ZyxCanaryP1"),
});

const HUGE = 300_000;

/** Records that are rejected, cannot be read, are huge, or are not even text. */
export const badExport = () => ({
  "patients.csv": Buffer.concat([
    Buffer.from(PATIENTS + patient("ZyxCanaryP1", { phone: "0449137739" })),
    Buffer.from(
      patient("ZyxCanaryP2", { phone: "" }) + patient("ZyxCanaryP3", { phone: "zyxcanary" }),
    ),
    Buffer.from(patient("ZyxCanaryP4", { rest: "ZyxCanary ".repeat(HUGE / 10) })),
    Buffer.from(patient("ZyxCanaryP5") + patient("ZyxCanaryP5", { rest: "other ZyxCanary" })),
    Buffer.from(
      "ZyxCanaryP6,ZyxCanary\nZyxCanaryP7,ZyxCanary\xff,\xe9,0449137731,,F,,\n",
      "latin1",
    ),
    Buffer.from(`ZyxCanaryP8,"ZyxCanary" zyxcanary,${"zyxcanary,".repeat(9)}\n`),
    Buffer.from(
      "=ZyxCanary(),ZyxCanary,\u0000ZyxCanary,0449137731,zyxcanary,zyxcanary,,zyxcanary\n",
    ),
  ]),
  "doctors.csv": doctors,
  "visits.csv": `${VISITS}${visit("ZyxCanaryV1", "ZyxCanaryP404")}${visit("ZyxCanaryV2", "ZyxCanaryP2")}`,
});

/** What a command printed shows no patient's value. */
export function expectSilent({ stdout, stderr }: Finished): void {
  // First and last days of a column are control totals, of all patients together.
  expect(stdout).not.toMatch(WORD);
  expect(stderr).not.toMatch(CANARY);
}

/** Where values may stand, seen from the folder that commands were run in. */
const PLACES = [
  ...[
    /^hmsync\.db(-wal|-journal|-shm)?$/,
    /^backups\//,
    /^reports\/[^/]+\/(source|rejected|originals|corrected)\//,
    /^reports\/[^/]+\/(changed|vanished|corrections)\.csv$/,
    // What people corrected, and the numbers of the records of their sample.
    /^hmsync\.review\/[^/]+\/(fixes\.csv|steps\.jsonl|(?:sample|persons)\.json)$/,
  ],
  ...[/^plan\.json$/, /^fixes\.csv$/],
];
/** What the tests themselves put there. */
const EXPORT = /^legacy\//;

/** Files under a folder that hold a canary; every one is where it may be, and its owner's alone. */
export function expectOnlyWhereItMay(cwd: string): string[] {
  const holding = filesIn(cwd).filter((path) => {
    if (EXPORT.test(path)) return false;
    // The first and the last day of a column, or one that five records and more have, are nobody's.
    const totals = /(?:reconciliation\.json|assessment\.(?:json|html))$/.test(path);
    return (totals ? WORD : CANARY).test(readFileSync(join(cwd, path), "latin1"));
  });
  expect(holding.filter((path) => !PLACES.some((place) => place.test(path)))).toEqual([]);
  for (const path of holding) {
    expect(statSync(join(cwd, path)).mode & 0o777, path).toBe(0o600);
    expect(statSync(join(cwd, path, "..")).mode & 0o777, path).toBe(0o700);
  }
  return holding;
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name, parentPath }) => join(parentPath, name).slice(folder.length + 1));

/** Columns of the ledger that people read and send around. */
const OPEN_COLUMNS = [
  ...["summary from ledger_runs", "request from ledger_runs", "issues from ledger_exceptions"],
  ...["detail from ledger_actions", "header from ledger_files"],
  ...["statements from ledger_schema_changes"],
];

/** What the ledger says of runs and issues shows no patient's value. */
export function expectSilentLedger(path: string): void {
  for (const column of OPEN_COLUMNS) {
    const cells = query(path, `select ${column}`).flat();
    expect(cells.filter((cell) => typeof cell === "string" && WORD.test(cell))).toEqual([]);
  }
}
