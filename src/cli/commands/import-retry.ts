import { existsSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Database } from "../../db/database.ts";
import { type ExitCode, SourceError, UsageError } from "../../errors.ts";
import { entityOfFile } from "../../import/file-options.ts";
import type { Fit, FittedFile } from "../../import/fit-mapping.ts";
import { checkRejectHeader, overlayOf, rejectedRecord } from "../../import/rejects.ts";
import { checkSameFiles, type ResumedFile, readResumption } from "../../import/resume.ts";
import { type LedgerRun, readRuns } from "../../import/run-ledger.ts";
import { sourceFile } from "../../source/open-export.ts";
import { readHeader } from "../../source/read-records.ts";
import { RFC_4180 } from "../../source/record.ts";
import type { SourceFile } from "../../source/source-file.ts";
import type { Invocation } from "../commands.ts";
import { databasePath } from "../database-path.ts";
import { findInput } from "../find-input.ts";
import { findLookups } from "../find-lookups.ts";
import { executeImport } from "../import-job.ts";
import { askedAgain, askedOfSameExport, checkSameRules, fixesFrom } from "../remembered.ts";
import { nextRun, placeRun } from "../report-folder.ts";
import { onExisting } from "../run-locked.ts";
import { IMPORTERS, namedMapping } from "../wiring.ts";

/**
 * Takes in the rejected records of a run, as they were corrected in `rejected/*.csv`. Where the run
 * wrote its good records, these alone are taken; where it was strict and wrote nothing, the export
 * is, with the corrected records in place of the rejected ones.
 */
export async function run(invocation: Invocation): Promise<ExitCode> {
  const work = (db: Database) => retry(db, invocation);
  return onExisting(databasePath(invocation.args), "import:retry", { ...invocation, work });
}

async function retry(db: Database, invocation: Invocation): Promise<ExitCode> {
  const { args, terminal } = invocation;
  const earlier = findRejecting(db, args.operand);
  const rejects = rejectFiles(db, earlier);
  const asked = askedAgain(earlier);
  const fit = earlier.committed
    ? await findLookups(await fitRejects(earlier, rejects), asked.source)
    : await fitAll(earlier, rejects);
  const next = nextRun(db, fit.mapping.timeZone);
  const place = placeRun(next, args.flags.report as string | undefined);
  const { startedAt } = next;
  const settings = {
    ...asked.settings,
    ...{ dryRun: args.flags["dry-run"] === true },
  };
  terminal.narrate(
    `Taking in the rejected records of ${earlier.name}${earlier.committed ? "" : ", with the rest of its export"}.`,
  );
  return executeImport(
    {
      ...{ db, fit, place, startedAt, settings, asOf: earlier.asOf, source: asked.source },
      ...(earlier.request && { remembered: earlier.request }),
      ...(earlier.committed ? {} : fixesFrom(asked.fixes)),
      ...{ kind: "retry", ofRun: { id: earlier.id, name: earlier.name } },
    },
    invocation,
  );
}

/** The run that is named, or the last one that rejected records. */
function findRejecting(db: Database, name: string | undefined): LedgerRun {
  const runs = readRuns(db, name);
  const found = runs.find((run) => {
    const { kind, summary } = run;
    const entities = Object.values(summary?.entities ?? {});
    // A retry that did not come to its end has not all that is left: the run before it has.
    const isWhole = summary?.complete === true && existsSync(rejectedOf(run));
    if (name === undefined && kind === "retry" && !isWhole) return false;
    return kind !== "undo" && entities.some(({ rejected }) => rejected > 0);
  });
  if (found !== undefined) return found;
  const known = runs.length > 0 && name !== undefined;
  throw new UsageError(
    known
      ? `The run ${name} rejected no record.`
      : `There is no run ${name ?? "with rejected records"}.`,
    { cure: "See  import:status" },
  );
}

/** A file of rejected records, and the file of the export that they are of. */
interface RejectFile {
  readonly rejects: SourceFile;
  readonly of: ResumedFile;
}

const rejectedOf = ({ reportFolder, name }: LedgerRun): string =>
  join(reportFolder ?? resolve("reports", name), "rejected");

function rejectFiles(db: Database, earlier: LedgerRun): RejectFile[] {
  const folder = rejectedOf(earlier);
  const { files } = readResumption(db, earlier);
  const found = files.flatMap((of) => {
    const path = join(folder, of.name);
    return existsSync(path)
      ? [{ of, rejects: { ...sourceFile(path, statSync(path)), name: of.name, plain: true } }]
      : [];
  });
  if (found.length > 0) return found;
  throw new UsageError(`${folder} holds no rejected records.`, {
    cure: "Correct the records in the export, and import that again.",
  });
}

/** The rejected records alone, as those of the files that they came from. */
async function fitRejects({ request }: LedgerRun, files: readonly RejectFile[]): Promise<Fit> {
  const named = namedMapping(request?.mapping ?? "");
  const mapping = { ...named, legacySystem: request?.legacySystem ?? named.legacySystem };
  const fitted: FittedFile[] = [];
  for (const { rejects, of } of files) {
    const importer = IMPORTERS.find(({ entity }) => entity === of.entity);
    const entityMapping = mapping.entities[of.entity];
    if (importer === undefined || entityMapping === undefined) {
      throw new UsageError(`The mapping ${mapping.name} does not know ${of.entity}.`, {
        cure: "Put the mapping back that the run was begun with.",
      });
    }
    checkRejectHeader(of.name, await readHeader(rejects, RFC_4180), of.header);
    fitted.push({
      ...{
        file: rejects,
        header: of.header,
        importer,
        mapping: entityOfFile(entityMapping, of.name),
      },
      ...{
        unmapped: [],
        absent: [],
        amend: rejectedRecord(of.name),
        ofFile: of.ofFileId ?? of.fileId,
      },
    });
  }
  return { mapping, files: fitted, ignored: [] };
}

/** The whole export, with the corrected records laid over it. */
async function fitAll(earlier: LedgerRun, files: readonly RejectFile[]): Promise<Fit> {
  const fit = await findInput(askedOfSameExport(earlier));
  checkSameRules(earlier, fit);
  const overlaid: FittedFile[] = [];
  for (const fitted of fit.files) {
    const own = files.find(({ of }) => of.name === fitted.file.name);
    if (own === undefined) overlaid.push(fitted);
    else {
      checkRejectHeader(own.of.name, await readHeader(own.rejects, RFC_4180), fitted.header);
      overlaid.push({ ...fitted, amend: await overlayOf(own.rejects) });
    }
  }
  await checkUnchanged(files, fit.files);
  return { ...fit, files: overlaid };
}

/** The places of the rejected records are those of the export as it was. */
async function checkUnchanged(
  files: readonly RejectFile[],
  now: readonly FittedFile[],
): Promise<void> {
  const known = files.map(({ of }) => of);
  const unread = known.find(({ sha256 }) => sha256 === null);
  if (unread !== undefined) {
    throw new SourceError(`${unread.name} was not read to its end by that run.`, {
      cure: "Correct the records in the export, and import that again.",
    });
  }
  const names = known.map(({ name }) => name);
  await checkSameFiles(
    known,
    now.filter(({ file }) => names.includes(file.name)),
  );
}
