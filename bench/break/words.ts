import {
  copyFileSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { mutate } from "../../test/support/mutate.ts";
import { query } from "../../test/support/sql.ts";
import type { Random } from "../random.ts";
import { type Attack, Broken, during, folderIn, type Trial } from "./attack.ts";
import { MARKER, makeHospital } from "./hospital.ts";
import { judgeManners, verdictOf } from "./judge.ts";
import { type Ended, runProgram } from "./run-program.ts";
import { importing } from "./surroundings.ts";
import { csvOf, FORMATS } from "./write-export.ts";

const COMMANDS = [
  ...["import", "import:diff", "import:retry", "import:assess", "import:preflight", "import:read"],
  ...["import:mapping", "import:report", "import:status", "import:logs", "import:validate"],
  ...["import:undo", "db:plan", "db:push", "db:backup", "db:restore", "db:status", "db:validate"],
  ...["db:backfill-public-ids", "db:copy-table", "db:generate", "db:migrate", "db:rollback"],
  ...["completion", "nonsense", ""],
];
const FLAGS = [
  ...[
    "--source",
    "--db",
    "--mapping",
    "--legacy-system",
    "--as-of",
    "--fixes",
    "--only",
    "--limit",
  ],
  ...["--sample", "--pilot", "--dry-run", "--out", "--plan", "--continue-on-error", "--max-errors"],
  ...[
    "--on-conflict",
    "--mark-vanished",
    "--keep-unmapped",
    "--encoding",
    "--delimiter",
    "--quote",
  ],
  ...[
    "--escape",
    "--header-row",
    "--skip-lines",
    "--widths",
    "--resume",
    "--relock",
    "--batch-size",
  ],
  ...["--report", "--no-archive", "--profile", "--yes", "--json", "--quiet", "--verbose", "--to"],
  ...["--schema", "--name", "--write", "--html", "--database", "--pass-over", "--allow-drop", "-s"],
];
const VALUES = [
  ...[
    "legacy",
    "legacy/patients.csv",
    "hmsync.db",
    "mapping.json",
    "",
    "-",
    "0",
    "-1",
    "1e9",
    "5%",
  ],
  ...[
    "101%",
    "NaN",
    "patients",
    "patients,visits",
    "visits.x=y",
    "2026-01-14",
    "2026-02-30",
    "tab",
  ],
  ...["/", ".", "..", "/dev/null", "/dev/full", "/proc/self/mem", "nowhere/at/all", "\u001b[2J"],
  ...["utf-8", "utf-7", "windows-1252", "'", "\\", "1", "99999999999999999999", "a=b", "=", "é"],
  ...["keep", "overwrite", "csv", "html", "md", "--", "2026-11-28-1", "__proto__", "%s"],
];

/** Command lines as people give them. */
const SOUND: readonly (readonly string[])[] = [
  ["import", "--source", "legacy", "--db", "hmsync.db"],
  ["import", "--source", "legacy", "--db", "hmsync.db", "--mapping", "mapping.json", "--dry-run"],
  ["import:assess", "legacy"],
  ["import:read", "legacy/patients.csv"],
  ["import:preflight", "--source", "legacy", "--db", "hmsync.db"],
  ["import:mapping", "mapping.json"],
  ["db:push", "--init", "--db", "hmsync.db"],
];

/** A hospital's folder, imported or not. */
async function folderOf(trial: Trial): Promise<string> {
  const cwd = folderIn(trial, "work");
  FORMATS.csv(makeHospital(trial.random, { ascii: true }), trial.random, cwd);
  copyFileSync(resolve("importers/mappings/generic-csv.json"), join(cwd, "mapping.json"));
  return cwd;
}

/** Commands with flags and values that belong to others, or to none. */
const commandLines: Attack = {
  kind: "command lines",
  async attempt(trial) {
    const { random, main } = trial;
    const cwd = await folderOf(trial);
    const isSound = random.below(3) > 0;
    const argv = isSound ? [...random.pick(SOUND)] : [random.pick(COMMANDS)];
    for (let more = random.below(isSound ? 2 : 5); more > 0; more--) {
      if (random.below(3) > 0) argv.push(random.pick(FLAGS));
      if (random.below(3) > 0) argv.push(random.pick(VALUES));
    }
    const ended = await runProgram(main, argv, { cwd, env: { TMPDIR: folderIn(trial, "tmp") } });
    return during(JSON.stringify(argv), async () => {
      judgeManners(ended, { mayShow: true, isVerbose: argv.includes("--verbose") });
      if (argv.includes("--json") && ended.stdout.trim() !== "" && argv[0] !== "completion") {
        // A file is read as a stream: a document a record.
        const isStream = argv[0] === "import:read" && !argv.includes("--out");
        for (const document of isStream ? ended.stdout.trim().split("\n") : [ended.stdout])
          judgeJson(document);
      }
      return verdictOf(ended);
    });
  },
};

function judgeJson(stdout: string): void {
  try {
    JSON.parse(stdout);
  } catch (error) {
    throw new Broken("--json printed something else", { cause: error });
  }
}

/** A value somewhere in a mapping becomes another. */
function changed(random: Random, value: unknown): unknown {
  if (typeof value !== "object" || value === null || random.below(6) === 0) {
    return random.pick([
      null,
      "",
      0,
      -1,
      true,
      [],
      {},
      "patientId",
      "__proto__",
      "../x",
      "é",
      1e308,
      [[]],
    ]);
  }
  const entries = Object.entries(value);
  const [key, inner] = random.pick(entries.length > 0 ? entries : [["x", 1]]);
  const next = {
    ...value,
    [random.below(9) === 0 ? random.pick(VALUES) : key]: changed(random, inner),
  };
  return Array.isArray(value) ? Object.values(next) : next;
}

/** A mapping that was changed by hand, or damaged. */
const mappings: Attack = {
  kind: "mapping files",
  async attempt(trial) {
    const { random, main } = trial;
    const cwd = await folderOf(trial);
    const path = join(cwd, "mapping.json");
    const bytes = readFileSync(path);
    const isBroken = random.below(3) === 0;
    const text = isBroken
      ? mutate(bytes, () => random.next())
      : JSON.stringify(changed(random, JSON.parse(bytes.toString())));
    writeFileSync(path, text);
    const argv = random.pick([
      importing({ source: "legacy" }, "--mapping", "mapping.json"),
      ["import:mapping", "mapping.json"],
      ["import:assess", "legacy", "--mapping", "mapping.json"],
      ["import:preflight", "--source", "legacy", "--db", "hmsync.db", "--mapping", "mapping.json"],
    ]);
    const ended = await runProgram(main, argv, { cwd, env: { TMPDIR: folderIn(trial, "tmp") } });
    return during(`${argv[0]} with ${text.toString().slice(0, 3_000)}`, async () => {
      judgeManners(ended, { mayShow: true });
      return verdictOf(ended);
    });
  },
};

/** Someone's spreadsheet, or hand, on the files of rejected records, and a retry with them. */
const corrections: Attack = {
  kind: "corrections, spoiled",
  async attempt(trial) {
    const { random, main } = trial;
    const cwd = folderIn(trial, "work");
    const [patients, doctors, visits] = makeHospital(random, { ascii: true, patients: 12 });
    if (patients === undefined || doctors === undefined || visits === undefined) return "right";
    const bad = patients.rows.map((row, at) => (at % 3 === 0 ? row.with(3, "") : row));
    const source = join(cwd, "legacy");
    cpSync(resolve("fixtures/sample"), source, { recursive: true });
    writeFileSync(join(source, "patients.csv"), csvOf({ ...patients, rows: bad }));
    writeFileSync(join(source, "doctors.csv"), csvOf(doctors));
    writeFileSync(join(source, "visits.csv"), csvOf(visits));
    const env = { TMPDIR: folderIn(trial, "tmp") };
    const argv = importing({ source: "legacy" }, "--continue-on-error", "--report", "reports/r");
    await runProgram(main, argv, { cwd, env });
    const rejected = join(cwd, "reports/r/rejected");
    if (!existsSync(rejected)) return "asked";
    const before = countsOf(join(cwd, "hmsync.db"));
    const file = join(
      rejected,
      random.pick(readdirSync(rejected).filter((name) => name.endsWith(".csv"))),
    );
    const text = readFileSync(file)
      .toString("utf8")
      .replaceAll(`${MARKER},,`, `${MARKER},0441234567,`);
    writeFileSync(
      file,
      random.below(4) === 0 ? text : mutate(Buffer.from(text), () => random.next()),
    );
    const ended = await runProgram(main, ["import:retry", "--db", "hmsync.db"], { cwd, env });
    const path = join(cwd, "hmsync.db");
    return during("import:retry", async () => {
      judgeManners(ended, { mayShow: ended.exitCode === 4 });
      judgeRetry(ended, before, path);
      const rows = Number(query(path, "select count(*) from patients")[0]?.[0]);
      if (rows > patients.rows.length) throw new Broken(`${rows} patients are too many`);
      return verdictOf(ended);
    });
  },
};

/** A retry that did not come to its end wrote nothing. */
function judgeRetry({ exitCode, stdout }: Ended, before: string, path: string): void {
  if (exitCode === 5) throw new Broken(stdout.slice(-500));
  if (exitCode === 0 || exitCode === 3 || countsOf(path) === before) return;
  throw new Broken(`exit ${exitCode}, but rows were written`);
}

const countsOf = (path: string): string =>
  JSON.stringify(
    query(path, "select (select count(*) from patients), (select count(*) from visits)"),
  );

export const wordAttacks: readonly Attack[] = [commandLines, mappings, corrections];
