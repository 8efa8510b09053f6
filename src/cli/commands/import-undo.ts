import type { Database } from "../../db/database.ts";
import { type LedgerRun, noSuchRun, readRuns } from "../../ledger/run-ledger.ts";
import type { RunSummary } from "../../ledger/run-summary.ts";
import { grouped } from "../../plain/columns.ts";
import { DecisionNeeded, EXIT, type ExitCode, UsageError } from "../../plain/errors.ts";
import { undoReport } from "../../report/undo-report.ts";
import { undoRun } from "../../undo/undo-run.ts";
import { canAsk, confirm } from "../ask.ts";
import type { Invocation } from "../command.ts";
import { databasePath } from "../database-path.ts";
import { asTyped, sameDatabase } from "../invocation-hint.ts";
import { seldom } from "../progress.ts";
import { checkSameTarget } from "../remembered.ts";
import { nextRun } from "../report-folder.ts";
import { onExisting } from "../run-locked.ts";
import type { Terminal } from "../terminal.ts";
import { targetOf } from "../wiring.ts";

/** Takes a run back: shows what would be done, asks, does it, says what was done. */
export async function run(invocation: Invocation): Promise<ExitCode> {
  const work = (db: Database) => undo(invocation, db);
  return onExisting(databasePath(invocation.args), "import:undo", { ...invocation, work });
}

async function undo(invocation: Invocation, db: Database): Promise<ExitCode> {
  const { args, terminal } = invocation;
  const { flags, operand } = args;
  const undone = namedRun(db, operand);
  const target = targetOf(args);
  checkSameTarget(undone, target);
  const attempt = async (rehearse: boolean): Promise<RunSummary | undefined> =>
    undoRun({
      db,
      undone,
      importers: target.importers,
      partial: flags.partial === true,
      rehearse,
      ...nameUndo(db, undone),
      onProgress: progressLines(terminal),
    });
  const needsAnswer = !flags["dry-run"] && !flags.yes;
  const found = await attempt(needsAnswer || flags["dry-run"] === true);
  if (found === undefined) return nothingLeft(invocation, undone);
  if (!needsAnswer || found.status !== "dry-run") return tell(invocation, found);
  tell(invocation, { ...found, exitCode: EXIT.decision });
  if (flags.json) return EXIT.decision;
  await decide(invocation, undone);
  const done = await attempt(false);
  return done === undefined ? nothingLeft(invocation, undone) : tell(invocation, done);
}

/** @throws DecisionNeeded if the answer is no, or nobody is there to give one */
async function decide({ terminal }: Invocation, { name }: LedgerRun): Promise<void> {
  if (!canAsk(terminal)) {
    throw new DecisionNeeded("Nothing was changed: there is no terminal to ask for confirmation.", {
      cure: "To go ahead, add --yes.",
    });
  }
  if (await confirm(`Take ${name} back?`)) return;
  throw new DecisionNeeded("Cancelled.", { cure: "Nothing was changed." });
}

function tell({ args, terminal }: Invocation, summary: RunSummary): ExitCode {
  const { status, exitCode } = summary;
  const asking = status === "dry-run" && exitCode === EXIT.decision;
  const look = { paint: terminal.paint, typed: asTyped, again: sameDatabase(args), asking };
  if (args.flags.json) terminal.document(JSON.stringify(summary));
  else terminal.result(undoReport(summary, look));
  return exitCode;
}

/** @throws UsageError */
function namedRun(db: Database, name: string | undefined): LedgerRun {
  const cure = `See  ${asTyped("import:status")}`;
  if (name === undefined) throw new UsageError("import:undo takes the name of a run.", { cure });
  const found = readRuns(db, name)[0];
  if (found !== undefined) return found;
  throw noSuchRun(name, cure);
}

function nameUndo(db: Database, { summary }: LedgerRun) {
  const { startedAt, today, name } = nextRun(db, summary?.timeZone ?? "UTC");
  return { startedAt, asOf: today, runName: name };
}

/** Undoing twice is no mistake: what was asked for is so. */
function nothingLeft({ args, terminal }: Invocation, { name, status }: LedgerRun): ExitCode {
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
