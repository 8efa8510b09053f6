import { KnownRows } from "../../ledger/trail/known-rows.ts";
import { NotedMeetings } from "../../ledger/trail/noted-meetings.ts";
import type { TraceOf } from "../trace.ts";
import { findInPlace } from "./find-in-file.ts";
import type { RecordTrace } from "./record-trace.ts";
import type { TraceMeans } from "./trace-means.ts";

/**
 * A record without a value of it, as links and logs may name it: by its row in the crosswalk, by what a run noted of
 * it, or by its place in a file of a run.
 */
export type RecordRef =
  | { readonly crosswalk: number }
  | { readonly exception: number }
  | { readonly file: number; readonly record: number };

/** As it stands in a link: `c12`, `e7`, `f3-120`. */
export function refText(ref: RecordRef): string {
  if ("crosswalk" in ref) return `c${ref.crosswalk}`;
  return "exception" in ref ? `e${ref.exception}` : `f${ref.file}-${ref.record}`;
}

/** Back from `refText`; undefined if it is none. */
export function readRef(text: string): RecordRef | undefined {
  const [, kind, first, second] = /^([cef])(\d{1,15})(?:-(\d{1,15}))?$/.exec(text) ?? [];
  if (kind === undefined || (kind === "f") !== (second !== undefined)) return undefined;
  if (kind === "c") return { crosswalk: Number(first) };
  return kind === "e"
    ? { exception: Number(first) }
    : { file: Number(first), record: Number(second) };
}

/** The shortest way to a record. */
export function refOf({ row, meetings }: RecordTrace): RecordRef | undefined {
  if (row !== undefined) return { crosswalk: row.crosswalkId };
  const noted = meetings.findLast(({ exception }) => exception !== undefined);
  if (noted?.exception !== undefined) return { exception: noted.exception };
  const placed = meetings.findLast(({ place }) => place !== undefined)?.place;
  return placed && { file: placed.fileId, record: placed.record };
}

/** Finds what a link names; undefined if it is gone, or was never there. */
export async function findByRef(
  means: TraceMeans,
  entity: string,
  ref: RecordRef,
): Promise<TraceOf | undefined> {
  const { db, chain } = means;
  const importer = means.importers.find((one) => one.entity === entity);
  if (importer === undefined) return undefined;
  if ("crosswalk" in ref) {
    const row = new KnownRows(db, importer, chain.legacySystem).byId(ref.crosswalk);
    return row && { importer, legacyId: row.legacyId };
  }
  if ("file" in ref) return findInPlace(means, importer, ref);
  const noted = new NotedMeetings(db).byId(ref.exception);
  const isOfChain = chain.runs.some(({ id }) => id === noted?.runId);
  if (noted === undefined || !isOfChain || noted.entity !== entity) return undefined;
  const { legacyId, fileId, record } = noted;
  return { importer, ...(legacyId === null ? { place: { fileId, record } } : { legacyId }) };
}
