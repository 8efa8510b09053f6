import { resolve } from "node:path";
import type { Target } from "../../../importers/define-target.ts";
import { type KeptEntity, readOriginals } from "../../corrections/originals.ts";
import type { Database } from "../../db/database.ts";
import type { LedgerRun } from "../../ledger/run-ledger.ts";
import {
  type RejectingFile,
  type StandingReject,
  StandingRejects,
} from "../../ledger/standing-rejects.ts";
import type { Mapping } from "../../mapping/mapping.ts";
import { SourceError } from "../../plain/errors.ts";
import type { Chain } from "../chain.ts";
import { CellsOfPart } from "./cells-of-part.ts";
import { EntityColumns } from "./entity-columns.ts";
import { RejectIndex } from "./reject-index.ts";

/** What an index is built from. */
export interface RejectSources {
  readonly db: Database;
  readonly chain: Chain;
  readonly target: Target;
  /** The mapping that a run was made with; undefined if it is not there any more. */
  readonly mappingOf: (run: LedgerRun) => Mapping | undefined;
}

/** Rejected records of which only the places are known, and why. */
export interface RejectsWithoutCells {
  readonly run: string;
  readonly entity: string;
  readonly records: number;
}

/** What was built. */
export interface BuiltRejects {
  readonly index: RejectIndex;
  readonly withoutCells: readonly RejectsWithoutCells[];
}

/** The rejected records of one run and entity. */
interface Part {
  readonly run: LedgerRun;
  readonly folder: string;
  readonly files: readonly RejectingFile[];
  readonly kept: KeptEntity | undefined;
  readonly mapping: Mapping | undefined;
}

/** Reads the standing rejected records of a chain: what the ledger says of them, and their cells from the reports. */
export async function buildRejects(sources: RejectSources): Promise<BuiltRejects> {
  const { db, chain, target } = sources;
  const standing = new StandingRejects(db, chain.runs);
  const index = new RejectIndex(db.openScratch(CACHE_KIB), versionOf(chain));
  const parts = await partsOf(standing, sources);
  const withoutCells: RejectsWithoutCells[] = [];
  const seen = new Map<string, number>();
  for (const [nth, importer] of target.importers.entries()) {
    const own = parts.filter(({ entity }) => entity === importer.entity);
    if (own.length === 0) continue;
    const files = own.flatMap(({ part }) => headersOf(part));
    const columns = new EntityColumns(nth, importer, files);
    for (const { part } of own) {
      const adding = { index, standing, columns, seen };
      const missing = await addPart(part, adding);
      if (missing > 0) {
        withoutCells.push({ run: part.run.name, entity: importer.entity, records: missing });
      }
    }
  }
  index.seal();
  return { index, withoutCells };
}

const CACHE_KIB = 16 * 1024;

/** Every job that changes what stands makes a run, or ends one. */
const versionOf = ({ runs }: Chain): string =>
  `${Math.max(0, ...runs.map(({ id }) => id))}-${runs.filter(({ status }) => status === "undone").length}`;

/** The newest run first: of several records with one id, its own stands. */
async function partsOf(
  standing: StandingRejects,
  { mappingOf }: RejectSources,
): Promise<{ readonly entity: string; readonly part: Part }[]> {
  const parts = [];
  for (const run of standing.runs) {
    const files = standing.files(run);
    if (files.length === 0) continue;
    const folder = run.reportFolder ?? resolve("reports", run.name);
    const kept = await keptIn(folder);
    const mapping = mappingOf(run);
    for (const entity of new Set(files.map((file) => file.entity))) {
      const own = files.filter((file) => file.entity === entity);
      const ofEntity = kept.find((one) => one.entity === entity);
      parts.push({ entity, part: { run, folder, files: own, kept: ofEntity, mapping } });
    }
  }
  return parts;
}

/** Nothing if the report was moved or changed. */
async function keptIn(folder: string): Promise<readonly KeptEntity[]> {
  try {
    return (await readOriginals(folder))?.entities ?? [];
  } catch (error) {
    if (error instanceof SourceError) return [];
    throw error;
  }
}

const headersOf = ({ kept, files, mapping }: Part) =>
  (kept?.files ?? files.map(({ name }) => ({ name, header: [] }))).map(({ name, header }) => {
    return { name, header, mapping };
  });

interface Adding {
  readonly index: RejectIndex;
  readonly standing: StandingRejects;
  readonly columns: EntityColumns;
  /** The ids of records of newer runs, and the export that each is of. */
  readonly seen: Map<string, number>;
}

/** @returns how many records have no cells */
async function addPart(part: Part, adding: Adding): Promise<number> {
  const { run, files } = part;
  const { standing, columns } = adding;
  const cells = new CellsOfPart(part, columns);
  const ids: string[] = [];
  let missing = 0;
  for (const file of cells.inOrder(files)) {
    for (const record of recordsOf(run, file, standing)) {
      const id = idOf(file, record);
      if (id !== undefined && isPast({ id, record, file, run }, adding)) continue;
      if (id !== undefined) ids.push(id);
      const found = await cells.of(file.name, record.record);
      if (found === undefined) missing++;
      const at = cells.placeOf(file.name);
      adding.index.add({ columns, record, at, file, run: run.name, cells: found });
    }
  }
  await cells.close();
  for (const id of ids) adding.seen.set(id, standing.exportOf(run));
  return missing;
}

function* recordsOf(
  run: LedgerRun,
  file: RejectingFile,
  standing: StandingRejects,
): Generator<StandingReject> {
  for (const page of standing.records(run, file)) yield* page;
}

const idOf = ({ entity }: RejectingFile, { legacyId }: StandingReject): string | undefined =>
  legacyId === null ? undefined : `${entity}\0${legacyId}`;

interface Judged {
  readonly id: string;
  readonly record: StandingReject;
  readonly file: RejectingFile;
  readonly run: LedgerRun;
}

/** A later export let a record of this id in, or rejected it anew. */
function isPast({ id, record, file, run }: Judged, { standing, seen }: Adding): boolean {
  const other = seen.get(id);
  if (other !== undefined && other !== standing.exportOf(run)) return true;
  return standing.runs[0] !== run && standing.isInSince(run, file.entity, record.legacyId ?? "");
}
