import type { Importer } from "../../importers/define.ts";
import type { LedgerRun } from "../ledger/run-ledger.ts";
import { actsOf, numbersOf, waitingOf } from "../ledger/trail/acts.ts";
import { keptBeside } from "../ledger/trail/kept-beside.ts";
import { type KnownRow, KnownRows } from "../ledger/trail/known-rows.ts";
import { type NotedMeeting, NotedMeetings } from "../ledger/trail/noted-meetings.ts";
import { keptFor } from "./trace/kept-corrections.ts";
import { meetingsOf, placeIn, type Trail } from "./trace/meetings.ts";
import type { FoundVersion } from "./trace/reading.ts";
import type {
  RecordTrace,
  TracedCorrection,
  TracedMeeting,
  TracedRow,
  TracedState,
} from "./trace/record-trace.ts";
import { namingRecords, referringTo } from "./trace/referring.ts";
import { rowNow } from "./trace/row-now.ts";
import type { TraceMeans } from "./trace/trace-means.ts";
import { vanishedIn } from "./trace/vanished-in.ts";
import { readVersion } from "./trace/version.ts";

/** Which record is meant: what it is called, or where a run met it. */
export type TraceOf = { readonly importer: Importer } & (
  | { readonly legacyId: string }
  | { readonly place: { readonly fileId: number; readonly record: number } }
);

/**
 * Tells the whole story of a record, from the ledger, the target, and the cells wherever they can still be read.
 *
 * @returns undefined if no run of the chain has met such a record
 */
export async function traceRecord(
  means: TraceMeans,
  of: TraceOf,
): Promise<RecordTrace | undefined> {
  const trail = await trailOf(means, of);
  if (trail === undefined) return undefined;
  const { importer, legacyId } = trail;
  const { db, chain } = means;
  const { legacySystem } = chain;
  const meetings = meetingsOf(trail);
  const { own, alsoCalled, known } = whoItIs(means, trail);
  const versions = await versionsOf(means, { ...trail, known }, meetings);
  const row = known && rowNow(means, { importer, known, version: versions.taken });
  const called = known?.legacyId ?? legacyId;
  const ofSystem = { entity: importer.entity, legacySystem };
  const kept =
    called === null
      ? []
      : keptBeside(db, { ...ofSystem, legacyId: called, crosswalkId: known?.id });
  const [waits] = trail.waiting;
  const applied = correctionsOf(versions.all);
  const shown = { alsoCalled, versions: versions.all.map(({ version }) => version), applied };
  return {
    entity: importer.entity,
    legacyId,
    legacySystem,
    state: stateOf(meetings, { row, known, isOwn: own !== undefined }),
    meetings,
    versions: shown.versions,
    corrections: [...applied, ...keptFor(means, trail, shown)],
    row,
    kept: kept.at(-1)?.cells ?? {},
    numbers: called === null ? [] : numbersOf(db, ofSystem, called),
    alsoCalled,
    waitsFor: waits && { entity: waits.parentEntity, legacyId: waits.parentLegacyId },
    referring: row === undefined ? [] : referringTo(means, importer, row),
    naming: namingRecords(means, { entity: importer.entity, legacyId: called }, meetings),
  };
}

/** Collects what the ledger has of a record; undefined if it has nothing. */
async function trailOf(means: TraceMeans, of: TraceOf): Promise<Trail | undefined> {
  const { db, chain, files } = means;
  const { importer } = of;
  const { entity } = importer;
  const { legacySystem, runs } = chain;
  const notes = new NotedMeetings(db);
  const rows = new KnownRows(db, importer, legacySystem);
  const here = "place" in of ? metAt(notes, runs, of.place) : [];
  const legacyId = "legacyId" in of ? of.legacyId : (here.at(-1)?.legacyId ?? null);
  const known = legacyId === null ? undefined : rows.find(legacyId);
  const named = legacyId === null ? [] : means.called(entity, [legacyId]);
  const own = named.filter(({ runId }) => runs.some(({ id }) => id === runId));
  const places = placesOf([...here, ...own, ...(known === undefined ? [] : [known])]);
  const met = places.flatMap((place) => metAt(notes, runs, place));
  const noted = distinct([...here, ...own, ...met]).filter((one) => one.entity === entity);
  const acts = runs
    .filter((run) => hasActs(run, entity))
    .flatMap((run) => actsOf(db, run.id, { entity, legacyId, places }));
  const waiting = legacyId === null ? [] : waitingOf(db, { entity, legacySystem }, legacyId);
  const found = noted.length + acts.length + waiting.length + (known === undefined ? 0 : 1);
  if (found === 0) return undefined;
  const vanished = legacyId === null ? new Map() : await vanishedIn(runs, { entity, legacyId });
  return { importer, legacyId, runs, files, known, noted, acts, waiting, vanished };
}

/** What every run has noted of the record in a place: a retry keeps the places of the export. */
function metAt(
  notes: NotedMeetings,
  runs: readonly LedgerRun[],
  { fileId, record }: { readonly fileId: number; readonly record: number },
): NotedMeeting[] {
  return runs.flatMap(({ id }) => notes.at({ runId: id, fileId, record }) ?? []);
}

interface PlaceOf {
  readonly fileId: number;
  readonly record: number;
}

function placesOf(all: readonly PlaceOf[]): PlaceOf[] {
  const places = new Map(
    all.map(({ fileId, record }) => [`${fileId} ${record}`, { fileId, record }]),
  );
  return [...places.values()];
}

/** The last word of each run about each place. */
function distinct(noted: readonly NotedMeeting[]): NotedMeeting[] {
  const last = new Map<string, NotedMeeting>();
  for (const one of noted.toSorted((a, b) => a.id - b.id)) {
    last.set(`${one.runId} ${one.fileId} ${one.record}`, one);
  }
  return [...last.values()];
}

/** Most runs do nothing with records besides giving them outcomes: their many actions are not looked at. */
function hasActs({ kind, summary }: LedgerRun, entity: string): boolean {
  if (kind === "undo" || summary === null || summary.fixes !== null) return true;
  const { marked = 0, unmarked = 0, released = 0, removed = 0 } = summary.entities[entity] ?? {};
  const isAny = marked + unmarked + released + removed > 0;
  return isAny || Object.values(summary.entities).some(({ withdrawn }) => withdrawn > 0);
}

/** A record may have been given another id by a correction: then it is in under that. */
function whoItIs(means: TraceMeans, { importer, legacyId, known, noted }: Trail) {
  const renamed = renamedTo(means, importer, legacyId);
  const others = noted.flatMap((one) => (one.legacyId === legacyId ? [] : (one.legacyId ?? [])));
  const alsoCalled = [...new Set([...others, ...renamed.before, ...renamed.after])];
  if (known !== undefined) return { own: known, alsoCalled, known };
  const rows = new KnownRows(means.db, importer, means.chain.legacySystem);
  const places = new Set(noted.map(({ fileId, record }) => `${fileId} ${record}`));
  const found = alsoCalled.map((one) => rows.find(one)).filter((row) => row !== undefined);
  const isIt = (row: KnownRow) =>
    places.has(`${row.fileId} ${row.record}`) || renamed.after.includes(row.legacyId);
  return { own: undefined, alsoCalled, known: found.find(isIt) };
}

/** The ids that corrections for every export gave in the place of one, and in whose place they gave it. */
function renamedTo(
  { corrections }: TraceMeans,
  { entity }: Importer,
  legacyId: string | null,
): { readonly before: readonly string[]; readonly after: readonly string[] } {
  const own = corrections.filter(
    (one) => one.decision === "new id" && (one.entity === "" || one.entity === entity),
  );
  const before = own.filter((one) => one.newValue === legacyId).map((one) => one.legacyId);
  const after = own.filter((one) => one.legacyId === legacyId).map((one) => one.newValue);
  return { before: before.filter(Boolean), after };
}

interface Versions {
  readonly all: readonly FoundVersion[];
  /** The one that the row was last written from. */
  readonly taken: FoundVersion | undefined;
}

/** The record as it was taken in, and as it was met last, where that is another place. */
async function versionsOf(
  means: TraceMeans,
  trail: Trail,
  meetings: readonly TracedMeeting[],
): Promise<Versions> {
  const { importer, known, noted, waiting } = trail;
  const runOf = (id: number) => means.chain.runs.find((run) => run.id === id);
  const notedAt = (place: PlaceOf) =>
    noted.find((one) => one.fileId === place.fileId && one.record === place.record);
  const issuesOf = (run: number, place: PlaceOf) =>
    meetings.find(
      (one) =>
        one.run.id === run &&
        one.place?.fileId === place.fileId &&
        one.place.record === place.record &&
        one.issues.length > 0,
    )?.issues ?? [];
  const read = (runId: number, at: PlaceOf & { readonly line: number }) => {
    const run = runOf(runId);
    const waits = waiting.find((one) => one.fileId === at.fileId && one.record === at.record);
    const place = placeIn(means, at);
    const { offset = null, fingerprint = null } = notedAt(at) ?? {};
    const issues = issuesOf(runId, at);
    const asked = { importer, place, offset, fingerprint, issues };
    return run && readVersion(means, { ...asked, run, inLedger: waits?.cells });
  };
  const isRecord = known !== undefined && known.contentHash !== null;
  const taken = isRecord ? await read(known.runId, known) : undefined;
  const last = meetings.findLast(
    ({ place, outcome }) => place !== undefined && DECIDED.has(outcome),
  );
  const isElsewhere =
    !isRecord || last?.place?.fileId !== known.fileId || last.place.record !== known.record;
  const met = isElsewhere && last?.place ? await read(last.run.id, last.place) : undefined;
  return { all: [taken, met].filter((one) => one !== undefined), taken };
}

const correctionsOf = (versions: readonly FoundVersion[]): TracedCorrection[] =>
  versions.flatMap(({ corrections }) => corrections);

interface Standing {
  readonly row: TracedRow | undefined;
  readonly known: KnownRow | undefined;
  /** Whether the row is that of the very id that was asked for. */
  readonly isOwn: boolean;
}

/** How the record stands by now. */
function stateOf(meetings: readonly TracedMeeting[], { row, known, isOwn }: Standing): TracedState {
  if (row !== undefined && known !== undefined) {
    return isOwn ? stateOfRow(meetings, row) : "in under another id";
  }
  if (meetings.some(({ outcome }) => outcome === "waits")) return "waits";
  const decided = meetings.findLast(({ outcome }) => DECIDED.has(outcome));
  const isUndone = meetings.at(-1)?.outcome === "taken back" || decided?.run.status === "undone";
  if (isUndone) return "undone";
  return NOT_IN.find((one) => one === decided?.outcome) ?? "not in";
}

const NOT_IN = ["rejected", "withdrawn", "duplicate", "skipped"] as const;

function stateOfRow(
  meetings: readonly TracedMeeting[],
  { exists, isPlaceholder }: TracedRow,
): TracedState {
  if (!exists) return "in, deleted in the application";
  if (isPlaceholder) return "placeholder";
  const mark = meetings.findLast(({ outcome }) => outcome === "marked" || outcome === "unmarked");
  return mark?.outcome === "marked" ? "in, marked inactive" : "in";
}

const DECIDED: ReadonlySet<string> = new Set([
  ...["inserted", "updated", "unchanged", "duplicate", "rejected", "skipped", "withdrawn"],
]);
