import { statSync } from "node:fs";
import type { Importer } from "../../../importers/define.ts";
import type { Target } from "../../../importers/define-target.ts";
import { trimText } from "../../../shared/trim-text.ts";
import { type Chain, readChain } from "../../chain/chain.ts";
import { findInFile, type InFile } from "../../chain/trace/find-in-file.ts";
import { type NearMiss, nearMisses } from "../../chain/trace/near-misses.ts";
import type { RecordTrace } from "../../chain/trace/record-trace.ts";
import type { FoundMapping, TraceMeans } from "../../chain/trace/trace-means.ts";
import { type TraceOf, traceRecord } from "../../chain/trace.ts";
import type { Database } from "../../db/database.ts";
import { type LedgerRun, readRuns } from "../../ledger/run-ledger.ts";
import { chainFiles } from "../../ledger/trail/chain-files.ts";
import { NotedMeetings } from "../../ledger/trail/noted-meetings.ts";
import { mappingsReading } from "../../mapping/target-mappings.ts";
import { HmsyncError, UsageError } from "../../plain/errors.ts";
import { nearestHint } from "../../plain/nearest.ts";
import { findLookups } from "../input/find-lookups.ts";
import { fixesAsked, keptCorrections } from "../run/fixes-of-run.ts";
import { openExisting } from "../run/open-target.ts";
import { checkSameTarget, isSameMapping } from "../run/remembered.ts";
import { targetIn } from "../run/target-in.ts";
import type { RunsOf } from "../runs/runs-at-hand.ts";

/** A record by what the legacy system calls it, or by its place in a file of an export. */
export type TraceAsked = { readonly entity: string; readonly legacyId: string } | InFile;

export interface TraceOptions extends RunsOf {
  readonly asked: TraceAsked;
  /** The legacy system; undefined for the one that has the record, the newest run's first. */
  readonly legacySystem?: string | undefined;
}

/** The story of a record; without one, what may have been meant. */
export interface TraceResult {
  readonly trace: RecordTrace | undefined;
  readonly near: readonly NearMiss[];
  /** Why there is none, where it is not simply unknown. */
  readonly why?: "no such file" | "several entities" | "no such record";
}

/**
 * Tells the whole story of one record, and writes nothing.
 *
 * @throws UsageError if the target has no such entity, or the ledger no run
 */
export async function traceOf(options: TraceOptions): Promise<TraceResult> {
  const { database, asked, legacySystem } = options;
  const { entity } = asked;
  const db = openExisting(database, options.target, "look");
  try {
    const target = targetIn(db, options.target);
    if (entity !== undefined) importerOf(target, entity);
    let missed: TraceResult | undefined;
    for (const chain of chainsOf(db, legacySystem)) {
      const found = await traceIn(traceMeans({ db, target, chain }), asked);
      if (found.trace !== undefined) return found;
      // What is nearly so in the newest chain is what was meant.
      if (missed === undefined || missed.near.length === 0) missed = found;
    }
    return missed ?? { trace: undefined, near: [] };
  } finally {
    db.close();
  }
}

/** @throws UsageError */
function importerOf({ importers }: Target, entity: string): Importer {
  const found = importers.find((one) => one.entity === entity);
  if (found !== undefined) return found;
  const known = importers.map((one) => one.entity);
  throw new UsageError(`There is no entity "${entity}"${nearestHint(entity, known)}.`, {
    cure: `Name one of ${importers.flatMap((one) => (one.partOf === undefined ? one.entity : [])).join(", ")}.`,
  });
}

/** The chains of a database, the one of the newest run first. */
function chainsOf(db: Database, legacySystem: string | undefined): Chain[] {
  const { runs, legacySystem: newest } = readChain(db);
  const all = [{ legacySystem: newest, runs }, ...otherChains(db, newest)];
  const chosen = all.filter(
    (one) => legacySystem === undefined || one.legacySystem === legacySystem,
  );
  if (chosen.length > 0) return chosen;
  throw new UsageError(`The ledger has no run of ${legacySystem}.`, {
    cure: `It has runs of ${all.map((one) => one.legacySystem).join(", ")}.`,
  });
}

function otherChains(db: Database, newest: string): Chain[] {
  const names = new Map<string, string>();
  for (const { legacySystem, name } of readRuns(db)) {
    if (legacySystem !== newest && !names.has(legacySystem)) names.set(legacySystem, name);
  }
  return [...names.values()].map((name) => readChain(db, name));
}

interface MeansOf {
  readonly db: Database;
  readonly target: Target;
  readonly chain: Chain;
  readonly largest?: number | undefined;
  /** Finds what runs noted of records that are called so; by a pass over all unless said. */
  readonly called?: TraceMeans["called"];
}

/** What a story is put together from, for a database that is open. */
export function traceMeans({ db, target, chain, largest, called }: MeansOf): TraceMeans {
  const noted = new NotedMeetings(db);
  return {
    db,
    chain,
    files: chainFiles(db, chain.legacySystem),
    importers: target.importers,
    largest,
    called: called ?? ((entity, legacyIds) => noted.called(entity, legacyIds)),
    mappingOf: (run) => mappingOf(run, target),
    fixesOf: fixesAsked,
    lookedUp: findLookups,
    corrections: keptCorrections(db.path, chain),
  };
}

/** The same, and what may have been meant if there is none. */
export async function traceIn(means: TraceMeans, asked: TraceAsked): Promise<TraceResult> {
  const found = await whichRecord(means, asked);
  if (typeof found === "string") return { trace: undefined, near: [], why: found };
  const trace = await traceRecord(means, found);
  if (trace !== undefined || !("legacyId" in asked)) return { trace, near: [] };
  return { trace, near: nearMisses(means, asked) };
}

async function whichRecord(means: TraceMeans, asked: TraceAsked) {
  if (!("legacyId" in asked)) return findInFile(means, asked);
  const importer = means.importers.find(({ entity }) => entity === asked.entity);
  if (importer === undefined) return "no such record" as const;
  return { importer, legacyId: trimText(asked.legacyId) } satisfies TraceOf;
}

/** Mappings that were read, by the target and what was asked for: to check one takes a while. */
const read = new WeakMap<Target, Map<string, FoundMapping>>();

/** The mapping that a run was asked with, as it is now. */
function mappingOf(run: LedgerRun, target: Target): FoundMapping {
  const { request } = run;
  if (request === null) return readMapping(run, target);
  const { mapping, mappingSha256, legacySystem, settings } = request;
  const written = statSync(mapping, { throwIfNoEntry: false })?.mtimeMs;
  const asked = [mapping, mappingSha256, legacySystem, settings.reading, written, request.target];
  const known = read.get(target) ?? new Map<string, FoundMapping>();
  read.set(target, known);
  const key = JSON.stringify([...asked, run.summary?.currency]);
  const found = known.get(key) ?? readMapping(run, target);
  known.set(key, found);
  return found;
}

function readMapping(run: LedgerRun, target: Target): FoundMapping {
  const { request, summary } = run;
  if (request === null) return { mapping: undefined, note: "The run's mapping is not known." };
  const { mapping: wanted, settings, legacySystem } = request;
  try {
    checkSameTarget(run, target);
    const [found] = mappingsReading(wanted, { target, reading: settings.reading ?? {}, summary });
    if (found === undefined) return { mapping: undefined };
    const mapping = { ...found, legacySystem };
    if (isSameMapping(request, { mapping })) return { mapping };
    return {
      mapping,
      note: "The run's mapping has been changed since: the cells are mapped as it is now.",
    };
  } catch (error) {
    if (!(error instanceof HmsyncError)) throw error;
    return { mapping: undefined, note: `The run's mapping is no longer at hand: ${error.message}` };
  }
}
