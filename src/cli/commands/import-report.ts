import { openExisting } from "../../jobs/run/open-target.ts";
import { letInSince } from "../../ledger/let-in-since.ts";
import { noSuchRun, readRuns } from "../../ledger/run-ledger.ts";
import type { RunSummary } from "../../ledger/run-summary.ts";
import { grouped } from "../../plain/columns.ts";
import { EXIT, type ExitCode, UsageError } from "../../plain/errors.ts";
import { importReport } from "../../report/import-report.ts";
import { undoReport } from "../../report/undo-report.ts";
import type { Invocation } from "../command.ts";
import { databasePath } from "../database-path.ts";
import { asTyped, flagsOfRun, sameDatabase } from "../invocation-hint.ts";
import { targetOf } from "../wiring.ts";

/** Prints a past run again, from the ledger. */
export async function run({ args, terminal }: Invocation): Promise<ExitCode> {
  const db = openExisting(databasePath(args), targetOf(args), "look");
  try {
    const found = readRuns(db, args.operand)[0];
    if (found === undefined) {
      throw noSuchRun(args.operand, `See  ${asTyped("import:status")}`);
    }
    if (found.summary === null) {
      throw new UsageError(
        `The run ${found.name} has not finished: it is running, or it crashed.`,
        {
          cure: "If no import is running, run it again.",
        },
      );
    }
    const isUndo = found.kind === "undo";
    const again = isUndo ? sameDatabase(args) : flagsOfRun(found.summary);
    const look = { paint: terminal.paint, typed: asTyped, again, sameDatabase: sameDatabase(args) };
    const text = isUndo ? undoReport : importReport;
    const letIn = letInSince(db, readRuns(db)).get(found.id) ?? 0;
    const document = { ...found.summary, letInSince: letIn };
    const shown = () => [text(found.summary as RunSummary, look), ...sinceThen(letIn)].join("\n\n");
    if (args.flags.json) terminal.document(JSON.stringify(document));
    else terminal.result(shown());
    return EXIT.clean;
  } finally {
    db.close();
  }
}

function sinceThen(letIn: number): string[] {
  const records = letIn === 1 ? "record has" : "records have";
  return letIn === 0 ? [] : [`Of those rejected, ${grouped(letIn)} ${records} been let in since.`];
}
