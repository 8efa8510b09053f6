import type { ExitCode } from "../errors.ts";
import type { FlagName } from "./flags.ts";
import type { Arguments } from "./parse-argv.ts";
import type { Terminal } from "./terminal.ts";

/** What a command receives. */
export interface Invocation {
  readonly args: Arguments;
  readonly terminal: Terminal;
}

/** The same, for a command that needs to know all commands. */
export interface AmongCommands extends Invocation {
  readonly commands: readonly Command[];
}

/** The module of a command, loaded only when the command runs. */
export interface CommandModule {
  run(invocation: AmongCommands): Promise<ExitCode>;
}

export interface Command {
  readonly name: string;
  readonly about: string;
  /** Shown first in its help. */
  readonly example: string;
  readonly flags: readonly FlagName[];
  /** The argument without a flag. */
  readonly operand?: {
    readonly name: string;
    readonly about: string;
    readonly choices?: readonly string[];
  };
  /** What its JSON document holds besides the failure if the command never started. */
  readonly unbegun?: Readonly<Record<string, unknown>>;
  load(): Promise<CommandModule>;
}

/** How files are written, where a person says it. */
const READING = [
  "encoding",
  "delimiter",
  "quote",
  "escape",
  "header-row",
  "skip-lines",
  "widths",
  "database",
  "pass-over",
] as const satisfies readonly FlagName[];

/** Decisions about a schema change. */
const DECISIONS = [
  ...["allow-drop", "allow-drop-table", "allow-convert", "rename", "rename-table"],
  ...["backfill", "drop-unmanaged", "adopt"],
] as const satisfies readonly FlagName[];

export const COMMANDS: readonly Command[] = [
  {
    name: "import",
    about: "import an export of a legacy HMS: validate, load, reconcile",
    example: "import --source legacy/",
    flags: [
      ...(["source", "db", "mapping", "legacy-system", "only", "limit", "dry-run"] as const),
      ...(["continue-on-error", "max-errors", "batch-size", "as-of"] as const),
      ...(["on-conflict", "mark-vanished", "report", "no-archive", "yes"] as const),
      ...([
        "sample",
        "pilot",
        "keep-unmapped",
        "drop-unmapped",
        "fixes",
        "relock",
        "resume",
        "out",
        "plan",
        "profile",
      ] as const),
      ...READING,
    ],
    operand: { name: "RUN", about: "the run to resume, with --resume" },
    unbegun: { run: null, committed: false, entities: {} },
    load: () => import("./commands/import.ts"),
  },
  {
    name: "import:diff",
    about: "show what is new, changed, gone or in conflict in an export; writes nothing",
    example: "import:diff --source sunday/",
    flags: [
      ...(["source", "db", "mapping", "legacy-system", "only", "as-of", "fixes"] as const),
      ...(["on-conflict", "mark-vanished", "sample", "pilot", "keep-unmapped", "report"] as const),
      "drop-unmapped",
      ...READING,
    ],
    unbegun: { run: null, committed: false, entities: {} },
    load: () => import("./commands/import-diff.ts"),
  },
  {
    name: "import:retry",
    about: "re-import corrected records",
    example: "import:retry 2026-01-14-1",
    flags: ["db", "mapping", "dry-run", "report", "yes"],
    operand: {
      name: "RUN",
      about: "the run to correct; by default the last one with rejected records",
    },
    unbegun: { run: null, committed: false, entities: {} },
    load: () => import("./commands/import-retry.ts"),
  },
  {
    name: "import:assess",
    about: "describe an unknown export: its content, its problems, a proposed mapping",
    example: "import:assess --source legacy/",
    flags: [
      ...(["source", "mapping", "write", "legacy-system", "as-of", "reveal", "report"] as const),
      ...READING,
    ],
    load: () => import("./commands/import-assess.ts"),
  },
  {
    name: "import:preflight",
    about: "check whether an import can run; changes nothing",
    example: "import:preflight --source legacy/",
    flags: [
      ...(["source", "db", "mapping", "legacy-system", "only", "report"] as const),
      ...(["keep-unmapped", "drop-unmapped"] as const),
      ...READING,
    ],
    load: () => import("./commands/import-preflight.ts"),
  },
  {
    name: "import:read",
    about: "show how a file is read: its dialect with the evidence, records, issues",
    example: "import:read legacy/patients.csv",
    flags: ["to", "out", ...READING],
    operand: { name: "PATH", about: "a file, a folder, or - for standard input" },
    load: () => import("./commands/import-read.ts"),
  },
  {
    name: "import:mapping",
    about: "print the sheet that the hospital approves: what becomes of each column",
    example: "import:mapping mapping.json --to html --source legacy/ --out mapping.html",
    flags: ["to", "out", "source", "reveal", ...READING],
    operand: { name: "MAPPING", about: "a mapping file, or the name of a built-in mapping" },
    load: () => import("./commands/import-mapping.ts"),
  },
  {
    name: "import:report",
    about: "print the report of a past run",
    example: "import:report 2026-01-14-1",
    flags: ["db"],
    operand: { name: "RUN", about: "the run's name; by default the last run" },
    load: () => import("./commands/import-report.ts"),
  },
  {
    name: "import:status",
    about: "list the runs: running, finished, crashed, rolled back, undone",
    example: "import:status --watch",
    flags: ["db", "watch"],
    load: () => import("./commands/import-status.ts"),
  },
  {
    name: "import:logs",
    about: "print a run's log: what happened, when and where",
    example: "import:logs --follow",
    flags: ["db", "follow"],
    operand: { name: "RUN", about: "the run's name; by default the last run" },
    load: () => import("./commands/import-logs.ts"),
  },
  {
    name: "import:validate",
    about: "compare what was imported with the database as it is now",
    example: "import:validate",
    flags: ["db"],
    load: () => import("./commands/import-validate.ts"),
  },
  {
    name: "import:undo",
    about: "undo a run, or undo an undo; keeps what changed since",
    example: "import:undo 2026-01-14-1 --dry-run",
    flags: ["db", "dry-run", "partial", "yes"],
    operand: { name: "RUN", about: "the run's name" },
    unbegun: { run: null, kind: "undo", committed: false, entities: {} },
    load: () => import("./commands/import-undo.ts"),
  },
  {
    name: "db:plan",
    about: "show what a push would do, by trying it on a private copy",
    example: "db:plan --out plan.json",
    flags: ["db", "schema", ...DECISIONS, "out", "sql", "check"],
    load: () => import("./commands/db-plan.ts"),
  },
  {
    name: "db:push",
    about: "bring a database to the schema; loses no row or value unless you name it",
    example: "db:push --rename patients.phone=telephone",
    flags: ["db", "schema", "init", ...DECISIONS, "plan", "yes", "force"],
    load: () => import("./commands/db-push.ts"),
  },
  {
    name: "db:backup",
    about: "make a verified copy of the database while it is in use",
    example: "db:backup --keep 10",
    flags: ["db", "schema", "keep"],
    load: () => import("./commands/db-backup.ts"),
  },
  {
    name: "db:restore",
    about: "restore a backup; the present database is set aside",
    example: "db:restore backups/hmsync-2026-01-14T02-03-11Z.db",
    flags: ["db", "schema", "yes", "force"],
    operand: { name: "BACKUP", about: "the backup's file" },
    load: () => import("./commands/db-restore.ts"),
  },
  {
    name: "db:status",
    about: "show whether the schema is in sync, the last change, backups and migrations",
    example: "db:status",
    flags: ["db", "schema", "migrations"],
    load: () => import("./commands/db-status.ts"),
  },
  {
    name: "db:validate",
    about: "check for damage, orphaned rows and schema drift; exits 1 and lists them",
    example: "db:validate",
    flags: ["db", "schema"],
    load: () => import("./commands/db-validate.ts"),
  },
  {
    name: "db:backfill-public-ids",
    about: "give public ids to rows without one, while the application runs",
    example: "db:backfill-public-ids --dry-run",
    flags: ["db", "only", "dry-run", "batch-size"],
    load: () => import("./commands/db-backfill-public-ids.ts"),
  },
  {
    name: "db:copy-table",
    about: "copy a table into the one that replaces it, and compare them",
    example: "db:copy-table allies --dry-run",
    flags: [
      ...(["db", "from", "rename", "allow-drop", "legacy-system", "on-conflict"] as const),
      ...(["batch-size", "dry-run", "reveal", "drop-old", "allow-drop-table"] as const),
    ],
    operand: { name: "TABLE", about: "the old table, as declared in shared/table-copies.ts" },
    load: () => import("./commands/db-copy-table.ts"),
  },
  {
    name: "db:generate",
    about: "write the schema change as a migration, with its rollback",
    example: "db:generate --name add_department",
    flags: ["db", "schema", "migrations", "name", ...DECISIONS],
    load: () => import("./commands/db-generate.ts"),
  },
  {
    name: "db:migrate",
    about: "apply pending migrations, each in its own transaction",
    example: "db:migrate",
    flags: ["db", "schema", "migrations", "init", "adopt", "allow-convert", "yes", "force"],
    load: () => import("./commands/db-migrate.ts"),
  },
  {
    name: "db:rollback",
    about: "roll back the last migration",
    example: "db:rollback",
    flags: ["db", "schema", "migrations", "allow-drop", "allow-drop-table", "yes", "force"],
    load: () => import("./commands/db-rollback.ts"),
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
