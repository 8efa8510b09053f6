import type { MergeOutcome } from "../../jobs/persons/merge-run.ts";
import { REPORTS } from "../../jobs/run/report-folder.ts";
import { type UndoListener, type UndoOutcome, undo } from "../../jobs/undo.ts";
import type { RunSummary } from "../../ledger/run-summary.ts";
import { counted, grouped } from "../../plain/columns.ts";
import { DecisionNeeded, EXIT, type ExitCode, UsageError } from "../../plain/errors.ts";
import { termsText } from "../../report/persons-text.ts";
import { undoReport } from "../../report/undo-report.ts";
import { canAsk, confirm } from "../ask.ts";
import type { Invocation } from "../command.ts";
import { databasePath } from "../database-path.ts";
import { interruptSignal } from "../interrupt.ts";
import { asTyped, sameDatabase } from "../invocation-hint.ts";
import { seldom } from "../progress.ts";
import type { Terminal } from "../terminal.ts";
import { targetOf } from "../wiring.ts";

/** Takes a run back: shows what would be done, asks, does it, says what was done. */
export async function run(invocation: Invocation): Promise<ExitCode> {
  const { args, terminal } = invocation;
  const { flags, operand } = args;
  const name = operand;
  const answered = flags["dry-run"] || flags.yes;
  if (name === undefined) {
    const cure = `See  ${asTyped("import:status")}`;
    throw new UsageError("import:undo takes the name of a run.", { cure });
  }
  // In a document nobody can be asked: it says what would be done.
  const unasked = flags.json && !answered;
  const interrupt = interruptSignal(terminal);
  const options = {
    target: targetOf(args),
    database: databasePath(args),
    run: name,
    store: flags.store,
    partial: flags.partial,
    dryRun: flags["dry-run"] || unasked,
    reports: REPORTS,
    signal: interrupt.signal,
  };
  const { undone, summary, persons } = await undo(options, {
    note: terminal.narrate,
    progress: progressLines(terminal),
    confirm: answered || unasked ? undefined : ask(invocation, name),
  }).finally(interrupt.release);
  if (summary === undefined) return nothingLeft(invocation, undone);
  if (persons !== undefined && !flags.json) return tellPersons(invocation, name, persons);
  const waits = unasked && summary.status === "dry-run";
  return tell(invocation, waits ? { ...summary, exitCode: EXIT.decision } : summary);
}

/** @throws DecisionNeeded if nobody is there to answer */
const ask =
  (invocation: Invocation, name: string): NonNullable<UndoListener["confirm"]> =>
  async (found) => {
    tell(invocation, { ...found, exitCode: EXIT.decision });
    if (canAsk(invocation.terminal)) return confirm(`Take ${name} back?`);
    throw new DecisionNeeded("Nothing was changed: there is no terminal to ask for confirmation.", {
      cure: "To go ahead, add --yes.",
    });
  };

function tell({ args, terminal }: Invocation, summary: RunSummary): ExitCode {
  const { status, exitCode } = summary;
  const asking = status === "dry-run" && exitCode === EXIT.decision;
  const application = targetOf(args).title;
  const again = sameDatabase(args);
  const { paint, room } = terminal;
  const look = { paint, room, application, typed: asTyped, again, asking };
  if (args.flags.json) terminal.document(JSON.stringify(summary));
  else terminal.result(undoReport(summary, look));
  return exitCode;
}

/** A run that took verdicts in wrote no records of an export: what is told are the persons. */
function tellPersons(
  { args, terminal }: Invocation,
  name: string,
  { summary: { run, status, exitCode }, verdicts, ...joined }: MergeOutcome,
): ExitCode {
  const text = termsText(joined);
  if (text !== "") terminal.result(text);
  const what = counted(verdicts, "verdict");
  const undo = [run, sameDatabase(args)].filter(Boolean).join(" ");
  if (status === "dry-run") terminal.narrate(`${what} of ${name} would be taken back.`);
  else if (status === "committed")
    terminal.narrate(
      `${what} of ${name} taken back, by run ${run}. To undo that:  ${asTyped("import:undo", undo)}`,
    );
  else terminal.narrate("The figures do not agree: nothing was changed.");
  return exitCode;
}

/** Undoing twice is no mistake: what was asked for is so. */
function nothingLeft(
  { args, terminal }: Invocation,
  { name, status }: UndoOutcome["undone"],
): ExitCode {
  const exitCode = EXIT.clean;
  const document = { schemaVersion: 1, run: null, kind: "undo", ofRun: name, status };
  const rest = { committed: false, exitCode, entities: {}, failure: null };
  const text = `Nothing of the run ${name} (${status}) is left to undo.`;
  if (args.flags.json) terminal.document(JSON.stringify({ ...document, ...rest }));
  else terminal.result(text);
  return exitCode;
}

function progressLines(terminal: Terminal): (rows: number) => void {
  const show = seldom(terminal);
  return (rows) => show(() => `${grouped(rows)} rows checked`);
}
