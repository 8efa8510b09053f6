import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { todayIn } from "../../importers/convert/time-zone.ts";
import type { Target } from "../../importers/define-target.ts";
import type { CodeWords } from "../../importers/define-vocabulary.ts";
import { type Assessment, assessExport } from "../assess/assess-export.ts";
import { ColumnObserver } from "../assess/evidence/observe-column.ts";
import type { ObserveColumn } from "../assess/profile/observer.ts";
import { proposeMapping } from "../assess/propose/propose-mapping.ts";
import type { AssessmentDocument } from "../assess/show/document.ts";
import type { Trial } from "../assess/show/forecast.ts";
import { showAssessment } from "../assess/show/show-assessment.ts";
import type { PasswordMeans } from "../db/connecting/password.ts";
import { openScratch } from "../db/sqlite/open.ts";
import type { WantedTables } from "../extract/legacy-database.ts";
import { mappingsReading } from "../mapping/target-mappings.ts";
import { Breath } from "../plain/breath.ts";
import { grouped } from "../plain/columns.ts";
import { HmsyncError, Interrupted, SourceError, UsageError } from "../plain/errors.ts";
import { makeFolder } from "../plain/owner-only.ts";
import { writeWhole } from "../plain/whole-file.ts";
import { assessPage } from "../report/assess-page.ts";
import { askForDatabase } from "../source/dump/ask-of-dumps.ts";
import { openExport } from "../source/open-export.ts";
import type { ReadingByFile } from "../source/reading-settings.ts";
import type { Export } from "../source/source-file.ts";
import type { Cancellable } from "./cancel.ts";
import {
  draftExport,
  legacySystemOf,
  mappingText,
  proposedFiles,
  writeMapping,
} from "./draft-export.ts";
import { fhirMapping, shippedText } from "./fhir/fhir-mapping.ts";
import { inOrder } from "./input/asked-import.ts";
import { checkFilesNamed } from "./input/files-named.ts";
import { isNote } from "./input/find-input.ts";
import { withSource } from "./input/open-source.ts";
import type { Listener } from "./listener.ts";
import { REPORTS, refuseForeignFolder } from "./run/report-folder.ts";

/** How an assessment is asked for. */
interface AskedAssessment extends Cancellable {
  readonly target: Target;
  /** The export: a folder, or one file. */
  readonly source: string;
  readonly spooled: Export | undefined;
  /** Which tables of a database are meant, and where the password of its server is found. */
  readonly wanted: WantedTables | undefined;
  readonly passwords: PasswordMeans | undefined;
  readonly mapping: string | undefined;
  /** The report's folder; undefined for a new one of the day. */
  readonly report: string | undefined;
  /** Where the proposed mapping goes. */
  readonly write: string | undefined;
  readonly legacySystem: string;
  /** `YYYY-MM-DD` */
  readonly asOf: string;
  /** Values that identify persons are shown. */
  readonly reveal: boolean;
  readonly reading: ReadingByFile;
}

/** The same, with what goes without saying left out. */
export type AssessOptions = Pick<AskedAssessment, "target" | "source" | "signal"> & {
  readonly [Name in Exclude<keyof AskedAssessment, "target" | "source">]?:
    | AskedAssessment[Name]
    | undefined;
};

/** Fills in what was not said. */
function askedAssessment(options: AssessOptions): AskedAssessment {
  const { source, mapping, report, write, signal, reveal = false, reading = {} } = options;
  const { legacySystem = legacySystemOf(source), asOf = todayIn("UTC", new Date()) } = options;
  const { spooled, wanted, passwords } = options;
  const target = inOrder(options.target);
  const from = { source, spooled, wanted, passwords };
  return { target, ...from, mapping, report, write, legacySystem, asOf, reveal, reading, signal };
}

/** What an export is. */
export interface AssessmentOutcome {
  readonly document: AssessmentDocument;
  /** The report's folder. */
  readonly folder: string;
  /** Undefined if nothing can be proposed. */
  readonly proposed: Proposed | undefined;
  /** Whether every file could be read that is more than a note. */
  readonly complete: boolean;
}

/**
 * Describes an unknown export: its content, its problems, how it maps. Writes a report.
 *
 * @throws SourceError if no file can be read; Interrupted, UsageError
 */
export async function assess(
  options: AssessOptions,
  listener: Listener<string> = {},
): Promise<AssessmentOutcome> {
  const asked = askedAssessment(options);
  if (asked.write !== undefined && existsSync(asked.write)) throw writtenBefore(asked.write);
  const { signal } = asked;
  return withSource(asked, { signal, note: listener.note }, (opened) =>
    assessOpened(opened, listener),
  );
}

async function assessOpened(
  asked: AskedAssessment,
  { progress }: Listener<string>,
): Promise<AssessmentOutcome> {
  const { target, signal } = asked;
  const folder = reportFolder(asked);
  const found = asked.spooled ?? openExport(asked.source);
  const breath = new Breath();
  const assessment = await assessExport(found, {
    mappings: mappingsReading(asked.mapping, { target, reading: asked.reading }),
    asOf: asked.asOf,
    importers: target.importers,
    observe: observeColumn(asked.asOf, target.codeWords),
    propose: (profile) => proposeMapping(profile, target),
    told: (step) => progress?.(step),
    openScratch,
    pause: () => {
      if (signal?.aborted) throw interrupted();
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
  const proposed = await orUntried(propose({ ...assessment, target }, asked), asked);
  const forecast = proposed && (asked.reveal ? proposed.forecast : withoutCells(proposed.forecast));
  const document = { ...shown, ...(forecast && { forecast }) };
  await writeReport(folder, document, target.title);
  return { document, folder, proposed, complete: assessment.unread.every(isNote) };
}

/** What a person has put into a mapping is not written over. */
const writtenBefore = (path: string): UsageError =>
  new UsageError(`${path} already exists and may have been edited.`, {
    cure: "Name another file with --write, or remove it.",
  });

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
  { write }: AskedAssessment,
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
  { write, legacySystem, asOf, reading, signal }: AskedAssessment,
): Promise<Proposed | undefined> {
  const { files } = assessment.profile;
  const records = files.reduce((sum, file) => sum + (file.records ?? 0), 0);
  const ships = fhirMapping(
    files.map(({ headed }) => headed),
    assessment.target,
  );
  if (ships !== undefined) {
    if (write !== undefined)
      await writeWhole(write, shippedText(ships, legacySystem, assessment.target));
    const why = `the export is FHIR R4, and the mapping ${ships}, which ships, reads it: an import finds it by itself`;
    return { undecided: [], forecast: { outcome: "not tried", why, isPlain: true } };
  }
  if (write === undefined && !assessment.proposals.some(({ entity }) => entity !== null)) return;
  if (write === undefined && records > MOST_UNASKED) {
    const why = `the export has more than ${grouped(MOST_UNASKED)} records: --write mapping.json tries it`;
    return { undecided: [], forecast: { outcome: "not tried", why, isPlain: true } };
  }
  const draft = await draftExport(assessment, { legacySystem, asOf, reading });
  // Loaded where a mapping is tried: it brings all of the import along.
  const { tryProposal, withTrial } = await import("./input/try-proposal.ts");
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
function reportFolder({ report, asOf }: AskedAssessment): string {
  if (report !== undefined) {
    refuseForeignFolder(report, { marks: ["assessment.json"], flag: "report" });
    return report;
  }
  let number = 1;
  while (existsSync(join(REPORTS, `assess-${asOf}-${number}`))) number++;
  return join(REPORTS, `assess-${asOf}-${number}`);
}

async function writeReport(
  folder: string,
  document: AssessmentDocument,
  application: string,
): Promise<void> {
  makeFolder(folder);
  const files = {
    "assessment.json": `${JSON.stringify(document, null, 2)}\n`,
    "assessment.html": assessPage(document, application),
  };
  for (const [name, content] of Object.entries(files)) {
    await writeWhole(join(folder, name), content);
  }
}

/** Has every column's cells decide how it is written. */
export const observeColumn =
  (asOf: string, codeWords: CodeWords): ObserveColumn =>
  ({ values }) => {
    const observer = new ColumnObserver({ asOf, codeWords, values });
    return [
      {
        see(cell, times) {
          for (let nth = 0; nth < times; nth++) observer.add(cell);
        },
        decisions: (role) => observer.result(role),
      },
    ];
  };
