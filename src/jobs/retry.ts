import { resolve } from "node:path";
import type { Target } from "../../importers/define-target.ts";
import { FIXES } from "../chain/corrections/corrections.ts";
import { retrySheet } from "../chain/corrections/retry-sheet.ts";
import { keyOfRecords } from "../corrections/amended.ts";
import { correctedRecord, writeChanges, writeCorrected } from "../corrections/corrected-files.ts";
import type { KeptEntity, KeptRejects } from "../corrections/originals.ts";
import { planRetry, type RetryPlan } from "../corrections/plan-retry.ts";
import type { Database } from "../db/database.ts";
import { noteDatabaseOf } from "../extract/kept-tables.ts";
import { readResumption } from "../import/request/resume.ts";
import type { LedgerRun, RememberedRequest } from "../ledger/run-ledger.ts";
import { entityOfFile } from "../mapping/file-options.ts";
import type { Fit, FittedFile } from "../mapping/fit.ts";
import type { Mapping } from "../mapping/mapping.ts";
import { readersOf } from "../mapping/readers.ts";
import { importersOf } from "../mapping/spaces/importers-of.ts";
import { spacesOf } from "../mapping/spaces/space-importers.ts";
import { isShipped, mappingsReading, namedMapping } from "../mapping/target-mappings.ts";
import { counted } from "../plain/columns.ts";
import { DecisionNeeded, UsageError } from "../plain/errors.ts";
import { type Cancellable, checkGoing } from "./cancel.ts";
import type { AskedImport } from "./input/asked-import.ts";
import { findLookups } from "./input/find-lookups.ts";
import type { ImportListener } from "./listener.ts";
import type { Means } from "./means.ts";
import { carryOutImport, type ImportJob, type ImportOutcome } from "./run/carry-out-import.ts";
import { exportAgain, fitAll } from "./run/export-again.ts";
import { type FixesOfRun, fixesOfRun } from "./run/fixes-of-run.ts";
import { findRejecting, folderOf, keptRejects } from "./run/rejecting-run.ts";
import { askedAgain, isSameMapping, mappingHash } from "./run/remembered.ts";
import { nextRun, placeRun } from "./run/report-folder.ts";
import { onExisting } from "./run/run-locked.ts";
import { targetIn } from "./run/target-in.ts";

export interface RetryOptions extends Cancellable {
  readonly target: Target;
  /** An SQLite file. */
  readonly database: string;
  /** The run's name; undefined for the last one that rejected records. */
  readonly run?: string | undefined;
  /** Another mapping than that of the run. */
  readonly mapping?: string | undefined;
  readonly dryRun?: boolean | undefined;
  /** The chain's corrections are left aside: only the files in `rejected/` count. */
  readonly leaveFixes?: boolean | undefined;
  /** The report's folder. */
  readonly report?: string | undefined;
}

/**
 * Re-imports the rejected records of a run as they were corrected in its folder `rejected/` and in its chain. If the
 * run wrote its good records, only these; if it was strict and wrote nothing, the export with the corrected
 * records in place of the rejected ones.
 *
 * @throws UsageError, DecisionNeeded, SourceError before anything is written; ImportStopped
 */
export async function retry(
  options: RetryOptions,
  listener: ImportListener = {},
  means: Means = {},
): Promise<ImportOutcome> {
  const { database, dryRun, signal } = options;
  const locking = {
    database,
    target: options.target,
    dryRun,
    command: "import:retry",
    note: listener.note,
  };
  return onExisting(locking, async (db) => {
    const target = targetIn(db, options.target);
    const job = await plannedRetry(db, { ...options, target }, listener);
    checkGoing(options);
    listener.decided?.();
    return carryOutImport(job, { listener, means, signal });
  });
}

/** The retry as an import of its own. */
export async function plannedRetry(
  db: Database,
  options: RetryOptions,
  listener: ImportListener,
): Promise<ImportJob> {
  const { note } = listener;
  const { target: given, mapping: named, dryRun = false } = options;
  const earlier = findRejecting(db, options.run);
  const rejects = await keptRejects(earlier);
  const asked = askedAgain(earlier, given);
  const input = earlier.committed
    ? undefined
    : await exportAgain(db, { earlier, rejects, target: given });
  if (input !== undefined && named !== undefined) throw wholeExportAgain(earlier);
  const mapping = input?.mapping ?? mappingOf(earlier, { rejects, asked, named });
  const target = { ...given, importers: input?.importers ?? importersOf(mapping, given.importers) };
  const files =
    input?.files.map(({ file }) => file.name) ??
    rejects.entities.flatMap((one) => one.files.map(({ name }) => name));
  const found = await fixesOf(earlier, { options, asked, mapping, files }, listener);
  const from = { folder: folderOf(earlier), importers: target.importers, mapping };
  const sheets = sheetsOf(found, from);
  const plan = await planRetry({ ...rejects, ...from, more: sheets?.of });
  const next = nextRun(db, mapping.timeZone);
  const place = placeRun(next, options.report);
  note?.(
    `Importing the rejected records of ${earlier.name}${earlier.committed ? "" : ", with the rest of its export"}.`,
  );
  for (const line of [...plan.told, ...(sheets?.told() ?? [])]) note?.(line);
  const retried = { db, target, earlier, rejects, plan, mapping, folder: place.folder };
  const fit =
    input === undefined
      ? await findLookups(await fitRejects(retried), asked.source, folderOf(earlier))
      : await fitAll(input, retried);
  const names = rejects.entities.map(({ entity }) => entity);
  await writeChanges(place.folder, plan, names);
  if (input !== undefined) await noteDatabaseOf(folderOf(earlier), place.folder);
  return {
    ...(input && { release: input.release }),
    db,
    target,
    fit,
    place,
    startedAt: next.startedAt,
    settings: { ...asked.settings, dryRun },
    asOf: earlier.asOf,
    source: asked.source,
    ...(earlier.request && {
      remembered: rememberedWith(earlier.request, { named, mapping, target, found }),
    }),
    ...(found.fixes && !earlier.committed && { fixes: found.fixes.anew() }),
    kind: "retry",
    ofRun: { id: earlier.id, name: earlier.name },
    corrections: plan.counts,
  };
}

interface RetryInput {
  readonly options: RetryOptions;
  readonly asked: AskedImport;
  readonly mapping: Mapping;
  /** Names of the files that are read. */
  readonly files: readonly string[];
}

/** The chain's corrections; with what else the whole export is fixed by, where all of it is read again. */
function fixesOf(
  { committed }: LedgerRun,
  { options: { database, leaveFixes }, asked, mapping: { legacySystem }, files }: RetryInput,
  listener: ImportListener,
): Promise<FixesOfRun> {
  const named = committed ? undefined : asked.fixes;
  const settings = { leaveFixes: leaveFixes === true };
  return fixesOfRun({ database, legacySystem, named, settings, files }, listener);
}

/** What the chain's corrections make of rejected records. */
function sheetsOf(
  { fixes: found, remembered: { chainFixes } }: FixesOfRun,
  from: Omit<Parameters<typeof retrySheet>[1], "fixes" | "name">,
) {
  if (found === undefined) return undefined;
  const name = chainFixes ?? FIXES;
  const fixes = found.anew();
  return {
    of: (kept: KeptEntity) => retrySheet(kept, { ...from, fixes, name }),
    /** Once all sheets have been read. */
    told(): string[] {
      const { unused = [] } = fixes.summary("chain") ?? {};
      if (unused.length === 0) return [];
      return [
        `${counted(unused.length, "correction is", "corrections are")} of records that are not among the rejected ones; the next import applies them.`,
      ];
    },
  };
}

const wholeExportAgain = ({ name }: LedgerRun): UsageError =>
  new UsageError(
    `${name} wrote nothing, so its retry imports the whole export with the run's own mapping.`,
    {
      cure: "Omit --mapping, or import the export again with that mapping.",
    },
  );

interface MappingChoice {
  readonly rejects: KeptRejects;
  readonly asked: AskedImport;
  /** With `--mapping`; nothing unless another one than that of the run is meant. */
  readonly named: string | undefined;
}

/**
 * The mapping that the records are judged by.
 *
 * @throws DecisionNeeded if it is not what it was, and nobody said that it is meant
 */
function mappingOf(
  { name: run, request, summary }: LedgerRun,
  { rejects, asked, named }: MappingChoice,
): Mapping {
  const wanted = named ?? request?.mapping ?? "";
  const { target } = asked;
  const wanting = { target, reading: asked.settings.reading ?? {}, summary };
  const [found = namedMapping(wanted, wanting)] = mappingsReading(wanted, wanting);
  const mapping = { ...found, legacySystem: request?.legacySystem ?? found.legacySystem };
  for (const { entity } of rejects.entities) {
    if (mapping.entities[entity] !== undefined) continue;
    throw new UsageError(`The mapping ${mapping.name} does not know ${entity}.`, {
      cure: "Put back the mapping that the run was started with.",
    });
  }
  if (named === undefined && request !== null && !isSameMapping(request, { mapping })) {
    throw new DecisionNeeded(
      `The mapping ${wanted} was changed after ${run}: its records would be judged by different rules from the rest.`,
      {
        cure: `Put the old mapping back, or import the export again with the new one. If the new one is meant for these records, add  --mapping ${wanted}`,
      },
    );
  }
  return mapping;
}

/** What the next retry begins with. */
const rememberedWith = (
  earlier: RememberedRequest,
  {
    named,
    mapping,
    target,
    found: {
      remembered: { chainFixes, chainFixesSha256 },
    },
  }: Pick<Retried, "mapping" | "target"> & {
    readonly named: string | undefined;
    readonly found: FixesOfRun;
  },
): RememberedRequest => {
  const request = { ...earlier, chainFixes, chainFixesSha256 };
  if (named === undefined) return request;
  const path = isShipped(named, target) ? named : resolve(named);
  const spaces = spacesOf(mapping, target.importers);
  return { ...request, spaces, mapping: path, mappingSha256: mappingHash(mapping) };
};

interface Retried {
  readonly target: Target;
  readonly db: Database;
  readonly earlier: LedgerRun;
  readonly rejects: KeptRejects;
  readonly plan: RetryPlan;
  readonly mapping: Mapping;
  /** Of the retry's own report. */
  readonly folder: string;
}

/** The rejected records alone, as those of the files that they came from. */
async function fitRejects(retried: Retried): Promise<Fit> {
  const { db, target, earlier, rejects, plan, mapping, folder } = retried;
  const known = readResumption(db, earlier).files;
  const entities = rejects.entities.map(({ entity, files }) => ({
    entity,
    header: (name: string) => files.find((file) => file.name === name)?.header ?? [],
  }));
  const written = await writeCorrected(folder, plan, entities);
  const files = known.flatMap((of): FittedFile[] => {
    const corrected = written.get(keyOfRecords({ entity: of.entity, file: of.name }));
    const importer = target.importers.find(({ entity }) => entity === of.entity);
    const own = mapping.entities[of.entity];
    if (corrected === undefined || importer === undefined || own === undefined) return [];
    const { file, withdrawn } = corrected;
    const fitted = { file, header: of.header, importer, withdrawn };
    const ofFile = of.ofFileId ?? of.fileId;
    return [
      {
        ...fitted,
        mapping: entityOfFile(own, of.name),
        readers: readersOf(of.name, mapping, target.importers),
        unmapped: [],
        absent: [],
        amend: correctedRecord,
        ofFile,
      },
    ];
  });
  return { mapping, files, ignored: [] };
}
