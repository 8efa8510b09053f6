import { getTableColumns, getTableName } from "drizzle-orm";
import type { Importer } from "../../../importers/define.ts";
import { type Draw, LowestRecords, usualSize } from "../../chain/sample.ts";
import {
  type CheckedRecord,
  checkedRecords,
  keepDraws,
  keepVerdict,
  readDraws,
  readVerdicts,
  type SampleResult,
  sampleResult,
  type Verdict,
} from "../../chain/sample-book.ts";
import type { Database } from "../../db/database.ts";
import { hashable } from "../../digest/rows-digest.ts";
import { filesOfSystem } from "../../ledger/chain-records.ts";
import { type RecordAtHand, RecordsAtHand, recordsOfChain } from "../../ledger/chain-rows.ts";
import { rowTimestamps } from "../../ledger/row-timestamps.ts";
import { ownMerge } from "../../persons/candidates/trait-columns.ts";
import { OwnRows, referencesAlone } from "../../persons/own-row.ts";
import { sha256OfJson } from "../../plain/canonical-json.ts";
import { DecisionNeeded, UsageError } from "../../plain/errors.ts";
import { targetIn } from "../run/target-in.ts";
import {
  type ChainAtHand,
  type ChainOf,
  lastWriting,
  readingChain,
  readingChainAtRest,
} from "./chain-at-hand.ts";

/** How the sample of a chain stands. */
export interface SampleStanding {
  readonly legacySystem: string;
  /** Where it is kept. */
  readonly folder: string;
  /** Undefined if none was drawn yet. */
  readonly draw: Draw | undefined;
  readonly records: readonly CheckedRecord[];
  readonly result: SampleResult | null;
  /** Whether runs have written, or have been undone, since it was drawn. */
  readonly isOutdated: boolean;
}

/** Reads how far the check is. */
export const readSample = (of: ChainOf): Promise<SampleStanding> =>
  readingChain(of, (at) => sampleOf(at, targetIn(at.db, of.target).importers));

/** The same of a chain that is open. */
export function sampleOf(
  { db, chain, folder }: ChainAtHand,
  importers: readonly Importer[],
): SampleStanding {
  const draws = readDraws(folder);
  const draw = draws.at(-1);
  const { legacySystem } = chain;
  if (draw === undefined) {
    return { legacySystem, folder, draw, records: [], result: null, isOutdated: false };
  }
  const digests = digestsOf(db, legacySystem, importers);
  const records = checkedRecords(draw, readVerdicts(folder), digests);
  const result = sampleResult(draw, records, draws.length - 1);
  const isOutdated = draw.lastRun !== lastWriting(chain);
  return { legacySystem, folder, draw, records, result, isOutdated };
}

/** Says of records what their digest is now; undefined if there is no such row. */
function digestsOf(db: Database, legacySystem: string, importers: readonly Importer[]) {
  const atHand = new RecordsAtHand(db, legacySystem);
  const byEntity = new Map(importers.map((importer) => [importer.entity, importer]));
  const alone = recordAlone(db, legacySystem);
  return (entity: string, legacyId: string): string | undefined => {
    const importer = byEntity.get(entity);
    const found = importer && atHand.find(importer, legacyId);
    return importer && found && digestOf(importer, legacyId, alone(importer, legacyId, found));
  };
}

/**
 * A record as it would stand alone: that its row is shared with other records of a person by now, or names a person who
 * was joined, is no fault of its import.
 */
export function recordAlone(db: Database, legacySystem: string) {
  return (importer: Importer, legacyId: string, found: RecordAtHand): RecordAtHand => {
    const { entity, table } = importer;
    const rows = new OwnRows(db, { merge: ownMerge(importer), legacySystem });
    const own = rows.find({ space: entity, legacyId });
    if (own?.isJoined) return { ...found, targetId: own.ownId, row: own.cells };
    const moved = referencesAlone(db, { table: getTableName(table), key: found.targetId });
    if (moved.size === 0) return found;
    const row = found.row.map(([column, now]) => [column, moved.get(column) ?? now] as const);
    return { ...found, row };
  };
}

/** Of the cells that a record was made of, and of its row, but for when that was last written. */
export function digestOf(importer: Importer, legacyId: string, record: RecordAtHand): string {
  const { fileSha256, file, contentHash, unmappedHash, row } = record;
  const { created, updated } = rowTimestamps(importer);
  const columns = getTableColumns(importer.table);
  const times = [created, updated].map((key) => columns[key ?? ""]?.name);
  const cells = row.flatMap(([column, value]) =>
    times.includes(column) ? [] : [[column, hashable(value)]],
  );
  const source = [fileSha256 ?? file, record.record, contentHash, unmappedHash];
  return sha256OfJson([importer.entity, legacyId, source, cells]);
}

export interface DrawOptions extends ChainOf {
  readonly by: string;
  /** Undefined for the one that was drawn by before; else one that follows from the hashes of the export's files. */
  readonly seed?: string | undefined;
  /** Of each entity; undefined for that of before, else the usual ones. */
  readonly size?: number | undefined;
}

/**
 * Draws the records that are to be checked, or draws again where runs have written since. With another seed or size
 * than before, the earlier draw is remembered.
 *
 * @throws DatabaseError while a run is at work, UsageError if nothing was imported
 */
export function drawSample(options: DrawOptions): Promise<SampleStanding> {
  return readingChainAtRest(options, async (at) => {
    const { importers } = targetIn(at.db, options.target);
    const draws = readDraws(at.folder);
    const last = draws.at(-1);
    const seed = options.seed ?? last?.seed ?? seedOf(at);
    const size = options.size ?? (options.seed === undefined ? (last?.size ?? null) : null);
    const isSame = last?.seed === seed && last.size === size;
    if (isSame && last.lastRun === lastWriting(at.chain)) return sampleOf(at, importers);
    const draw = drawn(at, importers, { seed, size, by: options.by });
    await keepDraws(at.folder, [...(isSame ? draws.slice(0, -1) : draws), draw]);
    return sampleOf(at, importers);
  });
}

const SEED_LENGTH = 12;

/** Nobody has chosen it, and everybody who has the export can work it out. */
function seedOf({ db, chain }: ChainAtHand): string {
  const hashes = filesOfSystem(db, chain.legacySystem).flatMap(({ sha256 }) => sha256 ?? []);
  return sha256OfJson([...new Set(hashes)].sort()).slice(0, SEED_LENGTH);
}

type Drawing = Pick<Draw, "seed" | "size" | "by">;

function drawn(
  { db, chain }: ChainAtHand,
  importers: readonly Importer[],
  { seed, size, by }: Drawing,
): Draw {
  const { legacySystem } = chain;
  const atHand = new RecordsAtHand(db, legacySystem);
  const draws = new Map(
    importers.map((importer) => {
      const of = { seed, entity: importer.entity, size: size ?? usualSize(importer) };
      const isThere = (legacyId: string) => atHand.find(importer, legacyId) !== undefined;
      return [importer.entity, { importer, of, lowest: new LowestRecords(of, isThere) }] as const;
    }),
  );
  for (const [entity, legacyId] of recordsOfChain(db, legacySystem)) {
    draws.get(entity)?.lowest.add(legacyId);
  }
  const entities = [...draws.values()].flatMap(({ importer: { entity, harm }, of, lowest }) => {
    const { population } = lowest;
    if (population === 0) return [];
    const own = { entity, size: of.size, population, drawn: lowest.drawn() };
    return [harm === undefined ? own : Object.assign(own, { harm })];
  });
  if (entities.length > 0) {
    const at = new Date().toISOString();
    return { seed, at, by, size, lastRun: lastWriting(chain), entities };
  }
  throw new UsageError(
    `Nothing of ${legacySystem} is in the database: there is nothing to check.`,
    {
      cure: "Import an export first.",
    },
  );
}

export interface JudgeOptions extends ChainOf {
  /** The record's number in the sample. */
  readonly n: number;
  readonly verdict: Verdict["verdict"];
  readonly remark?: string | undefined;
  readonly who: string;
  /** What was shown: of anything else by now, nothing is said. */
  readonly seen?: string | undefined;
}

/**
 * Keeps what a person says of one record: when it returns, the disk has it.
 *
 * @throws UsageError if there is no such record, or a wrong one has no remark; DecisionNeeded if it has changed since
 * it was shown
 */
export function judgeRecord(options: JudgeOptions): Promise<void> {
  return readingChain(options, ({ db, chain, folder }) => {
    const { importers } = targetIn(db, options.target);
    const { n, verdict, seen } = options;
    const [who, remark] = [options.who.trim(), (options.remark ?? "").trim()];
    if (who === "") {
      throw new UsageError("Nobody is named who says it.", { cure: "Give a name with --by NAME." });
    }
    if (verdict === "wrong" && remark === "") {
      throw new UsageError("A wrong record needs a remark: what is wrong.", {
        cure: "Give it with --remark TEXT.",
      });
    }
    const { entity, legacyId } = recordNamed(readDraws(folder).at(-1), n);
    const digest = digestsOf(db, chain.legacySystem, importers)(entity, legacyId);
    if (digest === undefined || (seen !== undefined && seen !== digest)) {
      throw new DecisionNeeded(`Record ${n} has changed since it was shown.`, {
        cure: "Look at it again. Nothing was kept.",
      });
    }
    const at = new Date().toISOString();
    keepVerdict(folder, { at, who, entity, legacyId, digest, verdict, remark });
  });
}

/** @throws UsageError */
function recordNamed(draw: Draw | undefined, n: number): { entity: string; legacyId: string } {
  if (draw === undefined) {
    throw new UsageError("No sample has been drawn yet.", { cure: "Run  hmsync import:sample" });
  }
  const all = draw.entities.flatMap(({ entity, drawn: ids }) =>
    ids.map((legacyId) => ({ entity, legacyId })),
  );
  const found = all[n - 1];
  if (found !== undefined) return found;
  throw new UsageError(`The sample has no record ${n}.`, {
    cure: `It has 1 to ${all.length}.`,
  });
}
