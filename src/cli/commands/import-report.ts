import { pastRun } from "../../jobs/runs/runs.ts";
import { grouped } from "../../plain/columns.ts";
import { EXIT, type ExitCode } from "../../plain/errors.ts";
import { importReport } from "../../report/import-report.ts";
import { undoReport } from "../../report/undo-report.ts";
import type { Invocation } from "../command.ts";
import { databasePath } from "../database-path.ts";
import { asTyped, flagsOfRun, sameDatabase } from "../invocation-hint.ts";
import { targetOf } from "../wiring.ts";

/** Prints a past run again, from the ledger. */
export async function run({ args, terminal }: Invocation): Promise<ExitCode> {
  const of = { database: databasePath(args), target: targetOf(args) };
  const { kind, summary, letInSince } = pastRun(of, args.operand);
  const isUndo = kind === "undo";
  const again = isUndo ? sameDatabase(args) : flagsOfRun(summary);
  const look = {
    paint: terminal.paint,
    room: terminal.room,
    application: of.target.title,
    typed: asTyped,
    again,
    sameDatabase: sameDatabase(args),
  };
  const text = isUndo ? undoReport : importReport;
  if (args.flags.json) terminal.document(JSON.stringify({ ...summary, letInSince }));
  else terminal.result([text(summary, look), ...sinceThen(letInSince)].join("\n\n"));
  return EXIT.clean;
}

function sinceThen(letIn: number): string[] {
  const records = letIn === 1 ? "record has" : "records have";
  return letIn === 0 ? [] : [`Of those rejected, ${grouped(letIn)} ${records} been let in since.`];
}
