import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, expect, onTestFinished, test } from "vitest";
import { SqliteDriver } from "../../src/db/sqlite/driver.ts";
import { takeRunLock } from "../../src/db/sqlite/run-lock.ts";
import { hmsync } from "../support/cli.ts";
import { SMALL } from "../support/small-exports.ts";
import { change, damage, makeReadOnly } from "../support/sql.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

const PREFLIGHT = ["import:preflight", "--source", "legacy"];
const TIB = 2 ** 40;

/** A folder with a small export, and nothing else. */
function fresh(): string {
  const cwd = workspace();
  writeFiles(join(cwd, "legacy"), SMALL);
  return cwd;
}

let template: Promise<string> | undefined;

async function fill(): Promise<string> {
  const cwd = mkdtempSync(join(tmpdir(), "hmsync-filled-"));
  writeFiles(join(cwd, "legacy"), SMALL);
  await hmsync(["import", "--source", "legacy"], { cwd });
  await hmsync(["db:backup"], { cwd });
  return cwd;
}
afterAll(async () => rmSync((await template) ?? "", { recursive: true, force: true }));

/** A folder with the export, a database that it filled, and a backup. */
async function filled(): Promise<string> {
  template ??= fill();
  const cwd = workspace();
  cpSync(await template, cwd, { recursive: true, preserveTimestamps: true });
  return cwd;
}

interface Found {
  readonly check: string;
  readonly ok: boolean;
  readonly what: string;
  readonly cure: string | null;
}

async function preflight(cwd: string, ...flags: string[]) {
  const { exitCode, stdout } = await hmsync([...PREFLIGHT, "--json", ...flags], { cwd });
  const { checks } = JSON.parse(stdout) as { checks: Found[] };
  return { exitCode, checks, problems: checks.filter(({ ok }) => !ok) };
}

test("before the first import: everything that can be looked at is in order, and nothing is made", async () => {
  const cwd = fresh();
  const { exitCode, checks, problems } = await preflight(cwd);
  expect(problems).toEqual([]);
  expect(exitCode).toBe(0);
  expect(checks.map(({ check }) => check)).toEqual([
    ...["Files", "Mapping", "Write rights", "Disk space", "Database"],
  ]);
  expect(readdirSync(cwd)).toEqual(["legacy"]);
});

test("a database in use: lock, schema, integrity and the newest backup are looked at too", async () => {
  const { exitCode, checks } = await preflight(await filled());
  expect(exitCode).toBe(0);
  const inDatabase = checks.slice(4).map(({ check }) => check);
  expect(inDatabase).toEqual(["Lock", "Schema", "Integrity", "Backup"]);
});

test("a check is one line: ok, or the problem with its cure", async () => {
  const cwd = fresh();
  await hmsync(["import", "--source", "legacy"], { cwd });
  const { exitCode, stdout } = await hmsync(PREFLIGHT, { cwd });
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(/^ok +Schema +in sync$/m);
  expect(stdout).toMatch(/^problem +Backup +There is none\. Create one with {2}hmsync db:backup$/m);
  expect(stdout.trimEnd().split("\n").at(-1)).toBe("1 problem.");
});

const BACKUPS = (cwd: string) =>
  readdirSync(join(cwd, "backups")).map((name) => join(cwd, "backups", name));
const LEGACY = (cwd: string, file: string) => join(cwd, "legacy", file);
const DATABASE = (cwd: string) => join(cwd, "hmsync.db");

/** A run, or another program, that is at work for the rest of the test. */
function atWork(path: string): void {
  const { release } = takeRunLock(path, "import");
  onTestFinished(release);
}
function writes(path: string): void {
  const other = new SqliteDriver(path);
  onTestFinished(() => void other.close());
  other.exec("begin immediate");
}

interface Story {
  readonly story: string;
  readonly check: string;
  readonly told: string;
  readonly spoil: (cwd: string) => void;
}

const STORIES: readonly Story[] = [
  {
    story: "a run at work",
    check: "Lock",
    told: "import has been running",
    spoil: (cwd) => atWork(DATABASE(cwd)),
  },
  {
    story: "a program that writes",
    check: "Lock",
    told: "SQLITE_BUSY",
    spoil: (cwd) => writes(DATABASE(cwd)),
  },
  {
    story: "a read-only database",
    check: "Lock",
    told: "SQLITE_READONLY",
    spoil: (cwd) => makeReadOnly(DATABASE(cwd)),
  },
  {
    story: "a schema that has drifted",
    check: "Schema",
    told: "1 statements away",
    spoil: (cwd) => change(DATABASE(cwd), "drop index visits_visit_date_idx"),
  },
  {
    story: "a damaged database",
    check: "Integrity",
    told: "damage",
    spoil: (cwd) => damage(DATABASE(cwd), "visits_visit_date_idx"),
  },
  {
    story: "a damaged backup",
    check: "Backup",
    told: "is not an SQLite database",
    spoil: (cwd) => writeFileSync(BACKUPS(cwd)[0] ?? "", "Dear diary, this is no database."),
  },
  {
    story: "a column under another name",
    check: "Mapping",
    told: "phoneNumber",
    spoil: (cwd) =>
      writeFileSync(LEGACY(cwd, "patients.csv"), "patientId,firstName,lastName,phone\n"),
  },
  {
    story: "a file that was copied in part",
    check: "Files",
    told: "NUL",
    spoil: (cwd) => appendFileSync(LEGACY(cwd, "visits.csv"), Buffer.alloc(3)),
  },
  {
    story: "an export of a terabyte",
    check: "Disk space",
    told: "may need",
    spoil: (cwd) => truncateSync(LEGACY(cwd, "doctors.csv"), TIB),
  },
  {
    story: "a folder in a file's place",
    check: "Files",
    told: "visits-2.csv",
    spoil: (cwd) => mkdirSync(LEGACY(cwd, "visits-2.csv")),
  },
];

test.each(STORIES)("$story is a problem, told with its cure", async ({ check, told, spoil }) => {
  const cwd = await filled();
  spoil(cwd);
  const { exitCode, problems } = await preflight(cwd);
  expect(exitCode).toBe(1);
  expect(problems).toContainEqual({
    check,
    ok: false,
    what: expect.stringContaining(told),
    cure: expect.stringMatching(/\w/),
  });
});

test("a report folder whose name a file has is a problem", async () => {
  const cwd = fresh();
  writeFileSync(join(cwd, "reports"), "a file in its place");
  const { problems } = await preflight(cwd);
  expect(problems).toMatchObject([{ check: "Write rights" }]);
  expect((await preflight(cwd, "--report", "elsewhere")).exitCode).toBe(0);
});

test("a file that is still being written is a problem", async () => {
  const cwd = fresh();
  const timer = setInterval(() => appendFileSync(LEGACY(cwd, "visits.csv"), "\n"), 50);
  onTestFinished(() => clearInterval(timer));
  const { problems } = await preflight(cwd);
  // Whether the mapping comes upon it too is a matter of milliseconds.
  expect(problems[0]).toMatchObject({
    check: "Files",
    what: expect.stringContaining("visits.csv is still being written"),
  });
});

test("columns that no mapping knows are named, and no problem", async () => {
  const cwd = fresh();
  writeFileSync(LEGACY(cwd, "doctors.csv"), "doctorId,fullName,shoeSize\nD1,Dr. Jane Smith,39\n");
  const { exitCode, checks } = await preflight(cwd);
  expect(exitCode).toBe(0);
  expect(checks[1]?.what).toContain("kept in the ledger: shoeSize (1 filled");
});

test("an export or a folder for the database that is not there is a problem", async () => {
  const cwd = workspace();
  const { exitCode, problems } = await preflight(cwd, "--db", "nowhere/hmsync.db");
  expect(exitCode).toBe(1);
  expect(problems.map(({ check }) => check)).toEqual(["Files", "Database"]);
});

test.each(["archive-of-an-export", "workbook-of-two-sheets"])(
  "the files of %s were copied to their end",
  async (story) => {
    const source = resolve("fixtures", story);
    const { stdout } = await hmsync(["import:preflight", "--source", source, "--json"], {
      cwd: workspace(),
    });
    expect(stdout).not.toContain("NUL bytes");
  },
);
