import { resolve } from "node:path";
import type { Database } from "../../db/database.ts";
import { preferWal } from "../../db/journal-mode.ts";
import {
  checkPlannedFiles,
  type ImportPlan,
  movedOn,
  parseImportPlan,
} from "../../import/run/import-plan.ts";
import {
  checkSameFiles,
  checkSameLookups,
  findResumable,
  readResumption,
} from "../../import/run/resume.ts";
import { checkSelection } from "../../import/selection/check-selection.ts";
import { isPart } from "../../import/selection/selection.ts";
import { noteMode } from "../../jobs/database/with-database.ts";
import type { RunSummary } from "../../ledger/run-summary.ts";
import type { Fit } from "../../mapping/fit-mapping.ts";
import { type ExitCode, UsageError } from "../../plain/errors.ts";
import { readHandWritten } from "../../plain/hand-written.ts";
import { STANDARD_INPUT, spoolInput } from "../../source/spool-input.ts";
import type { Arguments } from "../arguments.ts";
import type { Invocation } from "../command.ts";
import { databasePath } from "../database-path.ts";
import { findInput } from "../find-input.ts";
import { findOrPropose, keepMapping } from "../find-or-propose.ts";
import type { FlagName } from "../flags.ts";
import { checkHealth } from "../health-question.ts";
import { withHeld } from "../held-files.ts";
import { executeImport } from "../import-job.ts";
import { type ImportArguments, importArguments } from "../import-settings.ts";
import { beforeWriting } from "../interrupt.ts";
import { checkDecisions, type KeepDecisions } from "../locked-decisions.ts";
import { narrateInput } from "../narrate-input.ts";
import { openTarget } from "../open-target.ts";
import { rehearse } from "../rehearse.ts";
import {
  areSameFixes,
  askedOfSameExport,
  checkSameRules,
  fixesFrom,
  isSameMapping,
  rememberedRequest,
} from "../remembered.ts";
import { nextRun, placeRun, refuseLinksIn } from "../report-folder.ts";
import { onExisting, runLocked } from "../run-locked.ts";
import { targetOf } from "../wiring.ts";

/** Imports an export: finds what it is, runs, writes the report, prints the reconciliation. */
export async function run(invocation: Invocation): Promise<ExitCode> {
  const { args } = invocation;
  const path = databasePath(args);
  if (args.flags.plan !== undefined) {
    return runLocked(path, "import", { ...invocation, work: () => asPlanned(path, invocation) });
  }
  if (args.flags.resume) {
    const work = (db: Database) => goOn(db, invocation);
    return onExisting(path, "import", { ...invocation, work });
  }
  if (args.operand !== undefined) {
    throw new UsageError(`import does not know what to do with "${args.operand}".`, {
      cure: "A run is named only with --resume; name the export with --source.",
    });
  }
  const asked = importArguments(args);
  if (asked.source !== STANDARD_INPUT) return importFrom(asked, invocation);
  const spooled = await spoolInput(process.stdin);
  try {
    return await importFrom({ ...asked, spooled: spooled.found }, invocation);
  } finally {
    spooled.release();
  }
}

async function importFrom(wanted: ImportArguments, invocation: Invocation): Promise<ExitCode> {
  const { args, terminal } = invocation;
  const path = databasePath(args);
  const { asked, fit, keep, proposed } = await beforeWriting(terminal, () =>
    foundAndDecided(wanted, invocation),
  );
  if (args.flags.out !== undefined) {
    if (asked.settings.dryRun) return rehearse({ path, asked, fit }, invocation);
    throw new UsageError("--out saves the plan of a dry run.", { cure: "Add --dry-run." });
  }
  const beginning = { path, asked, fit, keep, ...(proposed && { proposed }) };
  const work = () => begin(beginning, invocation);
  return runLocked(path, "import", { ...invocation, work });
}

/** What is imported, and by which mapping, with every question answered. */
async function foundAndDecided(wanted: ImportArguments, { args, terminal }: Invocation) {
  const { asked, fit: found, proposed } = await findOrPropose(wanted, terminal);
  const fit = await withHeld(found);
  checkSelection(asked.settings, fit, asked.target.importers);
  const { keepUnmapped, markVanished } = asked.settings;
  if (markVanished && isPart(asked.settings)) {
    terminal.narrate("Part of an export cannot show what has vanished: nothing will be marked.");
  }
  narrateInput(fit, terminal, { verbose: args.flags.verbose === true, keepUnmapped });
  await checkHealth(fit, asked.settings, asked.target.vocabulary.health);
  const keep = await checkDecisions(
    fit,
    { ...asked, relock: args.flags.relock === true },
    terminal,
  );
  return { asked, fit, keep, proposed };
}

/** Carries out a saved plan, if nothing has changed that it was made from. */
async function asPlanned(path: string, invocation: Invocation): Promise<ExitCode> {
  checkFlags(invocation.args, "plan", ["report"]);
  const plan = readPlan(invocation.args.flags.plan ?? "");
  const { request, asOf } = plan;
  const settings = { ...request.settings, dryRun: false };
  const asked = {
    ...askedOfSameExport(
      { request: { ...request, settings }, asOf, name: "The plan" },
      targetOf(invocation.args),
    ),
    asOf,
  };
  const fit = await findInput(asked);
  await checkPlannedFiles(plan, fit);
  if (!isSameMapping(request, fit)) throw movedOn("mapping");
  if (!areSameFixes(request)) throw movedOn("file of fixes");
  return begin({ path, asked, fit, plan }, invocation);
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

interface Beginning {
  readonly path: string;
  readonly asked: ImportArguments;
  readonly fit: Fit;
  readonly plan?: ImportPlan;
  /** Keeps the decisions that the import was made with. */
  readonly keep?: KeepDecisions;
  /** The file of a mapping that was found from the data. */
  readonly proposed?: string;
}

async function begin(
  { path, asked, fit, plan, keep, proposed }: Beginning,
  invocation: Invocation,
): Promise<ExitCode> {
  const { terminal } = invocation;
  const { db, note, isNew } = await openTarget(path, { ...asked.settings, target: asked.target });
  const { commits } = asked.settings;
  try {
    if (note !== undefined) terminal.narrate(note);
    if (isNew && commits === "each batch") noteMode(preferWal(db), terminal.narrate);
    const next = nextRun(db, fit.mapping.timeZone);
    const place = placeRun(next, asked.report);
    if (proposed !== undefined) await keepMapping(proposed, place.folder);
    const { startedAt, today } = next;
    const job = { db, fit, place, startedAt, settings: asked.settings, source: asked.source };
    const remembered = rememberedRequest(asked, fit);
    const { asOf = today } = asked;
    const afterwards = async ({ committed }: RunSummary) => {
      if (committed && !asked.settings.dryRun) await keep?.();
    };
    const bound = { ...fixesFrom(asked.fixes), ...(plan && { plan }), afterwards };
    return await executeImport({ ...job, remembered, asOf, ...bound }, invocation);
  } finally {
    // All that one transaction writes into a new file would go through the log, and be written twice.
    if (isNew && commits === undefined) noteMode(preferWal(db), terminal.narrate);
    db.close();
  }
}

/** Goes on with a run that died or was stopped, as it was begun. */
async function goOn(db: Database, invocation: Invocation): Promise<ExitCode> {
  const { args, terminal } = invocation;
  checkFlags(args, "resume");
  const found = findResumable(db, args.operand);
  const asked = askedOfSameExport(found, targetOf(args));
  const fit = await findInput(asked);
  checkSameRules(found, fit);
  const resume = readResumption(db, found);
  await checkSameFiles(resume.files, fit.files);
  checkSameLookups(resume, fit.lookups);
  const done = resume.files.reduce((sum, file) => sum + file.done, 0);
  terminal.narrate(`Resuming ${found.name} after ${done} records.`);
  const { name, startedAt, asOf, reportFolder } = found;
  const place = { name, folder: reportFolder ?? resolve("reports", name) };
  refuseLinksIn(place.folder);
  const job = { db, fit, place, resume, asOf, settings: asked.settings, source: asked.source };
  const begun = { startedAt: new Date(startedAt), ...fixesFrom(asked.fixes) };
  return executeImport({ ...job, ...begun }, invocation);
}

/** What a run has from its plan or its beginning cannot be asked for once more. */
function checkFlags(
  { flags }: Arguments,
  by: "plan" | "resume",
  more: readonly FlagName[] = [],
): void {
  const common: readonly FlagName[] = [
    "db",
    "config",
    "yes",
    "json",
    "quiet",
    "verbose",
    "profile",
  ];
  const free = [by, ...common, ...more];
  const extra = Object.keys(flags).find((flag) => !free.includes(flag as FlagName));
  if (extra === undefined) return;
  throw new UsageError(`--${extra} cannot be given with --${by}.`, {
    cure: `The run keeps the settings it was ${by === "plan" ? "planned" : "started"} with: omit it.`,
  });
}
