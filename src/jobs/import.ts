import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Target } from "../../importers/define-target.ts";
import type { PasswordMeans } from "../db/connecting/password.ts";
import { preferWal } from "../db/sqlite/journal-mode.ts";
import type { NamedTable } from "../extract/extract.ts";
import {
  checkPlannedFiles,
  type ImportPlan,
  movedOn,
  parseImportPlan,
} from "../import/request/import-plan.ts";
import { checkSelection } from "../import/selection/check-selection.ts";
import { isPart } from "../import/selection/selection.ts";
import type { RunSummary } from "../ledger/run-summary.ts";
import type { Fit } from "../mapping/fit.ts";
import { NoMappingFits } from "../mapping/fit-mapping.ts";
import { UsageError } from "../plain/errors.ts";
import { readHandWritten } from "../plain/hand-written.ts";
import { writeWhole } from "../plain/whole-file.ts";
import { STANDARD_INPUT } from "../source/spool-input.ts";
import { type Cancellable, checkGoing } from "./cancel.ts";
import { noteMode } from "./database/with-database.ts";
import {
  type AskedImport,
  type AskingImport,
  askedImport,
  askedWith,
  type FoundInput,
  inOrder,
} from "./input/asked-import.ts";
import { checkNamedFiles } from "./input/files-question.ts";
import { findInput } from "./input/find-input.ts";
import { checkHealth } from "./input/health-question.ts";
import { withHeld } from "./input/held-files.ts";
import { checkDecisions, type KeepDecisions } from "./input/locked-decisions.ts";
import { narrateInput } from "./input/narrate-input.ts";
import { checkSecrets } from "./input/secret-question.ts";
import { checkShapes, rowsOfRun, withKeptTables, withTables } from "./input/with-tables.ts";
import type { ImportListener, Listener } from "./listener.ts";
import type { Means } from "./means.ts";
import { type Attending, carryOutImport, type ImportOutcome } from "./run/carry-out-import.ts";
import { checkRenamedSpaces } from "./run/check-spaces.ts";
import { areSameFixes, type FixesOfRun, fixesOfRun } from "./run/fixes-of-run.ts";
import { openTarget } from "./run/open-target.ts";
import { rehearse } from "./run/rehearse.ts";
import { askedOfSameExport, isSameMapping, rememberedRequest } from "./run/remembered.ts";
import { nextRun, placeRun } from "./run/report-folder.ts";
import { runLocked } from "./run/run-locked.ts";

/** Which database an import writes to, and how it may be cancelled. */
export interface Importing extends Cancellable {
  /** An SQLite file. */
  readonly database: string;
}

export interface ImportOptions extends Importing, AskingImport {
  /** What contradicts the mapping's lock is decided from now on. */
  readonly relock?: boolean;
  /** Saves a dry run as a plan in this file. */
  readonly out?: string | undefined;
}

/**
 * Imports an export: finds what it is, runs, writes the report.
 *
 * @throws DecisionNeeded, UsageError, SourceError before anything is written; ImportStopped
 */
export async function importExport(
  options: ImportOptions,
  listener: ImportListener = {},
  means: Means = {},
): Promise<ImportOutcome> {
  const { database, signal } = options;
  const attending = { listener, means, signal };
  const reading = { target: database, signal, note: listener.note };
  return withKeptTables(askedImport(options), reading, (asked) =>
    importFrom(asked, options, attending),
  );
}

async function importFrom(
  wanted: AskedImport,
  options: Pick<ImportOptions, "database" | "relock" | "out" | "signal">,
  attending: Attending,
): Promise<ImportOutcome> {
  const { database, out, relock = false } = options;
  const { listener } = attending;
  const found = await foundAndDecided({ asked: wanted, relock }, listener);
  const { asked, fit, keep, proposed } = found;
  checkGoing(options);
  listener.decided?.();
  if (out !== undefined) {
    if (asked.settings.dryRun) return rehearse({ database, asked, fit, out }, attending);
    throw new UsageError("--out saves the plan of a dry run.", { cure: "Add --dry-run." });
  }
  const { dryRun } = asked.settings;
  const beginning = { database, asked, fit, keep, ...(proposed && { proposed }) };
  return runLocked({ database, command: "import", dryRun, note: listener.note }, async () => {
    const fixes = await fixesOfRun(whichFixes(beginning), listener);
    return begin({ ...beginning, fixes }, attending);
  });
}

/** What is imported, and by which mapping, with every question answered. */
async function foundAndDecided(
  { asked: wanted, relock }: { readonly asked: AskedImport; readonly relock: boolean },
  listener: ImportListener,
) {
  const { asked: before, fit: found, proposed } = await findOrPropose(wanted, listener);
  const fit = await withHeld(found);
  const asked = askedWith(before, fit);
  checkSelection(asked.settings, fit, asked.target.importers);
  const { keepUnmapped, markVanished } = asked.settings;
  if (markVanished && isPart(asked.settings)) {
    listener.note?.("Part of an export cannot show what has vanished: nothing will be marked.");
  }
  narrateInput(fit, listener, { verbose: listener.verbose === true, keepUnmapped });
  await checkHealth(fit, asked.settings, asked.target.vocabulary.health);
  checkNamedFiles(fit, asked.settings, listener);
  await checkSecrets(fit, asked.settings);
  const keep = await checkDecisions(fit, { ...asked, relock }, listener);
  return { asked, fit, keep, proposed };
}

/** What an import would bring: new, changed, vanished, in conflict. Found on a private copy; writes nothing. */
export async function diff(
  options: Omit<ImportOptions, "relock" | "out">,
  listener: ImportListener = {},
  means: Means = {},
): Promise<ImportOutcome> {
  const { database, signal } = options;
  const reading = { target: database, signal, note: listener.note };
  return withTables(askedImport(options), reading, (asked) =>
    diffOf(asked, database, { listener, means, signal }),
  );
}

async function diffOf(
  before: AskedImport,
  database: string,
  attending: Attending,
): Promise<ImportOutcome> {
  const { listener } = attending;
  const fit = await findInput(before);
  const wanted = askedWith(before, fit);
  checkSelection(wanted.settings, fit, wanted.target.importers);
  checkNamedFiles(fit, wanted.settings, listener);
  await checkSecrets(fit, wanted.settings);
  await checkDecisions(fit, { ...wanted, relock: false }, listener);
  listener.decided?.();
  const asked = {
    ...wanted,
    settings: { ...wanted.settings, dryRun: true, mode: "lenient" as const },
  };
  return rehearse({ database, asked, fit }, attending);
}

export interface PlannedImport extends Importing {
  readonly target: Target;
  /** The file of the plan. */
  readonly plan: string;
  /** The report's folder. */
  readonly report?: string | undefined;
  /** Where the password of a database's server is found. */
  readonly passwords?: PasswordMeans | undefined;
}

/** Carries out a saved plan if nothing has changed since it was made. */
export async function runPlannedImport(
  { database, target: given, plan: path, signal, report, passwords }: PlannedImport,
  listener: ImportListener = {},
  means: Means = {},
): Promise<ImportOutcome> {
  const target = inOrder(given);
  return runLocked({ database, command: "import", note: listener.note }, async () => {
    const plan = readPlan(path);
    const { request, asOf } = plan;
    const settings = { ...request.settings, dryRun: false };
    const earlier = { request: { ...request, settings }, asOf, name: "The plan" };
    const asked = { ...askedOfSameExport(earlier, target), asOf, report, passwords };
    const read = [...plan.files, ...(plan.lookups ?? [])].map(({ name }) => name);
    const shapes = settings.extract?.shapes?.filter(({ name }) => read.includes(name)) ?? [];
    const check = (tables: readonly NamedTable[]) => checkShapes(shapes, tables);
    return withKeptTables(asked, { target: database, signal, note: listener.note, check }, (now) =>
      beginPlanned({ database, asked: now, plan }, { listener, means, signal }),
    );
  });
}

async function beginPlanned(
  {
    database,
    asked: before,
    plan,
  }: Pick<Beginning, "database" | "asked"> & { readonly plan: ImportPlan },
  attending: Attending,
): Promise<ImportOutcome> {
  const { listener } = attending;
  const fit = await findInput(before);
  const asked = askedWith(before, fit);
  await checkPlannedFiles(plan, fit);
  if (!isSameMapping(plan.request, fit)) throw movedOn("mapping");
  const fixes = await fixesOfRun(whichFixes({ database, asked, fit }), listener);
  if (!areSameFixes(plan.request, fixes)) throw movedOn("file of fixes");
  listener.decided?.();
  return begin({ database, asked, fit, plan, fixes }, attending);
}

function readPlan(path: string): ImportPlan {
  try {
    return parseImportPlan(path, readHandWritten(path));
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`The plan ${path} cannot be read (${codeOf(error)}).`, {
      cure: "Correct the path given with --plan.",
      cause: error,
    });
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error ? String(error.code) : "broken";

/** What decides which fixes an import has. */
export interface FixedImport {
  readonly database: string;
  readonly asked: AskedImport;
  readonly fit: Fit;
}

export const whichFixes = ({ database, asked, fit }: FixedImport) => ({
  database,
  named: asked.fixes,
  settings: asked.settings,
  legacySystem: fit.mapping.legacySystem,
  files: fit.files.map(({ file }) => file.name),
});

interface Beginning extends FixedImport {
  readonly fixes: FixesOfRun;
  readonly plan?: ImportPlan;
  /** Keeps the decisions that the import was made with. */
  readonly keep?: KeepDecisions;
  /** The file of a mapping that was found from the data. */
  readonly proposed?: string;
}

async function begin(
  { database, asked, fit, plan, keep, proposed, fixes: found }: Beginning,
  attending: Attending,
): Promise<ImportOutcome> {
  const { note } = attending.listener;
  const { target, settings, source } = asked;
  const opened = await openTarget(database, { ...settings, target });
  const { db, isNew } = opened;
  const { commits } = settings;
  try {
    if (opened.note !== undefined) note?.(opened.note);
    checkRenamedSpaces(db, fit, target.importers);
    if (isNew && commits === "each batch") noteMode(preferWal(db), note);
    const next = nextRun(db, fit.mapping.timeZone);
    const place = placeRun(next, asked.report);
    if (proposed !== undefined) await keepMapping(proposed, place.folder);
    const { startedAt, today } = next;
    const { asOf = today } = asked;
    const job = { db, target, fit, place, startedAt, settings, source, asOf };
    const remembered = rememberedRequest(asked, fit, found);
    const { fixes } = found;
    const afterwards = async ({ committed }: RunSummary) => {
      if (committed && !settings.dryRun) await keep?.();
    };
    const bound = { ...(fixes && { fixes }), ...(plan && { plan }), afterwards };
    const rows = await rowsOfRun(settings, { database, report: place.folder });
    const outcome = await carryOutImport({ ...job, remembered, ...bound }, attending);
    rows.ended();
    return outcome;
  } finally {
    // All that one transaction writes into a new file would go through the log, and be written twice.
    if (isNew && commits === undefined) noteMode(preferWal(db), note);
    db.close();
  }
}

/**
 * Finds the mapping that fits an export. Where none that ships does, one is proposed from the data and
 * written; where every required field is certain, the import continues with it.
 *
 * @throws DecisionNeeded that names the proposal; UsageError, SourceError
 */
async function findOrPropose(
  asked: AskedImport,
  listener: Pick<Listener, "note">,
): Promise<FoundInput> {
  try {
    return { asked, fit: await findInput(asked) };
  } catch (failure) {
    const unknown = failure instanceof NoMappingFits && asked.mapping === undefined;
    if (!unknown || asked.source === STANDARD_INPUT) throw failure;
    // Proposing takes all the words of headers that there are: most imports do without.
    const { proposeImport } = await import("./input/propose-import.ts");
    return proposeImport(failure, asked, listener);
  }
}

/** Keeps the mapping that an import was made with beside its report. */
async function keepMapping(proposed: string, folder: string): Promise<void> {
  await writeWhole(join(folder, "mapping.json"), readFileSync(proposed, "utf8"));
}
