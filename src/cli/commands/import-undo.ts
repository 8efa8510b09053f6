import { todayIn } from "../../../importers/convert/time-zone.ts";
import type { Database } from "../../db/database.ts";
import { takeRunLock } from "../../db/run-lock.ts";
import { DecisionNeeded, EXIT, type ExitCode, UsageError } from "../../errors.ts";
import { type LedgerRun, readRuns, runNames } from "../../import/run-ledger.ts";
import type { RunSummary } from "../../import/run-summary.ts";
import { undoRun } from "../../import/undo/undo-run.ts";
import { grouped } from "../../report/columns.ts";
import { undoReport } from "../../report/undo-report.ts";
import { canAsk, confirm } from "../ask.ts";
import type { Invocation } from "../commands.ts";
import { databasePath } from "../database-path.ts";
import { asTyped } from "../invocation-hint.ts";
import { openExisting } from "../open-target.ts";
import { freeRunName } from "../report-folder.ts";
import type { Terminal } from "../terminal.ts";
import { IMPORTERS } from "../wiring.ts";

/** Takes a run back: shows what would be done, asks, does it, says what was done. */
export async function run(invocation: Invocation): Promise<ExitCode> {
  const { args } = invocation;
  const db = openExisting(databasePath(args));
  try {
    const lock = takeRunLock(db.path, "import:undo");
    try {
      return await undo(invocation, db);
    } finally {
      lock.release();
    }
  } finally {
    db.close();
  }
}

async function undo({ args, terminal }: Invocation, db: Database): Promise<ExitCode> {
  const { "dry-run": rehearseOnly, yes, json } = args.flags;
  const undone = namedRun(db, args.operand);
  const again = (rehearse: boolean) =>
    undoRun({
      ...{ db, undone, importers: IMPORTERS, partial: args.flags.partial === true, rehearse },
      ...nameUndo(db, undone),
      onProgress: progressLines(terminal),
    });
  const tell = (summary: RunSummary, exitCode: ExitCode): ExitCode => {
    const look = { paint: terminal.paint, typed: asTyped, again: "" };
    const shown = json ? JSON.stringify({ ...summary, exitCode }) : undoReport(summary, look);
    terminal.result(shown);
    return exitCode;
  };
  const needsAnswer = !rehearseOnly && !yes;
  const shown = rehearseOnly || needsAnswer ? await again(true) : await again(false);
  if (shown === undefined) return nothingLeft({ terminal, undone, json: json === true });
  if (!needsAnswer || shown.status !== "dry-run") return tell(shown, shown.exitCode);
  tell(shown, EXIT.decision);
  if (json) return EXIT.decision;
  if (!canAsk(terminal)) {
    throw new DecisionNeeded("Nothing was changed: nobody is there to be asked.", {
      cure: "To take the run back as shown, add --yes.",
    });
  }
  if (!(await confirm(`Take ${undone.name} back?`))) {
    throw new DecisionNeeded("Stopped at the question.", { cure: "Nothing was changed." });
  }
  const done = await again(false);
  if (done === undefined) return nothingLeft({ terminal, undone, json: false });
  return tell(done, done.exitCode);
}

/** @throws UsageError */
function namedRun(db: Database, name: string | undefined): LedgerRun {
  const cure = `See  ${asTyped("import:status")}`;
  if (name === undefined) throw new UsageError("import:undo takes the name of a run.", { cure });
  const found = readRuns(db, name)[0];
  if (found !== undefined) return found;
  throw new UsageError(`The ledger has no run "${name}".`, { cure });
}

function nameUndo(db: Database, { summary }: LedgerRun) {
  const startedAt = new Date();
  const asOf = todayIn(summary?.timeZone ?? "UTC", startedAt);
  return { startedAt, asOf, runName: freeRunName(asOf, runNames(db, asOf)) };
}

interface Nothing {
  readonly terminal: Terminal;
  readonly undone: LedgerRun;
  readonly json: boolean;
}

/** Undoing twice is no mistake: what was asked for is so. */
function nothingLeft({ terminal, undone, json }: Nothing): ExitCode {
  const { name, status } = undone;
  const exitCode = EXIT.clean;
  if (json) {
    const document = { schemaVersion: 1, run: null, kind: "undo", ofRun: name, status };
    terminal.result(
      JSON.stringify({ ...document, committed: false, exitCode, entities: {}, failure: null }),
    );
  } else terminal.result(`Nothing of the run ${name} (${status}) is left to be taken back.`);
  return exitCode;
}

/** A line is written, or drawn, this often: milliseconds. */
const OFTEN = 100;
const SELDOM = 5_000;

function progressLines(terminal: Terminal): (rows: number) => void {
  let last = Date.now();
  return (rows) => {
    const now = Date.now();
    if (now - last < (terminal.live ? OFTEN : SELDOM)) return;
    last = now;
    const line = `${grouped(rows)} rows looked at`;
    if (terminal.live) terminal.redraw(line);
    else terminal.narrate(line);
  };
}
