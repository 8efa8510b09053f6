import type { Command } from "./command.ts";
import { DATABASE_COMMANDS } from "./database-commands.ts";
import { type FlagName, FORMATS } from "./flags.ts";

const DATABASE: readonly FlagName[] = ["db", "config", "lift-force-rls"];
/** An export, or tables of a database. */
const SOURCE: readonly FlagName[] = ["source", "schema", "tables"];
const EXPORT: readonly FlagName[] = [...SOURCE, ...DATABASE, "mapping", "legacy-system", "only"];
/** What an import is checked with before it runs. */
const CHECKED: readonly FlagName[] = [
  ...EXPORT,
  ...(["files", "no-files", "store", "keep-unmapped", "drop-unmapped", "report"] as const),
];
const RULES: readonly FlagName[] = ["as-of", "fixes", "no-fixes", "on-conflict", "mark-vanished"];
/** What is imported, and by which rules. */
const INPUT: readonly FlagName[] = [...CHECKED, ...RULES, "sample", "pilot"];
const RUN: readonly FlagName[] = ["continue-on-error", "max-errors", "batch-size", "no-archive"];
const REHEARSAL: readonly FlagName[] = ["dry-run", "out", "plan", "yes"];
const FIXING: readonly FlagName[] = [
  ...(["set", "was", "new-id", "withdraw", "as-written"] as const),
  ...(["keep-this", "same-as", "after-all"] as const),
];
const ASSESSED: readonly FlagName[] = [...SOURCE, "config", "mapping", "write", "legacy-system"];
const APPROVING: readonly FlagName[] = ["approve", "refuse", "take-back", "by", "why"];

export const COMMANDS: readonly Command[] = [
  {
    name: "import",
    about: "import an export of a legacy HMS: validate, load, reconcile",
    example: "import --source legacy/",
    flags: [...INPUT, ...RUN, ...REHEARSAL, "limit", "resume", "relock", "profile", ...FORMATS],
    operand: { name: "RUN", about: "the run to resume, with --resume" },
    unbegun: { run: null, committed: false, entities: {} },
    load: () => import("./commands/import.ts"),
  },
  {
    name: "import:diff",
    about: "show what is new, changed, gone or in conflict in an export; writes nothing",
    example: "import:diff --source sunday/",
    flags: [...INPUT, ...FORMATS],
    unbegun: { run: null, committed: false, entities: {} },
    load: () => import("./commands/import-diff.ts"),
  },
  {
    name: "import:retry",
    about: "re-import corrected records",
    example: "import:retry 2026-01-14-1",
    flags: [...DATABASE, "mapping", "no-fixes", "dry-run", "report", "yes"],
    operand: {
      name: "RUN",
      about: "the run to correct; by default the last one with rejected records",
    },
    unbegun: { run: null, committed: false, entities: {} },
    load: () => import("./commands/import-retry.ts"),
  },
  {
    name: "import:fix",
    about: "correct rejected records, for this import and all later ones; --dry-run judges them",
    example: 'import:fix patients 123 --set phone=0441234567 --why "asked on the phone"',
    flags: [...DATABASE, "legacy-system", "file", "line", ...FIXING, "by", "why", "dry-run", "yes"],
    flagsHere: { "dry-run": "judge by the rules of the import; keep nothing" },
    operand: {
      name: "ENTITY",
      about: "what the record is: patients, visits, ...",
      second: {
        name: "LEGACY-ID",
        about: "its number in the legacy system; or --file with --line, or --was",
      },
    },
    load: () => import("./commands/import-fix.ts"),
  },
  {
    name: "import:fixes",
    about: "list the corrections step by step, undo and redo steps",
    example: "import:fixes --undo",
    flags: [...DATABASE, "legacy-system", "by", "undo", "redo"],
    operand: { name: "STEP", about: "the step to undo back to, or to redo up to" },
    load: () => import("./commands/import-fixes.ts"),
  },
  {
    name: "import:assess",
    about: "describe an unknown export: its content, its problems, a proposed mapping",
    example: "import:assess --source legacy/",
    flags: [...ASSESSED, "as-of", "reveal", "report", ...FORMATS],
    load: () => import("./commands/import-assess.ts"),
  },
  {
    name: "import:preflight",
    about: "check whether an import can run; changes nothing",
    example: "import:preflight --source legacy/",
    flags: [...CHECKED, ...FORMATS],
    load: () => import("./commands/import-preflight.ts"),
  },
  {
    name: "import:read",
    about: "show how a file is read: its dialect with the evidence, records, issues",
    example: "import:read legacy/patients.csv",
    flags: ["to", "out", "schema", "tables", ...FORMATS],
    operand: { name: "PATH", about: "a file, a folder, a database, or - for standard input" },
    load: () => import("./commands/import-read.ts"),
  },
  {
    name: "import:mapping",
    about: "print the sheet that the hospital approves: what becomes of each column",
    example: "import:mapping mapping.json --to html --source legacy/ --out mapping.html",
    flags: [
      "to",
      "out",
      ...SOURCE,
      ...DATABASE,
      "legacy-system",
      "reveal",
      ...APPROVING,
      ...FORMATS,
    ],
    operand: { name: "MAPPING", about: "a mapping file, or the name of a built-in mapping" },
    load: () => import("./commands/import-mapping.ts"),
  },
  {
    name: "import:questions",
    about: "list what a mapping leaves open for an export, or answer it into the mapping",
    example: "import:questions mapping.json --source legacy/ --answer currency=INR --by 'Dr. Rao'",
    flags: [...SOURCE, ...DATABASE, "legacy-system", "only", "answer", "by", "why", ...FORMATS],
    operand: { name: "MAPPING", about: "a mapping file" },
    load: () => import("./commands/import-questions.ts"),
  },
  {
    name: "import:report",
    about:
      "print the report of a past run, or write where its records stand by now as a page to mail",
    example: "import:report 2026-01-14-1 --html --out report.html",
    flags: [...DATABASE, "html", "out"],
    operand: { name: "RUN", about: "the run's name; by default the last run" },
    load: () => import("./commands/import-report.ts"),
  },
  {
    name: "import:trace",
    about: "tell the whole story of one record: cells, rule, correction, run, row",
    example: "import:trace patients 123",
    flags: [...DATABASE, "legacy-system", "file", "line", "record", "reveal"],
    operand: {
      name: "ENTITY",
      about: "what the record is: patients, visits, ...",
      second: {
        name: "LEGACY-ID",
        about: "its number in the legacy system; or --file with --line",
      },
    },
    load: () => import("./commands/import-trace.ts"),
  },
  {
    name: "import:crosswalk",
    about: "write which row each record became, and of which person it is, as a CSV file",
    example: "import:crosswalk --out map.csv --only patients",
    flags: [...DATABASE, "out", "only"],
    load: () => import("./commands/import-crosswalk.ts"),
  },
  {
    name: "import:status",
    about: "list the runs: running, finished, crashed, rolled back, undone",
    example: "import:status --watch",
    flags: [...DATABASE, "watch"],
    load: () => import("./commands/import-status.ts"),
  },
  {
    name: "import:logs",
    about: "print a run's log: what happened, when and where",
    example: "import:logs --follow",
    flags: [...DATABASE, "follow"],
    operand: { name: "RUN", about: "the run's name; by default the last run" },
    load: () => import("./commands/import-logs.ts"),
  },
  {
    name: "import:validate",
    about: "compare what was imported with the database as it is now",
    example: "import:validate",
    flags: [...DATABASE, "store"],
    load: () => import("./commands/import-validate.ts"),
  },
  {
    name: "import:undo",
    about: "undo a run, or undo an undo; keeps what changed since",
    example: "import:undo 2026-01-14-1 --dry-run",
    flags: [...DATABASE, "store", "dry-run", "partial", "yes"],
    operand: { name: "RUN", about: "the run's name" },
    unbegun: { run: null, kind: "undo", committed: false, entities: {} },
    load: () => import("./commands/import-undo.ts"),
  },
  {
    name: "import:persons",
    about: "list records that may be of one person, say which are, and join them",
    example: 'import:persons patients/919 patients/1020 --same --by "Dr. Rao"',
    flags: [
      ...DATABASE,
      ...(["search", "state", "reveal", "same", "different", "later", "by", "why"] as const),
      ...(["take-in", "dry-run", "yes"] as const),
    ],
    operand: {
      name: "RECORD",
      about: "a record by its table and number: patients/919",
      second: { name: "OTHER", about: "the record that it is compared with" },
    },
    load: () => import("./commands/import-persons.ts"),
  },
  {
    name: "import:review",
    about: "serve the page on which the data owner checks, corrects and signs",
    example: "import:review",
    flags: [...DATABASE, "port", "no-open"],
    operand: { name: "RUN", about: "a run of the chain to review; by default the last run" },
    load: () => import("./commands/import-review.ts"),
  },
  {
    name: "import:sample",
    about: "draw records for a person to check, old beside new, and keep what is said of each",
    example: "import:sample --reveal",
    flags: [
      ...DATABASE,
      ...(["seed", "size", "show", "right", "wrong", "forget", "remark", "by", "reveal"] as const),
    ],
    operand: { name: "RUN", about: "a run of the chain; by default the last run" },
    load: () => import("./commands/import-sample.ts"),
  },
  {
    name: "import:sign",
    about: "sign an import as it stands: every figure, and what is open",
    example: 'import:sign --by "Dr. A. Meyer" --role "Head of records"',
    flags: [...DATABASE, "by", "role", "remark", "yes"],
    operand: { name: "RUN", about: "a run of the chain; by default the last run" },
    load: () => import("./commands/import-sign.ts"),
  },
  {
    name: "import:verify-sign-off",
    about: "work out anew every figure that was signed, and say what no longer holds",
    example: "import:verify-sign-off hmsync.review/healthcare-plus/sign-off.json",
    flags: [...DATABASE, "source"],
    operand: { name: "FILE", about: "the sign-off.json" },
    load: () => import("./commands/import-verify-sign-off.ts"),
  },
  ...DATABASE_COMMANDS,
  {
    name: "export:fhir",
    about: "write what is in the database as FHIR R4: NDJSON, a file for each type of resource",
    example: "export:fhir --out fhir/",
    flags: [...DATABASE, "out", "only", "force", "json"],
    flagsHere: {
      out: "the folder for the files: a new one, or an empty one",
      force: "replace an earlier export in the folder",
    },
    unbegun: { folder: null, resources: {}, leftOut: [] },
    load: () => import("./commands/export-fhir.ts"),
  },
  {
    name: "completion",
    about: "print a shell completion script for commands and flags",
    example: "completion bash",
    flags: [],
    operand: { name: "SHELL", about: "bash, zsh or fish", choices: ["bash", "zsh", "fish"] },
    load: () => import("./commands/completion.ts"),
  },
];
