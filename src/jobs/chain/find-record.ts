import type { NearMiss } from "../../chain/trace/near-misses.ts";
import { findByRef, type RecordRef, refOf } from "../../chain/trace/record-ref.ts";
import type { RecordTrace } from "../../chain/trace/record-trace.ts";
import type { TraceMeans } from "../../chain/trace/trace-means.ts";
import { traceRecord } from "../../chain/trace.ts";
import { nameColumns, rowsNamed } from "../../ledger/trail/rows-named.ts";
import { targetIn } from "../run/target-in.ts";
import { type ChainOf, readingChain } from "./chain-at-hand.ts";
import { type TraceAsked, type TraceResult, traceIn, traceMeans } from "./trace.ts";

// What the page asks for: records named without a value of theirs.

/** Bytes of a file that is read from its start without being asked for. */
const LARGEST = 8 << 20;

const withMeans = <Result>(
  of: ChainOf,
  largest: number | undefined,
  work: (means: TraceMeans) => Result | Promise<Result>,
): Promise<Result> =>
  readingChain(
    of,
    ({ db, chain }) => work(traceMeans({ db, target: targetIn(db, of.target), chain, largest })),
    "as it comes",
  );

/**
 * The story of a record that a link names; undefined if there is none any more.
 *
 * @param cells whether a large file may be read for its cells
 */
export const recordAt = (
  of: ChainOf,
  { entity, ref }: { readonly entity: string; readonly ref: RecordRef },
  cells: "of small files" | "of any file",
): Promise<RecordTrace | undefined> =>
  withMeans(of, cells === "of any file" ? undefined : LARGEST, async (means) => {
    const found = await findByRef(means, entity, ref);
    return found && traceRecord(means, found);
  });

/** Where a record was found that somebody looked for; else what may have been meant. */
export interface FoundRecord {
  readonly at?: { readonly entity: string; readonly ref: RecordRef };
  readonly near: readonly NearMiss[];
  readonly why?: TraceResult["why"];
}

/** Finds a record by what the legacy system calls it, or by its place in a file. */
export const findRecord = (of: ChainOf, asked: TraceAsked): Promise<FoundRecord> =>
  withMeans(of, 0, async (means) => {
    const { trace, near, why } = await traceIn(means, asked);
    const ref = trace && refOf(trace);
    if (trace === undefined || ref === undefined) return { near, ...(why && { why }) };
    return { at: { entity: trace.entity, ref }, near: [] };
  });

/** A row that has the name that was looked for. */
export interface NamedRecord {
  readonly entity: string;
  readonly ref: RecordRef;
  readonly legacyId: string;
}

/** Rows that are listed; whoever has more finds them by another word. */
const MOST_NAMED = 50;

/** Finds rows by names: each word stands in one of their names. */
export const findNamed = (
  of: ChainOf,
  { entity, name }: { readonly entity: string; readonly name: string },
): Promise<NamedRecord[]> =>
  withMeans(of, 0, ({ db, chain, importers }) => {
    const importer = importers.find((one) => one.entity === entity);
    if (importer === undefined) return [];
    const words = name.trim().split(/\s+/).filter(Boolean);
    const { legacySystem } = chain;
    return rowsNamed(db, importer, { legacySystem, words, most: MOST_NAMED }).map(
      ({ id, legacyId }) => ({ entity, ref: { crosswalk: id }, legacyId }),
    );
  });

/** The entities of a target whose rows have names. */
export const namedEntities = ({ importers }: ChainOf["target"]): string[] =>
  importers.flatMap((one) => (nameColumns(one).length > 0 ? one.entity : []));

/** A file that a record may be found in. */
export interface RecordFile {
  readonly entity: string;
  readonly file: string;
}

/** The files of the chain, each once, as their runs called them. */
export const recordFiles = (of: ChainOf): Promise<RecordFile[]> =>
  withMeans(of, 0, ({ files }) => {
    const known = new Map<string, RecordFile>();
    for (const { entity, name, header } of files.values()) {
      const key = `${entity}\0${name}`;
      if (header.length > 0 && !known.has(key)) known.set(key, { entity, file: name });
    }
    return [...known.values()];
  });
