import { join } from "node:path";
import { z } from "zod";
import { owningEntity } from "../../import/selection/selection.ts";
import { type AssessmentOutcome, type AssessOptions, assess } from "../../jobs/assess.ts";
import { legacySystemName } from "../../mapping/mapping.ts";
import { EXIT, type ExitCode, UsageError } from "../../plain/errors.ts";
import { shellWord } from "../../plain/shell-word.ts";
import { assessText } from "../../report/assess-text.ts";
import { trialText } from "../../report/trial-text.ts";
import type { Arguments } from "../arguments.ts";
import type { Invocation } from "../command.ts";
import { withoutMissingFiles } from "../config.ts";
import { wantedTables } from "../import-settings.ts";
import { interruptSignal } from "../interrupt.ts";
import { asTyped, sameDatabase } from "../invocation-hint.ts";
import { passwordMeans } from "../password-means.ts";
import { readingAgain, readingFlags } from "../reading-flags.ts";
import { targetOf } from "../wiring.ts";

/** Says what is in an unknown export, what is wrong with it and how it maps; writes a report. */
export async function run(invocation: Invocation): Promise<ExitCode> {
  const { args, terminal } = invocation;
  const asked = assessArguments(args);
  const { signal, release } = interruptSignal(terminal);
  try {
    const outcome = await assess(
      { ...asked, signal, passwords: passwordMeans(invocation) },
      { progress: terminal.redraw, note: terminal.narrate },
    );
    if (args.flags.json) terminal.document(JSON.stringify(outcome.document));
    else say(outcome, asked, invocation);
    return outcome.complete ? EXIT.clean : EXIT.failure;
  } finally {
    terminal.redraw("");
    release();
  }
}

function say(
  { document, folder, proposed }: AssessmentOutcome,
  asked: AssessOptions,
  { args, terminal }: Invocation,
): void {
  const { undecided = [], forecast } = proposed ?? {};
  terminal.result(assessText(document, terminal.paint, asked.target.title));
  const page = join(folder, "assessment.html");
  const values = document.revealed
    ? "it shows patients' values: do not e-mail it"
    : "values that identify a person are hidden";
  terminal.result(`\nReport   ${page}   (${values})`);
  const tried =
    forecast === undefined ? [] : trialText(forecast, owningEntity(asked.target.importers));
  if (asked.write !== undefined) {
    const lines = [...undecided, ...tried].map((one) => `\n  ${one}`);
    terminal.result(`Mapping  ${asked.write}${lines.join("")}`);
  } else if (tried.length > 0) {
    terminal.result(`What an import with this proposal would find\n  ${tried.join("\n  ")}`);
  }
  if (document.files.some(({ entity }) => entity !== null))
    terminal.result(next(asked, sameDatabase(args)));
  else if (asked.target.vocabulary.entities.length === 0) terminal.result(withoutWords(asked));
}

/** What is left to do by hand where the target does not say what headers mean. */
function withoutWords({ target, write = "a file for --mapping" }: AssessOptions): string {
  const entities = target.importers.filter(({ partOf }) => partOf === undefined);
  const names = entities.map(({ entity }) => entity).join(", ");
  return `\nNext: ${target.name} declares no vocabulary, so no mapping can be proposed: write its entities (${names}) into ${write}`;
}

function next({ source, write, reading = {} }: AssessOptions, same: string): string {
  const from = [`--source ${shellWord(source)}`, ...readingAgain(reading), same]
    .filter(Boolean)
    .join(" ");
  if (write === undefined) {
    const again = asTyped("import:assess", `${from} --write mapping.json`);
    return `\nNext: ${again}   then correct the proposal`;
  }
  const rehearsal = asTyped("import", `${from} --mapping ${shellWord(write)} --dry-run`);
  return `\nNext: correct ${write}, then  ${rehearsal}`;
}

const AssessFlags = z.object({
  source: z.string({ error: "--source is missing: the folder or file of the export" }),
  mapping: z.string().optional(),
  report: z.string().optional(),
  write: z.string().optional(),
  "legacy-system": legacySystemName.optional(),
  "as-of": z.iso.date("--as-of takes a day: 2026-01-14").optional(),
});

/**
 * Checks the flags of an assessment.
 *
 * @throws UsageError
 */
export function assessArguments(args: Arguments): AssessOptions {
  const { flags, lists } = args;
  const read = AssessFlags.safeParse(flags);
  if (!read.success) {
    throw new UsageError(`${read.error.issues[0]?.message ?? "The flags are wrong"}.`, {
      cure: "See  hmsync import:assess --help",
    });
  }
  const { source, mapping, report, write } = read.data;
  const { "legacy-system": legacySystem, "as-of": asOf } = read.data;
  const reveal = flags.reveal === true;
  const reading = readingFlags({ lists });
  const wanted = wantedTables(args);
  return {
    target: withoutMissingFiles(targetOf(args)),
    source,
    mapping,
    report,
    write,
    legacySystem,
    asOf,
    reveal,
    reading,
    wanted,
  };
}
