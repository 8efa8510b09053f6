import { importExport, runPlannedImport } from "../../jobs/import.ts";
import type { AskedImport } from "../../jobs/input/asked-import.ts";
import { resumeImport } from "../../jobs/resume.ts";
import { type ExitCode, UsageError } from "../../plain/errors.ts";
import { STANDARD_INPUT, spoolInput } from "../../source/spool-input.ts";
import type { Arguments } from "../arguments.ts";
import type { Invocation } from "../command.ts";
import { databasePath } from "../database-path.ts";
import type { FlagName } from "../flags.ts";
import { importArguments } from "../import-settings.ts";
import { passwordMeans } from "../password-means.ts";
import { runInTerminal } from "../run-in-terminal.ts";
import { targetOf } from "../wiring.ts";

/** Imports an export: finds what it is, runs, writes the report, prints the reconciliation. */
export async function run(invocation: Invocation): Promise<ExitCode> {
  const { args } = invocation;
  const { plan, resume, report } = args.flags;
  const passwords = passwordMeans(invocation);
  const earlier = { database: databasePath(args), target: targetOf(args) };
  if (plan !== undefined) {
    checkFlags(args, "plan", ["report"]);
    return runInTerminal(invocation, ({ signal, listener, means }) =>
      runPlannedImport({ ...earlier, plan, report, signal, passwords }, listener, means),
    );
  }
  if (resume) {
    checkFlags(args, "resume");
    return runInTerminal(invocation, ({ signal, listener, means }) =>
      resumeImport({ ...earlier, run: args.operand, signal }, listener, means),
    );
  }
  if (args.operand !== undefined) {
    throw new UsageError(`import does not know what to do with "${args.operand}".`, {
      cure: "A run is named only with --resume; name the export with --source.",
    });
  }
  const asked = { ...importArguments(args), passwords };
  if (asked.source !== STANDARD_INPUT) return importFrom(asked, invocation);
  const spooled = await spoolInput(process.stdin);
  try {
    return await importFrom({ ...asked, spooled: spooled.found }, invocation);
  } finally {
    spooled.release();
  }
}

function importFrom(asked: AskedImport, invocation: Invocation): Promise<ExitCode> {
  const { args } = invocation;
  const { out, relock } = args.flags;
  const options = { ...asked, database: databasePath(args), out, relock: relock === true };
  return runInTerminal(invocation, ({ signal, listener, means }) =>
    importExport({ ...options, signal }, listener, means),
  );
}

/** What a run has from its plan or its beginning cannot be asked for once more. */
function checkFlags(
  { flags }: Arguments,
  by: "plan" | "resume",
  more: readonly FlagName[] = [],
): void {
  const common: readonly FlagName[] = [
    "db",
    "config",
    "lift-force-rls",
    "yes",
    "json",
    "quiet",
    "verbose",
    "profile",
  ];
  const free = [by, ...common, ...more];
  const extra = Object.keys(flags).find((flag) => !free.includes(flag as FlagName));
  if (extra === undefined) return;
  throw new UsageError(`--${extra} cannot be given with --${by}.`, {
    cure: `The run keeps the settings it was ${by === "plan" ? "planned" : "started"} with: omit it.`,
  });
}
