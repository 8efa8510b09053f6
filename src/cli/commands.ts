import type { ExitCode } from "../errors.ts";
import type { FlagName } from "./flags.ts";
import type { Arguments } from "./parse-argv.ts";
import type { Terminal } from "./terminal.ts";

/** What a command is handed. */
export interface Invocation {
  readonly args: Arguments;
  readonly terminal: Terminal;
}

/** The module of a command: loaded when it is run, not before. */
export interface CommandModule {
  run(invocation: Invocation): Promise<ExitCode>;
}

export interface Command {
  readonly name: string;
  readonly about: string;
  /** Shown first in its help. */
  readonly example: string;
  readonly flags: readonly FlagName[];
  /** What may follow the flags. */
  readonly operand?: { readonly name: string; readonly about: string };
  /** What its JSON document holds, besides the failure, where nothing was begun. */
  readonly unbegun?: Readonly<Record<string, unknown>>;
  load(): Promise<CommandModule>;
}

export const COMMANDS: readonly Command[] = [
  {
    name: "import",
    about: "import an export of a legacy HMS: validated, batched, reconciled",
    example: "import --source legacy/",
    flags: [
      ...(["source", "db", "mapping", "legacy-system", "only", "limit", "dry-run"] as const),
      ...(["continue-on-error", "max-errors", "batch-size", "as-of"] as const),
      ...(["report", "no-archive", "yes"] as const),
    ],
    unbegun: { run: null, committed: false, entities: {} },
    load: () => import("./commands/import.ts"),
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
    about: "list the runs, also those that were rolled back",
    example: "import:status",
    flags: ["db"],
    load: () => import("./commands/import-status.ts"),
  },
  {
    name: "import:validate",
    about: "compare the ledger with the database as it is now",
    example: "import:validate",
    flags: ["db"],
    load: () => import("./commands/import-validate.ts"),
  },
  {
    name: "db:push",
    about: "bring a database to the schema by adding what it lacks",
    example: "db:push --init",
    flags: ["db", "init", "yes"],
    load: () => import("./commands/db-push.ts"),
  },
];
