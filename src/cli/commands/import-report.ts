import { EXIT, type ExitCode, UsageError } from "../../errors.ts";
import { readRuns } from "../../import/run-ledger.ts";
import { importReport } from "../../report/import-report.ts";
import { undoReport } from "../../report/undo-report.ts";
import type { Invocation } from "../commands.ts";
import { databasePath } from "../database-path.ts";
import { asTyped, databaseFlag, flagsOfRun } from "../invocation-hint.ts";
import { openExisting } from "../open-target.ts";

/** Prints a past run again, from the ledger. */
export async function run({ args, terminal }: Invocation): Promise<ExitCode> {
  const db = openExisting(databasePath(args));
  try {
    const found = readRuns(db, args.operand)[0];
    if (found === undefined) {
      throw new UsageError(
        args.operand ? `The ledger has no run "${args.operand}".` : "The ledger has no run yet.",
        {
          cure: `See  ${asTyped("import:status")}`,
        },
      );
    }
    if (found.summary === null) {
      throw new UsageError(`The run ${found.name} has not ended: it is running, or it died.`, {
        cure: "If no import is at work, run the import again.",
      });
    }
    const isUndo = found.kind === "undo";
    const again = isUndo ? databaseFlag(args) : flagsOfRun(found.summary);
    const look = { paint: terminal.paint, typed: asTyped, again };
    const text = isUndo ? undoReport : importReport;
    terminal.result(args.flags.json ? JSON.stringify(found.summary) : text(found.summary, look));
    return EXIT.clean;
  } finally {
    db.close();
  }
}
