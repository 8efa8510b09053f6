import { asc, eq, sql } from "drizzle-orm";
import { QueryBuilder } from "drizzle-orm/sqlite-core";
import { exceptions, files } from "../../../shared/ledger.ts";
import type { Database } from "../../db/database.ts";
import { keptJson } from "../../db/kept-json.ts";
import type { Issue, Outcome } from "../../ledger/issue.ts";
import type { RunException } from "../../ledger/run-exception.ts";
import { positionOfFile, type RunFile } from "../../ledger/run-file.ts";
import { type LedgerRun, LOOKUP, noSuchRun, readRuns } from "../../ledger/run-ledger.ts";
import { mayBecome } from "../../ledger/run-status.ts";
import type { RunSummary } from "../../ledger/run-summary.ts";
import type { FittedFile } from "../../mapping/fit.ts";
import type { LookupFile } from "../../mapping/lookup/lookups.ts";
import { SourceError, UsageError } from "../../plain/errors.ts";
import { firstBy } from "../../plain/group-by.ts";
import { sha256OfFile } from "../../plain/hash-file.ts";

/** A file of a run that is resumed. */
export interface ResumedFile extends RunFile {
  readonly entity: string;
  readonly header: readonly string[];
  /** The file of an earlier run whose rejected records these were. */
  readonly ofFileId: number | null;
  /** Records whose outcome is committed. */
  readonly done: number;
  /** Bytes. */
  readonly size: number;
  readonly sha256: string | null;
}

/** What a run has committed before it died or was stopped. */
export interface Resumption {
  readonly runId: number;
  readonly files: readonly ResumedFile[];
  /** The files that fields were looked up in. */
  readonly lookups: readonly Pick<ResumedFile, "name" | "sha256">[];
  /** As of the last commit; nothing if there was none. */
  readonly summary: RunSummary | null;
}

/**
 * The run that is to be resumed: the one of this name, or the newest that can be.
 *
 * @throws UsageError if there is none
 */
export function findResumable(db: Database, name?: string): LedgerRun {
  const known = readRuns(db, name);
  const [named] = known;
  if (name !== undefined && named === undefined) {
    throw noSuchRun(name, "See  hmsync import:status");
  }
  const found = known.find((run) => obstacle(run) === undefined);
  if (found !== undefined) return found;
  const what =
    name === undefined || named === undefined
      ? "There is no run to resume."
      : `The run ${named.name} cannot be resumed: ${obstacle(named)}.`;
  throw new UsageError(what, {
    cure: "Run the import again: records already written will be unchanged.",
  });
}

/** Why a run cannot be resumed; undefined if it can. */
function obstacle({ kind, status, request }: LedgerRun): string | undefined {
  if (kind !== "import") return `it is a run of ${kind}; start it again`;
  if (!mayBecome(status, "running")) return `it is ${status}`;
  if (request?.settings.mode !== "lenient") return "it was strict, so it wrote nothing";
  return undefined;
}

/** What the ledger has of a run and its files. */
export function readResumption(
  db: Database,
  { id, summary, committed }: Pick<LedgerRun, "id" | "summary" | "committed">,
): Resumption {
  const { name, done, size, sha256, entity, header, ofFileId } = files;
  const query = new QueryBuilder()
    .select({ id: files.id, name, done, size, sha256, entity, header, ofFileId })
    .from(files)
    .where(eq(files.runId, sql.placeholder("runId")))
    .orderBy(asc(files.id));
  const found = db.prepareBuilt(query, ["runId"]).all([id]);
  const read = found.map(([fileId, file, reached, bytes, hash, of, columns, origin]) => ({
    fileId: Number(fileId),
    name: String(file),
    done: Number(reached),
    size: Number(bytes),
    sha256: hash as string | null,
    entity: String(of),
    header: keptJson<string[]>(columns, files.header) ?? [],
    ofFileId: origin as number | null,
    // Rows that belong to records have no file of their own.
    isRead: columns !== null,
  }));
  return {
    runId: id,
    summary: committed ? summary : null,
    files: read.filter((file) => file.entity !== LOOKUP && file.isRead),
    lookups: read.filter((file) => file.entity === LOOKUP),
  };
}

/**
 * Checks that the files are those that the run was begun with.
 *
 * @throws SourceError that names the file which is not
 */
export async function checkSameFiles(
  before: readonly ResumedFile[],
  now: readonly FittedFile[],
): Promise<void> {
  const files = new Map(now.map(({ file }) => [file.name, file]));
  for (const { name, size, sha256 } of before) {
    const file = files.get(name);
    if (file === undefined) throw otherFile(name, "is no longer in the export");
    if (file.size !== size || (await sha256OfFile(file.path)) !== sha256) {
      throw otherFile(name, "has changed since the run was started");
    }
  }
  const names = new Set(before.map(({ name }) => name));
  const added = now.find(({ file }) => !names.has(file.name));
  if (added !== undefined)
    throw otherFile(added.file.name, "did not exist when the run was started");
}

/**
 * Checks that fields are looked up in the files that they were looked up in when the run was begun.
 *
 * @throws SourceError that names the file which is another
 */
export function checkSameLookups(
  { lookups: before }: Pick<Resumption, "lookups">,
  now: readonly LookupFile[] = [],
): void {
  for (const { file, sha256 } of now) {
    const known = before.find(({ name }) => name === file.name);
    if (known?.sha256 !== sha256) {
      throw otherFile(file.name, "has changed since the run was started");
    }
  }
}

const otherFile = (name: string, what: string): SourceError =>
  new SourceError(`${name} ${what}.`, {
    cure: "Restore the export, or import it again without --resume: records already written will be unchanged.",
  });

/** The exceptions that a run has committed, in their order. */
export function* committedExceptions(
  db: Database,
  { runId, files: known }: Pick<Resumption, "runId"> & { readonly files: readonly RunFile[] },
): Generator<RunException> {
  const query = new QueryBuilder()
    .select({
      fileId: exceptions.fileId,
      entity: exceptions.entity,
      record: exceptions.record,
      line: exceptions.line,
      offset: exceptions.offset,
      legacyId: exceptions.legacyId,
      targetId: exceptions.targetId,
      outcome: exceptions.outcome,
      issues: exceptions.issues,
      former: exceptions.former,
      print: exceptions.fingerprint,
    })
    .from(exceptions)
    .where(eq(exceptions.runId, sql.placeholder("runId")))
    .orderBy(asc(exceptions.id));
  for (const row of db.prepareBuilt(query, ["runId"]).iterate([runId])) {
    const [fileId, entity, record, line, offset, legacyId, targetId, ...rest] = row;
    const [outcome, issues, former, fingerprint] = rest;
    yield {
      file: positionOfFile(known, Number(fileId)),
      entity: String(entity),
      record: Number(record),
      line: Number(line),
      offset: offset === null ? null : Number(offset),
      legacyId: legacyId as string | null,
      targetId: targetId as string | null,
      outcome: outcome as Outcome,
      issues: keptJson<Issue[]>(issues, exceptions.issues) ?? [],
      former: former as string | null,
      fingerprint: Number(fingerprint),
    };
  }
}

/** What the ledger has of the file of this name, as it was read for an entity. */
export function resumedFile(
  { files }: Resumption,
  { entity, name }: Pick<ResumedFile, "entity" | "name">,
): ResumedFile {
  const known = firstByReader(files).get(readerOf({ entity, name }));
  const nothing = { entity: "", header: [], ofFileId: null, sha256: null };
  return known ?? { name, fileId: 0, done: 0, size: 0, ...nothing };
}

const named = new WeakMap<readonly ResumedFile[], ReadonlyMap<string, ResumedFile>>();

/** A file may be read for several entities. */
const readerOf = ({ entity, name }: Pick<ResumedFile, "entity" | "name">): string =>
  JSON.stringify([entity, name]);

function firstByReader(files: readonly ResumedFile[]): ReadonlyMap<string, ResumedFile> {
  const known = named.get(files) ?? firstBy(files, readerOf);
  named.set(files, known);
  return known;
}

export const changedWhileRead = (name: string): SourceError =>
  new SourceError(`${name} changed while it was being read.`, {
    cure: "Make sure that the export is complete and no longer changing, then run the import again.",
  });
