import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { hmsync } from "../support/cli.ts";
import { FLAWED, SAMPLE, SMALL } from "../support/small-exports.ts";
import { query, targetCounts } from "../support/sql.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

test("the sample export goes into a database that is made on the way", async () => {
  const cwd = workspace();
  const { exitCode, stderr } = await hmsync(["import", "--source", SAMPLE], { cwd });
  expect(exitCode).toBe(0);
  expect(stderr).toContain("hmsync.db");
  const db = join(cwd, "hmsync.db");
  expect(targetCounts(db)).toEqual([8, 3, 10]);
  expect(query(db, "select status, exit_code, committed from ledger_runs")).toEqual([
    ["committed", 0, 1],
  ]);
});

test("what is imported is what the export says, in the types of the schema", async () => {
  const cwd = workspace();
  await hmsync(["import", "--source", SAMPLE], { cwd });
  const visit = query(
    join(cwd, "hmsync.db"),
    `select p.full_name, p.phone, p.age, p.gender, p.address, p.registration_date, d.full_name,
       v.visit_date, v.consultation_fee_minor, v.consultation_fee_currency, v.diagnosis, v.notes
     from visits v join patients p on p.id = v.patient_id join doctors d on d.id = v.doctor_id
     where v.legacy_id = 'V0001'`,
  );
  expect(visit).toEqual([
    [
      ...["John Doe", "+1-555-0123", 45, "M", "123 Main St", "2022-01-15", "Dr. Jane Smith"],
      ...["2022-01-15", 50_000, "INR", "Hypertension", "Review in 4 weeks, bring BP diary"],
    ],
  ]);
});

test("everything that an import makes is its owner's alone", async () => {
  const cwd = workspace();
  writeFiles(join(cwd, "legacy"), FLAWED);
  await hmsync(["import", "--source", SAMPLE], { cwd });
  await hmsync(["import", "--source", "legacy", "--continue-on-error"], { cwd });
  const made = readdirSync(cwd, { recursive: true, encoding: "utf8" })
    .filter((name) => !name.startsWith("legacy"))
    .map((name) => ({ name, stats: lstatSync(join(cwd, name)) }));
  const loose = made.filter(({ stats }) => (stats.mode & 0o077) !== 0);
  expect(loose.map(({ name }) => name)).toEqual([]);
  const names = made.map(({ name }) => name.replace(/\d{4}-\d\d-\d\d(-\d+|T.*Z)/, "DAY"));
  expect(names).toEqual(
    expect.arrayContaining([
      ...["hmsync.db", "backups/hmsync-DAY.db"],
      ...["reports/DAY/reconciliation.json", "reports/DAY/issues.csv"],
      ...["reports/DAY/rejected/patients.csv", "reports/DAY/rejected/visits.csv"],
      ...["reports/DAY/source/patients.csv.gz", "reports/DAY/source/visits.csv.gz"],
    ]),
  );
});

test("the archive holds the very bytes of the export", async () => {
  const cwd = workspace();
  await hmsync(["import", "--source", SAMPLE, "--report", "report"], { cwd });
  for (const name of ["patients.csv", "doctors.csv", "visits.csv"]) {
    const kept = gunzipSync(readFileSync(join(cwd, "report/source", `${name}.gz`)));
    expect(kept).toEqual(readFileSync(join(SAMPLE, name)));
  }
});

test("one rejected record, and nothing is written; the report has every rejected record", async () => {
  const cwd = workspace();
  writeFiles(join(cwd, "legacy"), FLAWED);
  const argv = ["import", "--source", "legacy", "--report", "report"];
  const { exitCode, stdout } = await hmsync(argv, { cwd });
  expect(exitCode).toBe(3);
  expect(stdout).toContain("patients.phone.missing");
  expect(stdout).toContain("visits.patient.unknown");
  expect(targetCounts(join(cwd, "hmsync.db"))).toEqual([0, 0, 0]);
  expect(readFileSync(join(cwd, "report/rejected/patients.csv"), "utf8").split("\r\n")).toEqual([
    "\ufeff_record,_file,_line,_codes,_what,_decision,patientId,firstName,lastName,phoneNumber",
    "2,patients.csv,3,patients.phone.missing,phoneNumber: Fill in the cell.,,2,Ravi,Khan,",
    "",
  ]);
});

test("with --continue-on-error the good records are written, the others set aside", async () => {
  const cwd = workspace();
  writeFiles(join(cwd, "legacy"), FLAWED);
  const argv = ["import", "--source", "legacy", "--continue-on-error"];
  expect((await hmsync(argv, { cwd })).exitCode).toBe(3);
  const db = join(cwd, "hmsync.db");
  expect(targetCounts(db)).toEqual([1, 1, 1]);
  expect(query(db, "select entity, record, outcome from ledger_exceptions")).toEqual([
    ["patients", 2, "rejected"],
    ["visits", 2, "rejected"],
  ]);
});

test("a corrected export completes what was set aside, and a backup is kept before", async () => {
  const cwd = workspace();
  writeFiles(join(cwd, "legacy"), FLAWED);
  await hmsync(["import", "--source", "legacy", "--continue-on-error"], { cwd });
  writeFiles(join(cwd, "legacy"), SMALL);
  const { exitCode, stdout } = await hmsync(["import", "--source", "legacy", "--json"], { cwd });
  expect(exitCode).toBe(0);
  const { entities, backup } = JSON.parse(stdout);
  expect(entities.patients).toMatchObject({ inserted: 1, unchanged: 1, rejected: 0 });
  expect(entities.visits).toMatchObject({ inserted: 1, unchanged: 1, rejected: 0 });
  expect(targetCounts(join(cwd, backup))).toEqual([1, 1, 1]);
});
