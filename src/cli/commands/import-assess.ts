import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { VOCABULARY } from "../../../importers/vocabulary/index.ts";
import { type Assessment, assessExport } from "../../assess/assess-export.ts";
import { proposeMapping } from "../../assess/propose/propose-mapping.ts";
import type { AssessmentDocument } from "../../assess/show/document.ts";
import { showAssessment } from "../../assess/show/show-assessment.ts";
import { EXIT, type ExitCode, Interrupted, SourceError } from "../../errors.ts";
import { makeFolder, OwnerOnlyFile } from "../../import/owner-only.ts";
import { assessPage } from "../../report/assess-page.ts";
import { assessText } from "../../report/assess-text.ts";
import { shellWord } from "../../shell-word.ts";
import { askForDatabase } from "../../source/dump/ask-of-dumps.ts";
import { openExport } from "../../source/open-export.ts";
import { type AssessArguments, assessArguments } from "../assess-arguments.ts";
import type { Invocation } from "../commands.ts";
import { observeColumn } from "../decide-by-evidence.ts";
import { draftExport, mappingText, proposedFiles, writeMapping } from "../draft-export.ts";
import { isNote } from "../find-input.ts";
import { interruptSignal } from "../interrupt.ts";
import { asTyped } from "../invocation-hint.ts";
import { checkFilesNamed, readingAgain } from "../reading-flags.ts";
import { REPORTS, refuseForeignFolder } from "../report-folder.ts";
import type { Terminal } from "../terminal.ts";
import { IMPORTERS, mappingsReading } from "../wiring.ts";

/** Says what is in an unknown export, what is wrong with it and how it maps; writes a report. */
export async function run({ args, terminal }: Invocation): Promise<ExitCode> {
  const asked = assessArguments(args);
  const folder = reportFolder(asked);
  const found = openExport(asked.source);
  const { signal, release } = interruptSignal(terminal);
  try {
    const assessment = await assessExport(found, {
      mappings: mappingsReading(asked.mapping, asked.reading),
      ...{ asOf: asked.asOf, importers: IMPORTERS, observe: observeColumn(asked.asOf) },
      propose: (profile) =>
        proposeMapping(profile, { importers: IMPORTERS, vocabulary: VOCABULARY }),
      told: (step) => terminal.redraw(step),
      stop: () => {
        if (signal.aborted) throw interrupted();
      },
    });
    checkFilesNamed(asked.reading, [
      ...assessment.profile.files.map(({ file }) => file),
      ...assessment.unread.map(({ name }) => name),
      ...found.files.map(({ name }) => name),
    ]);
    if (assessment.profile.files.length === 0) throw nothingRead(assessment);
    askForDatabase(proposedFiles(assessment), { oneAlone: "is open" });
    const document = showAssessment(assessment, {
      ...{ source: basename(asked.source), asOf: asked.asOf },
      values: asked.reveal ? "revealed" : "masked",
    });
    const undecided = await writeProposal(assessment, asked, signal);
    await writeReport(folder, document);
    if (args.flags.json) terminal.document(JSON.stringify(document));
    else say(document, { folder, asked, undecided, terminal });
    return assessment.unread.every(isNote) ? EXIT.clean : EXIT.failure;
  } finally {
    terminal.redraw("");
    release();
  }
}

/** Each file is told with its reason; together they are a failure. */
function nothingRead({ unread }: Assessment): SourceError {
  const [first] = unread;
  return new SourceError(
    ["No file of the export can be read.", ...unread.map(({ reason }) => reason)],
    {
      cure: first?.cure ?? "Name another folder with --source.",
    },
  );
}

/**
 * @returns what a person has to say in the mapping that was written, and what came of trying it; nothing where
 * none was asked for
 */
async function writeProposal(
  assessment: Assessment,
  { write, legacySystem, asOf, reading }: AssessArguments,
  signal: AbortSignal,
): Promise<readonly string[]> {
  if (write === undefined) return [];
  const draft = await draftExport(assessment, { legacySystem, asOf, reading });
  // Loaded where a mapping is written: it brings all of the import along.
  const { trialText, tryProposal, withTrial } = await import("../try-proposal.ts");
  const isEmpty = Object.keys(draft.entities).length === 0;
  const trial = isEmpty ? undefined : await tryProposal(draft, assessment, { asOf, signal });
  const written = trial === undefined ? draft : withTrial(draft, trial);
  await writeMapping(write, mappingText(written));
  return [
    ...(written.undecided ?? []).map(({ key, says }) => `undecided: ${key}: ${says}`),
    ...(trial === undefined ? [] : trialText(trial).map((line) => `tried: ${line}`)),
  ];
}

const interrupted = (): Interrupted =>
  new Interrupted("The assessment was stopped; nothing was written.", {
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
    const file = new OwnerOnlyFile(join(folder, name));
    await file.write(content);
    await file.close();
  }
}

interface Saying {
  readonly folder: string;
  readonly asked: AssessArguments;
  readonly undecided: readonly string[];
  readonly terminal: Terminal;
}

function say(document: AssessmentDocument, { folder, asked, undecided, terminal }: Saying): void {
  terminal.result(assessText(document, terminal.paint));
  const page = join(folder, "assessment.html");
  const values = document.revealed
    ? "it shows patients' values: do not mail it"
    : "what identifies a person is hidden in it";
  terminal.result(`\nReport   ${page}   (${values})`);
  if (asked.write !== undefined) {
    terminal.result(`Mapping  ${asked.write}${undecided.map((one) => `\n  ${one}`).join("")}`);
  }
  if (document.files.some(({ entity }) => entity !== null)) terminal.result(next(asked));
}

function next({ source, write, reading }: AssessArguments): string {
  const from = [`--source ${shellWord(source)}`, ...readingAgain(reading)].join(" ");
  if (write === undefined) {
    const again = asTyped("import:assess", `${from} --write mapping.json`);
    return `\nNext: ${again}   and correct what it proposes`;
  }
  const rehearsal = asTyped("import", `${from} --mapping ${shellWord(write)} --dry-run`);
  return `\nNext: correct ${write}, then  ${rehearsal}`;
}
