import type { ExitCode } from "../errors.ts";
import type { FlagName } from "./flags.ts";
import type { Arguments } from "./parse-argv.ts";
import type { Terminal } from "./terminal.ts";

/** What a command is handed. */
export interface Invocation {
  readonly args: Arguments;
  readonly terminal: Terminal;
}

/** The same, for a command about commands. */
export interface AmongCommands extends Invocation {
  readonly commands: readonly Command[];
}

/** The module of a command: loaded when it is run, not before. */
export interface CommandModule {
  run(invocation: AmongCommands): Promise<ExitCode>;
}

export interface Command {
  readonly name: string;
  readonly about: string;
  /** Shown first in its help. */
  readonly example: string;
  readonly flags: readonly FlagName[];
  /** What may follow the flags. */
  readonly operand?: {
    readonly name: string;
    readonly about: string;
    readonly choices?: readonly string[];
  };
  /** What its JSON document holds, besides the failure, where nothing was begun. */
  readonly unbegun?: Readonly<Record<string, unknown>>;
  load(): Promise<CommandModule>;
}

/** What a person may say about how files are written. */
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

/** What a person may decide about a change of the schema. */
const DECISIONS = [
  ...["allow-drop", "allow-drop-table", "allow-convert", "rename", "rename-table"],
  ...["backfill", "drop-unmanaged", "adopt"],
] as const satisfies readonly FlagName[];

export const COMMANDS: readonly Command[] = [
  {
    name: "import",
    about: "import an export of a legacy HMS: validated, batched, reconciled",
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
    operand: { name: "RUN", about: "with --resume: which run" },
    unbegun: { run: null, committed: false, entities: {} },
    load: () => import("./commands/import.ts"),
  },
  {
    name: "import:diff",
    about: "what of an export is new, changed, vanished, in conflict; writes nothing",
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
    about: "take in the records of a run that were rejected, and are corrected now",
    example: "import:retry 2026-01-14-1",
    flags: ["db", "mapping", "dry-run", "report", "yes"],
    operand: { name: "RUN", about: "the run; the last one with rejected records unless said" },
    unbegun: { run: null, committed: false, entities: {} },
    load: () => import("./commands/import-retry.ts"),
  },
  {
    name: "import:assess",
    about: "say what an unknown export holds, what is wrong with it, how it maps",
    example: "import:assess --source legacy/",
    flags: [
      ...(["source", "mapping", "write", "legacy-system", "as-of", "reveal", "report"] as const),
      ...READING,
    ],
    load: () => import("./commands/import-assess.ts"),
  },
  {
    name: "import:preflight",
    about: "look whether anything stands in the way of an import; changes nothing",
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
    about: "show what is read of a file: its dialect with the evidence, records, issues",
    example: "import:read legacy/patients.csv",
    flags: ["to", "out", ...READING],
    operand: { name: "PATH", about: "a file, a folder, or - for standard input" },
    load: () => import("./commands/import-read.ts"),
  },
  {
    name: "import:mapping",
    about: "print what a mapping does: the sheet that the hospital approves",
    example: "import:mapping mapping.json --to html --source legacy/ --out mapping.html",
    flags: ["to", "out", "source", "reveal", ...READING],
    operand: { name: "MAPPING", about: "its file, or one that comes with the tool" },
    load: () => import("./commands/import-mapping.ts"),
  },
  {
    name: "import:report",
    about: "print a past run again, from the ledger",
    example: "import:report 2026-01-14-1",
    flags: ["db"],
    operand: { name: "RUN", about: "the run's name; the last one unless said" },
    load: () => import("./commands/import-report.ts"),
  },
  {
    name: "import:status",
    about: "list the runs: at work, ended, dead, rolled back, taken back",
    example: "import:status --watch",
    flags: ["db", "watch"],
    load: () => import("./commands/import-status.ts"),
  },
  {
    name: "import:logs",
    about: "print a run's log: what happened when, by code and place",
    example: "import:logs --follow",
    flags: ["db", "follow"],
    operand: { name: "RUN", about: "the run's name; the last one unless said" },
    load: () => import("./commands/import-logs.ts"),
  },
  {
    name: "import:validate",
    about: "compare the ledger with the database as it is now",
    example: "import:validate",
    flags: ["db"],
    load: () => import("./commands/import-validate.ts"),
  },
  {
    name: "import:undo",
    about: "take a run back, or an undo; what happened since stays",
    example: "import:undo 2026-01-14-1 --dry-run",
    flags: ["db", "dry-run", "partial", "yes"],
    operand: { name: "RUN", about: "the run's name" },
    unbegun: { run: null, kind: "undo", committed: false, entities: {} },
    load: () => import("./commands/import-undo.ts"),
  },
  {
    name: "db:plan",
    about: "what a push would do, found by doing it on a private copy",
    example: "db:plan --out plan.json",
    flags: ["db", "schema", ...DECISIONS, "out", "sql", "check"],
    load: () => import("./commands/db-plan.ts"),
  },
  {
    name: "db:push",
    about: "bring a database to the schema; no row or value is lost that was not named",
    example: "db:push --rename patients.phone=telephone",
    flags: ["db", "schema", "init", ...DECISIONS, "plan", "yes", "force"],
    load: () => import("./commands/db-push.ts"),
  },
  {
    name: "db:backup",
    about: "copy the database, checked, while it is in use",
    example: "db:backup --keep 10",
    flags: ["db", "schema", "keep"],
    load: () => import("./commands/db-backup.ts"),
  },
  {
    name: "db:restore",
    about: "make the database what a backup holds; the present state is put aside",
    example: "db:restore backups/hmsync-2026-01-14T02-03-11Z.db",
    flags: ["db", "schema", "yes", "force"],
    operand: { name: "BACKUP", about: "the backup's file" },
    load: () => import("./commands/db-restore.ts"),
  },
  {
    name: "db:status",
    about: "is it in sync, what was done last, which backups and migrations are there",
    example: "db:status",
    flags: ["db", "schema", "migrations"],
    load: () => import("./commands/db-status.ts"),
  },
  {
    name: "db:validate",
    about: "look for damage, orphaned rows, drift; exit 1 with the list",
    example: "db:validate",
    flags: ["db", "schema"],
    load: () => import("./commands/db-validate.ts"),
  },
  {
    name: "db:backfill-public-ids",
    about: "give public ids to rows that have none, beside a running application",
    example: "db:backfill-public-ids --dry-run",
    flags: ["db", "only", "dry-run", "batch-size"],
    load: () => import("./commands/db-backfill-public-ids.ts"),
  },
  {
    name: "db:copy-table",
    about: "copy a table into the one that has come in its place, and compare them",
    example: "db:copy-table allies --dry-run",
    flags: [
      ...(["db", "from", "rename", "allow-drop", "legacy-system", "on-conflict"] as const),
      ...(["batch-size", "dry-run", "reveal", "drop-old", "allow-drop-table"] as const),
    ],
    operand: { name: "TABLE", about: "the older table, as shared/table-copies.ts declares it" },
    load: () => import("./commands/db-copy-table.ts"),
  },
  {
    name: "db:generate",
    about: "write the change of the schema as a migration, with its way back",
    example: "db:generate --name add_department",
    flags: ["db", "schema", "migrations", "name", ...DECISIONS],
    load: () => import("./commands/db-generate.ts"),
  },
  {
    name: "db:migrate",
    about: "apply the migrations that are pending, each in its own transaction",
    example: "db:migrate",
    flags: ["db", "schema", "migrations", "init", "adopt", "allow-convert", "yes", "force"],
    load: () => import("./commands/db-migrate.ts"),
  },
  {
    name: "db:rollback",
    about: "take the last migration back",
    example: "db:rollback",
    flags: ["db", "schema", "migrations", "allow-drop", "allow-drop-table", "yes", "force"],
    load: () => import("./commands/db-rollback.ts"),
  },
  {
    name: "completion",
    about: "print the script that completes commands and flags in a shell",
    example: "completion bash",
    flags: [],
    operand: { name: "SHELL", about: "bash, zsh or fish", choices: ["bash", "zsh", "fish"] },
    load: () => import("./commands/completion.ts"),
  },
];
