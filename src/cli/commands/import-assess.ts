import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import type { Target } from "../../../importers/define-target.ts";
import { type Assessment, assessExport } from "../../assess/assess-export.ts";
import { proposeMapping } from "../../assess/propose/propose-mapping.ts";
import type { AssessmentDocument } from "../../assess/show/document.ts";
import type { Trial } from "../../assess/show/forecast.ts";
import { showAssessment } from "../../assess/show/show-assessment.ts";
import { mappingsReading } from "../../mapping/target-mappings.ts";
import { Breath } from "../../plain/breath.ts";
import { grouped } from "../../plain/columns.ts";
import { EXIT, type ExitCode, HmsyncError, Interrupted, SourceError } from "../../plain/errors.ts";
import { makeFolder } from "../../plain/owner-only.ts";
import { shellWord } from "../../plain/shell-word.ts";
import { writeWhole } from "../../plain/whole-file.ts";
import { assessPage } from "../../report/assess-page.ts";
import { assessText } from "../../report/assess-text.ts";
import { trialText } from "../../report/trial-text.ts";
import { askForDatabase } from "../../source/dump/ask-of-dumps.ts";
import { openExport } from "../../source/open-export.ts";
import { type AssessArguments, assessArguments } from "../assess-arguments.ts";
import type { Invocation } from "../command.ts";
import { observeColumn } from "../decide-by-evidence.ts";
import { draftExport, mappingText, proposedFiles, writeMapping } from "../draft-export.ts";
import { isNote } from "../find-input.ts";
import { interruptSignal } from "../interrupt.ts";
import { asTyped } from "../invocation-hint.ts";
import { checkFilesNamed, readingAgain } from "../reading-flags.ts";
import { REPORTS, refuseForeignFolder } from "../report-folder.ts";
import type { Terminal } from "../terminal.ts";
import { targetOf } from "../wiring.ts";

/** Says what is in an unknown export, what is wrong with it and how it maps; writes a report. */
export async function run({ args, terminal }: Invocation): Promise<ExitCode> {
  const asked = assessArguments(args);
  const target = targetOf(args);
  const folder = reportFolder(asked);
  const found = openExport(asked.source);
  const { signal, release } = interruptSignal(terminal);
  const breath = new Breath();
  try {
    const assessment = await assessExport(found, {
      mappings: mappingsReading(asked.mapping, { target, reading: asked.reading }),
      asOf: asked.asOf,
      importers: target.importers,
      observe: observeColumn(asked.asOf, target.codeWords),
      propose: (profile) => proposeMapping(profile, target),
      told: (step) => terminal.redraw(step),
      pause: () => {
        if (signal.aborted) throw interrupted();
        return breath.give();
      },
    });
    checkFilesNamed(asked.reading, [
      ...assessment.profile.files.map(({ file }) => file),
      ...assessment.unread.map(({ name }) => name),
      ...found.files.map(({ name }) => name),
    ]);
    if (assessment.profile.files.length === 0) throw nothingRead(assessment);
    // A mapping that is written asks it by a key of its own.
    if (asked.write === undefined) {
      askForDatabase(proposedFiles(assessment), { oneAlone: "is open" });
    }
    const shown = showAssessment(assessment, {
      source: basename(asked.source),
      asOf: asked.asOf,
      values: asked.reveal ? "revealed" : "masked",
    });
    const proposed = await orUntried(propose({ ...assessment, target }, asked, signal), asked);
    const forecast =
      proposed && (asked.reveal ? proposed.forecast : withoutCells(proposed.forecast));
    const document = { ...shown, ...(forecast && { forecast }) };
    await writeReport(folder, document);
    if (args.flags.json) terminal.document(JSON.stringify(document));
    else say(document, { folder, asked, proposed, terminal });
    return assessment.unread.every(isNote) ? EXIT.clean : EXIT.failure;
  } finally {
    terminal.redraw("");
    release();
  }
}

/** Names each file with its reason; together they are a failure. */
function nothingRead({ unread }: Assessment): SourceError {
  const [first] = unread;
  return new SourceError(
    ["No file of the export can be read.", ...unread.map(({ reason }) => reason)],
    {
      cure: first?.cure ?? "Name another folder with --source.",
    },
  );
}

/** What is proposed, and what came of trying it. */
interface Proposed {
  /** What a person has to say first. */
  readonly undecided: readonly string[];
  readonly forecast: Trial;
}

/** An assessment that asked for no mapping does not fail for want of one. */
async function orUntried(
  proposing: Promise<Proposed | undefined>,
  { write }: AssessArguments,
): Promise<Proposed | undefined> {
  try {
    return await proposing;
  } catch (failure) {
    const isOurs = failure instanceof HmsyncError && !(failure instanceof Interrupted);
    if (write !== undefined || !isOurs) throw failure;
    return { undecided: [], forecast: { outcome: "not tried", why: failure.message } };
  }
}

/** A question about an encoding shows the words that it is about: they are for the terminal alone. */
const withoutCells = (forecast: Trial): Trial =>
  forecast.outcome === "tried" || forecast.isPlain
    ? forecast
    : { outcome: forecast.outcome, why: "the terminal shows what prevents it" };

/** An export of more records is drafted and tried only where a mapping is asked for. */
const MOST_UNASKED = 10_000;

/**
 * Tries the mapping that is proposed, and writes it where that was asked for.
 *
 * @returns undefined if nothing is proposed
 */
async function propose(
  assessment: Assessment & { readonly target: Target },
  { write, legacySystem, asOf, reading }: AssessArguments,
  signal: AbortSignal,
): Promise<Proposed | undefined> {
  const { files } = assessment.profile;
  const records = files.reduce((sum, file) => sum + (file.records ?? 0), 0);
  if (write === undefined && !assessment.proposals.some(({ entity }) => entity !== null)) return;
  if (write === undefined && records > MOST_UNASKED) {
    const why = `the export has more than ${grouped(MOST_UNASKED)} records: --write mapping.json tries it`;
    return { undecided: [], forecast: { outcome: "not tried", why, isPlain: true } };
  }
  const draft = await draftExport(assessment, { legacySystem, asOf, reading });
  // Loaded where a mapping is tried: it brings all of the import along.
  const { tryProposal, withTrial } = await import("../try-proposal.ts");
  const isEmpty = Object.keys(draft.entities).length === 0;
  if (isEmpty && write !== undefined) await writeMapping(write, mappingText(draft));
  if (isEmpty) return;
  const forecast = await tryProposal(draft, assessment, { asOf, signal });
  const written = withTrial(draft, forecast, assessment.target);
  if (write !== undefined) await writeMapping(write, mappingText(written));
  const undecided = written.undecided ?? [];
  return { undecided: undecided.map(({ key, says }) => `undecided: ${key}: ${says}`), forecast };
}

const interrupted = (): Interrupted =>
  new Interrupted("The assessment was interrupted; nothing was written.", {
    cure: "Run it again: it changes nothing.",
  });

/** The folder that `--report` names, else a new one of the day. */
function reportFolder({ report, asOf }: AssessArguments): string {
  if (report !== undefined) {
    refuseForeignFolder(report, { marks: ["assessment.json"], flag: "report" });
    return report;
  }
  let number = 1;
  while (existsSync(join(REPORTS, `assess-${asOf}-${number}`))) number++;
  return join(REPORTS, `assess-${asOf}-${number}`);
}

async function writeReport(folder: string, document: AssessmentDocument): Promise<void> {
  makeFolder(folder);
  const files = {
    "assessment.json": `${JSON.stringify(document, null, 2)}\n`,
    "assessment.html": assessPage(document),
  };
  for (const [name, content] of Object.entries(files)) {
    await writeWhole(join(folder, name), content);
  }
}

interface Saying {
  readonly folder: string;
  readonly asked: AssessArguments;
  readonly proposed: Proposed | undefined;
  readonly terminal: Terminal;
}

function say(document: AssessmentDocument, { folder, asked, proposed, terminal }: Saying): void {
  const { undecided = [], forecast } = proposed ?? {};
  terminal.result(assessText(document, terminal.paint));
  const page = join(folder, "assessment.html");
  const values = document.revealed
    ? "it shows patients' values: do not e-mail it"
    : "values that identify a person are hidden";
  terminal.result(`\nReport   ${page}   (${values})`);
  const tried = forecast === undefined ? [] : trialText(forecast);
  if (asked.write !== undefined) {
    const lines = [...undecided, ...tried].map((one) => `\n  ${one}`);
    terminal.result(`Mapping  ${asked.write}${lines.join("")}`);
  } else if (tried.length > 0) {
    terminal.result(`What an import with this proposal would find\n  ${tried.join("\n  ")}`);
  }
  if (document.files.some(({ entity }) => entity !== null)) terminal.result(next(asked));
}

function next({ source, write, reading }: AssessArguments): string {
  const from = [`--source ${shellWord(source)}`, ...readingAgain(reading)].join(" ");
  if (write === undefined) {
    const again = asTyped("import:assess", `${from} --write mapping.json`);
    return `\nNext: ${again}   then correct the proposal`;
  }
  const rehearsal = asTyped("import", `${from} --mapping ${shellWord(write)} --dry-run`);
  return `\nNext: correct ${write}, then  ${rehearsal}`;
}
