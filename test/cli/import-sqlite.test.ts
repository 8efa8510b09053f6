import { randomBytes } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { hmsync } from "../support/cli.ts";
import { sqliteFile } from "../support/extract.ts";
import { change, query } from "../support/sql.ts";
import { workspace } from "../support/workspace.ts";

const HOSPITAL = readFileSync(
  new URL("../../fixtures/hospital-in-sqlite/hospital.sql", import.meta.url),
  "utf8",
);
const ON_A_DAY = ["--as-of", "2026-01-14"];
const importing = (...more: string[]) => [
  "import",
  "--source",
  "hospital.data",
  ...ON_A_DAY,
  ...more,
];

/** A folder with the hospital's database, whose phone is filled in unless a test wants it missing. */
function hospital({ phone = "0442345677" as string | null } = {}): string {
  const cwd = workspace();
  const path = sqliteFile(HOSPITAL, join(cwd, "hospital.data"));
  if (phone !== null)
    change(path, `update patients set phoneNumber = '${phone}' where patientId = 1003`);
  return cwd;
}

const into = (cwd: string) => join(cwd, "hmsync.db");
const counts = (stdout: string) =>
  Object.fromEntries(
    Object.entries(
      (JSON.parse(stdout) as { entities: Record<string, Record<string, number>> }).entities,
    )
      .filter(([, { records = 0 }]) => records > 0)
      .map(([name, of]) => [
        name,
        [of["inserted"], of["updated"], of["unchanged"], of["rejected"]],
      ]),
  );
/** What is left of rows that were read, outside of reports. */
const spoolsIn = (cwd: string) =>
  existsSync(join(cwd, "reports/extracts")) ? readdirSync(join(cwd, "reports/extracts")) : [];

test("a hospital in SQLite is imported, and the next import brings what changed", async () => {
  const cwd = hospital();
  const first = await hmsync(importing("--json"), { cwd });
  expect(first.exitCode).toBe(0);
  expect(counts(first.stdout)).toEqual({
    patients: [4, 0, 0, 0],
    doctors: [1, 0, 0, 0],
    visits: [3, 0, 0, 0],
  });
  change(join(cwd, "hospital.data"), "update visits set diagnosis = 'Cold' where visitId = 'V1'");
  const again = await hmsync(importing("--json"), { cwd });
  expect(counts(again.stdout)).toEqual({
    patients: [0, 0, 4, 0],
    doctors: [0, 0, 1, 0],
    visits: [0, 1, 2, 0],
  });
  const kept = query(
    into(cwd),
    "select cells from ledger_unmapped union all select cells from ledger_unmapped_packs",
  );
  expect(kept.flat().join()).toContain('"nickname":""');
  const traced = await hmsync(["import:trace", "visits", "V1", "--json"], { cwd });
  expect(traced.exitCode, traced.stderr).toBe(0);
  expect(JSON.parse(traced.stdout).versions[0].cells.from).toBe("archive");
  expect(spoolsIn(cwd)).toEqual([]);
});

test("a rejected row is corrected and imported from what the run kept, whatever the database is by now", async () => {
  const cwd = hospital({ phone: null });
  const strict = await hmsync(importing("--json"), { cwd });
  expect([strict.exitCode, counts(strict.stdout)["patients"]]).toEqual([3, [3, 0, 0, 1]]);
  change(join(cwd, "hospital.data"), "delete from visits");
  const fixed = await hmsync(
    [
      "import:fix",
      "patients",
      "1003",
      "--set",
      "phoneNumber=0442345677",
      "--why",
      "card",
      "--by",
      "Rao",
    ],
    { cwd },
  );
  expect(fixed.exitCode, fixed.stderr).toBe(0);
  const retried = await hmsync(["import:retry", "--json"], { cwd });
  expect(retried.exitCode, retried.stderr).toBe(0);
  expect(counts(retried.stdout)).toMatchObject({ patients: [4, 0, 0, 0], visits: [3, 0, 0, 0] });
});

test("a run that died goes on with the rows that it had read", async () => {
  const cwd = hospital();
  const lenient = importing("--continue-on-error", "--batch-size", "1", "--no-archive");
  const killed = await hmsync(lenient, {
    cwd,
    env: { HMSYNC_FAILPOINT: "after-commit:2", HMSYNC_AS_LARGE: "1" },
  });
  expect(killed.exitCode).not.toBe(0);
  expect(spoolsIn(cwd)).toHaveLength(1);
  change(join(cwd, "hospital.data"), "delete from visits");
  const resumed = await hmsync(["import", "--resume", "--json"], { cwd });
  expect(resumed.exitCode, resumed.stderr).toBe(0);
  expect(query(into(cwd), "select count(*) from visits")).toEqual([[3]]);
  expect(existsSync(join(cwd, "reports/extracts"))).toBe(false);
});

test("a plan is carried out while the database is what it was, and refused once a column has another type", async () => {
  const cwd = hospital();
  expect((await hmsync(["db:push", "--init", "--yes"], { cwd })).exitCode).toBe(0);
  const planning = importing("--dry-run", "--out", "plan.json");
  expect((await hmsync(planning, { cwd })).exitCode).toBe(0);
  mkdirSync(join(cwd, "aside"));
  copyFileSync(join(cwd, "hospital.data"), join(cwd, "aside/hospital.data"));
  change(
    join(cwd, "hospital.data"),
    "alter table visits rename to old; create table visits as select *, 1 as more from old; drop table old",
  );
  const changed = await hmsync(["import", "--plan", "plan.json", "--yes"], { cwd });
  expect(changed.exitCode).toBe(4);
  expect(changed.stderr).toContain("visits.consultationFee");
  copyFileSync(join(cwd, "aside/hospital.data"), join(cwd, "hospital.data"));
  const planned = await hmsync(["import", "--plan", "plan.json", "--yes"], { cwd });
  expect(planned.exitCode, planned.stderr).toBe(0);
  expect(query(into(cwd), "select count(*) from visits")).toEqual([[3]]);
});

test("all that looks at an export looks at a database", async () => {
  const cwd = hospital();
  const from = ["--source", "hospital.data"];
  const read = await hmsync(["import:read", "hospital.data", "--tables", "patients", "--json"], {
    cwd,
  });
  const rows = read.stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line).cells.nickname);
  expect(rows).toEqual([null, "", "Mimi", "Lucho"]);
  for (const command of [
    ["import:preflight", ...from],
    ["import:diff", ...from],
    ["import:assess", ...from, "--write", "mapping.json"],
  ]) {
    const { exitCode, stderr } = await hmsync(command, { cwd });
    expect(exitCode, `${command}: ${stderr}`).toBe(0);
  }
  const sheet = await hmsync(["import:mapping", "generic-csv", ...from], { cwd });
  expect(sheet.exitCode).toBe(0);
  const asked = await hmsync(["import:questions", "generic-csv", ...from], { cwd });
  expect(asked.exitCode).toBe(0);
});

test("the database that is written is not its own source, and --tables is for databases", async () => {
  const cwd = hospital();
  const itself = await hmsync(importing("--db", "hospital.data"), { cwd });
  expect(itself.exitCode).toBe(2);
  mkdirSync(join(cwd, "legacy"));
  const folder = await hmsync(["import", "--source", "legacy", "--tables", "patients"], { cwd });
  expect(folder.exitCode).toBe(2);
});

test("a database in a folder or an archive is told, and one that is none that can be read is refused", async () => {
  const cwd = hospital();
  mkdirSync(join(cwd, "legacy"));
  writeFileSync(join(cwd, "legacy/doctors.csv"), "doctorId,fullName\nD1,Dr. Jane Smith\n");
  copyFileSync(join(cwd, "hospital.data"), join(cwd, "legacy/hospital.db"));
  const folder = await hmsync(["import:assess", "--source", "legacy", "--json"], { cwd });
  expect(folder.stdout).toContain("hospital.db");
  writeFileSync(join(cwd, "locked.db"), randomBytes(4_096));
  const locked = await hmsync(["import", "--source", "locked.db", ...ON_A_DAY], { cwd });
  expect(locked.exitCode).toBe(1);
});
