import { standingPageOf } from "../../jobs/chain/standing-page.ts";
import { pastRun } from "../../jobs/runs/runs.ts";
import type { RunsOf } from "../../jobs/runs/runs-at-hand.ts";
import type { RunSummary } from "../../ledger/run-summary.ts";
import { grouped } from "../../plain/columns.ts";
import { EXIT, type ExitCode, UsageError } from "../../plain/errors.ts";
import { shellWord } from "../../plain/shell-word.ts";
import { replaceOwn } from "../../plain/whole-file.ts";
import { importReport } from "../../report/import-report.ts";
import { undoReport } from "../../report/undo-report.ts";
import type { Invocation } from "../command.ts";
import { databasePath } from "../database-path.ts";
import { asTyped, flagsOfRun, sameDatabase } from "../invocation-hint.ts";
import { targetOf } from "../wiring.ts";

/** Prints a past run again, from the ledger. */
export async function run({ args, terminal }: Invocation): Promise<ExitCode> {
  const of = { database: databasePath(args), target: targetOf(args) };
  if (args.flags.html) return writePage(of, { args, terminal });
  if (args.flags.out !== undefined) {
    throw new UsageError("--out is for a page.", { cure: "Add --html." });
  }
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
  else
    terminal.result(
      [
        text(summary, look),
        ...sinceThen(letInSince),
        ...oneRecord(summary, sameDatabase(args)),
      ].join("\n\n"),
    );
  return EXIT.clean;
}

/** Where the records of the run's chain stand by now. */
async function writePage(of: RunsOf, { args, terminal }: Invocation): Promise<ExitCode> {
  const page = await standingPageOf(of, args.operand);
  const { out } = args.flags;
  if (out === undefined) terminal.document(page.trimEnd());
  else {
    await replaceOwn(out, page, MARK);
    terminal.narrate(`The page is in ${out}.`);
  }
  return EXIT.clean;
}

/** Every such page has it. */
const MARK = "HMSync Migrate";

function sinceThen(letIn: number): string[] {
  const records = letIn === 1 ? "record has" : "records have";
  return letIn === 0 ? [] : [`Of those rejected, ${grouped(letIn)} ${records} been let in since.`];
}

/** How the story of a rejected record is told: of the first that there is. */
function oneRecord({ entities }: RunSummary, flags: string): string[] {
  for (const [entity, { findings, rejected }] of Object.entries(entities)) {
    const found = findings.find(({ severity }) => severity === "error");
    const place = found?.places[0];
    if (rejected === 0 || place === undefined) continue;
    const asked = [entity, `--file ${shellWord(place.file)} --line ${place.line}`, flags];
    const command = asTyped("import:trace", asked.filter(Boolean).join(" "));
    return [`The whole story of one of them:  ${command}`];
  }
  return [];
}
