import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { casesOf } from "../support/at-night.ts";
import { hmsync } from "../support/cli.ts";
import { FLAWED, SMALL } from "../support/small-exports.ts";
import { change } from "../support/sql.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

// What can be foreseen is told with its place and its cure, by each command: never "unforeseen error".

/** A folder in which everything was done once: exports, a mapping, runs with their reports, a backup, migrations. */
let made: string;
let run = "";

beforeAll(async () => {
  made = mkdtempSync(join(tmpdir(), "hmsync-test-"));
  writeFiles(join(made, "legacy"), SMALL);
  writeFiles(join(made, "flawed"), FLAWED);
  writeFiles(made, { "fixes.csv": "file,legacy id,column,old value,new value\n" });
  const done = [
    ["import", "--source", "legacy"],
    ["import", "--source", "flawed", "--continue-on-error"],
    ["db:backup"],
    ["import:assess", "--source", "legacy", "--write", "mapping.json"],
    ["import", "--source", "legacy", "--dry-run", "--out", "plan.json"],
    ["db:generate", "--name", "first"],
  ];
  for (const argv of done) await hmsync(argv, { cwd: made });
  run = readdirSync(join(made, "reports"))[1] ?? "";
});
afterAll(() => rmSync(made, { recursive: true, force: true }));

const COMMANDS: Readonly<Record<string, () => readonly string[]>> = {
  "import:validate": () => [],
  "import:status": () => [],
  "import:report": () => [],
  "import:undo": () => [run, "--yes"],
  "import:retry": () => ["--yes"],
  "import:logs": () => [],
  "import:preflight": () => ["--source", "legacy"],
  import: () => ["--source", "flawed", "--continue-on-error", "--fixes", "fixes.csv"],
  "import:diff": () => ["--source", "flawed"],
  "import:assess": () => ["--source", "legacy", "--write", "other.json"],
  "import:read": () => ["legacy", "--out", "read"],
  "import:mapping": () => ["mapping.json", "--source", "legacy"],
  "db:status": () => [],
  "db:validate": () => [],
  "db:plan": () => [],
  "db:push": () => ["--yes"],
  "db:backup": () => [],
  "db:restore": () => [join("backups", readdirSync(join(made, "backups"))[0] ?? ""), "--yes"],
  "db:backfill-public-ids": () => [],
  "db:copy-table": () => ["allies"],
  "db:generate": () => ["--name", "second"],
  "db:migrate": () => ["--yes"],
  "db:rollback": () => ["--yes"],
};

interface Fault {
  readonly name: string;
  readonly happens: (cwd: string) => void;
  /** The commands that met it badly; at night each meets it. */
  readonly met: readonly string[];
}

const READING_LEDGER = ["import:validate", "import:status", "import:report", "import:undo"];

/** Spoils bytes of a file. */
function spoil(cwd: string, name: string, work: (bytes: Buffer) => Buffer | undefined): void {
  const path = join(cwd, name);
  const bytes = readFileSync(path);
  writeFileSync(path, work(bytes) ?? bytes);
}

/** Puts something else into a place. */
function inPlace(cwd: string, name: string, put: (path: string) => void): void {
  const path = join(cwd, name);
  rmSync(path, { recursive: true, force: true });
  put(path);
}
const link = (target: string) => (path: string) => symlinkSync(target, path);
const folder = (path: string) => mkdirSync(path);
const file = (path: string) => writeFileSync(path, "a file in its place");

const FAULTS: readonly Fault[] = [
  {
    name: "a database with damaged pages",
    happens: (cwd) => spoil(cwd, "hmsync.db", (bytes) => bytes.fill(0, 8_192, 24_576)),
    met: ["import:validate", "import:preflight", "import"],
  },
  {
    name: "a database cut short",
    happens: (cwd) => spoil(cwd, "hmsync.db", (bytes) => bytes.subarray(0, 9_000)),
    met: ["import:validate"],
  },
  {
    name: "a link to itself in the database's place",
    happens: (cwd) => inPlace(cwd, "hmsync.db", link("hmsync.db")),
    met: ["import", "import:preflight"],
  },
  {
    name: "a ledger whose figures are no JSON",
    happens: (cwd) =>
      change(join(cwd, "hmsync.db"), "update ledger_runs set summary = '{', request = '{'"),
    met: [...READING_LEDGER, "import:retry", "import:logs"],
  },
  {
    name: "a ledger whose figures are another JSON",
    happens: (cwd) => change(join(cwd, "hmsync.db"), "update ledger_runs set summary = '7'"),
    met: ["import:validate", "import:undo"],
  },
  {
    name: "a ledger without its runs",
    happens: (cwd) => change(join(cwd, "hmsync.db"), "drop table ledger_runs"),
    met: ["import:validate"],
  },
  {
    name: "a link to itself among the export's files",
    happens: (cwd) => inPlace(cwd, "legacy/patients.csv", link("patients.csv")),
    met: ["import:assess", "import:preflight", "import:read"],
  },
  {
    name: "a link to itself in the place of all reports",
    happens: (cwd) => inPlace(cwd, "reports", link("reports")),
    met: ["import", "import:diff", "import:undo"],
  },
  {
    name: "a file in the place of all reports",
    happens: (cwd) => inPlace(cwd, "reports", file),
    met: ["import:retry"],
  },
  {
    name: "a file in the place of all backups",
    happens: (cwd) => inPlace(cwd, "backups", file),
    met: ["db:status", "import:preflight"],
  },
  {
    name: "a folder in a mapping's place",
    happens: (cwd) => inPlace(cwd, "mapping.json", folder),
    met: ["import:mapping"],
  },
  {
    name: "a folder in the place of fixes",
    happens: (cwd) => inPlace(cwd, "fixes.csv", folder),
    met: ["import"],
  },
  {
    name: "folders in the place of rejected records",
    happens: (cwd) => inPlace(cwd, `reports/${run}/rejected/patients.csv`, folder),
    met: ["import:retry"],
  },
  {
    name: "a damaged workbook among the rejected records",
    happens: (cwd) => inPlace(cwd, `reports/${run}/rejected/rejects.xlsx`, file),
    met: ["import:retry"],
  },
  {
    name: "a journal of migrations that is no JSON",
    happens: (cwd) => inPlace(cwd, "migrations/meta/_journal.json", file),
    met: ["db:migrate", "db:generate"],
  },
];

const all = FAULTS.flatMap((fault) =>
  Object.keys(COMMANDS).map((command) => ({ ...fault, command })),
);
const day = all.filter(({ met, command }) => met.includes(command));
const CASES = casesOf([...day, ...all.filter((one) => !day.includes(one))], day.length);

test.each(CASES)("$name: $command tells it, with a cure", async ({ happens, command }) => {
  const cwd = workspace();
  cpSync(made, cwd, { recursive: true, verbatimSymlinks: true });
  happens(cwd);
  const argv = [command, ...(COMMANDS[command]?.() ?? [])];
  const { exitCode, stdout, stderr } = await hmsync(argv, { cwd });
  expect([0, 1, 2, 3, 4, 5]).toContain(exitCode);
  expect(stdout + stderr).not.toMatch(/unforeseen|report it|undefined|\[object|database {2}/);
});
