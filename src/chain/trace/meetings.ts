import type { Importer } from "../../../importers/define.ts";
import type { Issue } from "../../ledger/issue.ts";
import type { LedgerRun } from "../../ledger/run-ledger.ts";
import type { NotedAct, WaitingEntry } from "../../ledger/trail/acts.ts";
import type { ChainFile } from "../../ledger/trail/chain-files.ts";
import type { KnownRow } from "../../ledger/trail/known-rows.ts";
import type { NotedMeeting } from "../../ledger/trail/noted-meetings.ts";
import { ruleBook } from "../../mapping/rule-book.ts";
import type {
  TracedIssue,
  TracedMeeting,
  TracedOutcome,
  TracedPlace,
  TracedRun,
} from "./record-trace.ts";

/** What the ledger has of one record. */
export interface Trail {
  readonly importer: Importer;
  readonly legacyId: string | null;
  /** The oldest first. */
  readonly runs: readonly LedgerRun[];
  readonly files: ReadonlyMap<number, ChainFile>;
  readonly known: KnownRow | undefined;
  readonly noted: readonly NotedMeeting[];
  readonly acts: readonly NotedAct[];
  readonly waiting: readonly WaitingEntry[];
  /** By run that missed records of earlier exports, whether it was one of them; undefined if its list is gone. */
  readonly vanished: ReadonlyMap<number, boolean | undefined>;
}

interface PlaceOf {
  readonly fileId: number;
  readonly record: number;
  readonly line: number;
}

/** Puts what runs did with a record into their order. */
export function meetingsOf(trail: Trail): TracedMeeting[] {
  const told = [
    ...trail.noted.flatMap((one) => notedMeeting(trail, one)),
    ...firstWriting(trail),
    ...trail.acts.flatMap((act) => actMeeting(trail, act)),
    ...trail.waiting.flatMap((one) => waitingMeeting(trail, one)),
  ];
  const all = [...told, ...unnotedMeetings(trail, told)];
  // Within a run, the order in which they were found is that of the run.
  return all.toSorted((one, other) => one.run.id - other.run.id);
}

function runOf({ runs }: Trail, id: number): TracedRun | undefined {
  const found = runs.find((run) => run.id === id);
  if (found === undefined) return undefined;
  const { name, kind, status, committed, startedAt, ofRunId } = found;
  const ofRun = runs.find((run) => run.id === ofRunId)?.name ?? null;
  return { id, name, kind, ofRun, status, committed, startedAt };
}

const stands = ({ committed, status }: TracedRun): boolean => committed && status !== "undone";

export function placeIn({ files }: Pick<Trail, "files">, place: PlaceOf): TracedPlace {
  const { fileId, record, line } = place;
  return { fileId, file: files.get(fileId)?.name ?? "", record, line };
}

function notedMeeting(trail: Trail, one: NotedMeeting): TracedMeeting[] {
  const run = runOf(trail, one.runId);
  if (run === undefined) return [];
  const { former } = one;
  const columns = former?.row && former.changed ? former.row : undefined;
  return [
    {
      run,
      outcome: one.outcome,
      stands: stands(run),
      place: placeIn(trail, one),
      ...(one.legacyId !== null && one.legacyId !== trail.legacyId && { calledThen: one.legacyId }),
      issues: one.issues.map((issue) => tracedIssue(trail, one, issue)),
      exception: one.id,
      reason: former?.reason,
      former: columns && changedOf(columns, former?.changed ?? []),
    },
  ];
}

const changedOf = <Value>(row: Readonly<Record<string, Value>>, changed: readonly string[]) =>
  Object.fromEntries(changed.flatMap((key) => (key in row ? [[key, row[key] as Value]] : [])));

/** An issue with what its rule says. */
function tracedIssue(
  { importer, files }: Trail,
  { fileId }: NotedMeeting,
  issue: Issue,
): TracedIssue {
  const { code, severity, column, detail, related } = issue;
  const advice = ruleBook(importer).get(code)?.advice ?? "";
  const told = { code, severity, column, advice, detail };
  if (related === undefined) return told;
  // What a record is told of stands in a file of the run that read its own.
  const own = files.get(fileId);
  const other =
    own?.name === related.file
      ? own
      : [...files.values()].find(
          ({ runId, name }) => runId === own?.runId && name === related.file,
        );
  return { ...told, related: { ...related, fileId: other?.id, entity: other?.entity } };
}

/** How the row came to be, where the run noted nothing else of the record. */
function firstWriting(trail: Trail): TracedMeeting[] {
  const { noted, acts } = trail;
  const first = firstWritten(trail);
  if (first === undefined) return [];
  const run = runOf(trail, first.runId);
  const isNoted = noted.some(
    ({ runId, outcome }) => runId === first.runId && outcome === "inserted",
  );
  const isReleased = acts.some((act) => act.runId === first.runId && act.kind === "released");
  if (run === undefined || isNoted) return [];
  const outcome: TracedOutcome = first.isPlaceholder ? "placeholder" : "inserted";
  const detail = isReleased ? { detail: "after waiting" } : {};
  return [
    { run, outcome, stands: stands(run), place: placeIn(trail, first), issues: [], ...detail },
  ];
}

interface Written extends PlaceOf {
  readonly runId: number;
  readonly isPlaceholder: boolean;
}

/** The crosswalk's row as it was at first: updates and undos keep what they wrote over. */
function firstWritten({ known, noted, acts }: Trail): Written | undefined {
  const formers = noted.flatMap(({ former, runId }): (Written & { before: number })[] => {
    const was = former?.crosswalk;
    if (was === undefined) return [];
    return [{ ...was, isPlaceholder: was.contentHash === null, before: runId }];
  });
  const oldest = formers.toSorted((one, other) => one.before - other.before)[0];
  if (oldest !== undefined) return oldest;
  if (known !== undefined) {
    return { ...known, runId: known.madeByRunId, isPlaceholder: known.contentHash === null };
  }
  const gone = acts.find(({ crosswalk }) => crosswalk !== null)?.crosswalk;
  if (gone === null || gone === undefined) return undefined;
  const { fileId, record, line, madeByRunId, contentHash } = gone;
  return {
    fileId: Number(fileId),
    record: Number(record),
    line: Number(line),
    runId: Number(madeByRunId),
    isPlaceholder: contentHash === null,
  };
}

/** What the words of the ledger's actions are here. */
const OF_ACTION = {
  fixed: "fixed",
  marked: "marked",
  unmarked: "unmarked",
  deleted: "taken back",
  restored: "put back",
} as const;

function actMeeting(trail: Trail, act: NotedAct): TracedMeeting[] {
  const run = runOf(trail, act.runId);
  // Which version of the cells beside it holds follows from what became of the record.
  if (run === undefined || act.detail === "unmapped") return [];
  const { fileId, record, line } = act;
  const place =
    fileId === null || record === null || line === null
      ? {}
      : { place: placeIn(trail, { fileId, record, line }) };
  const outcome = outcomeOf(act, run);
  const detail = act.kind === "fixed" && act.detail !== null ? { detail: act.detail } : {};
  return [{ run, outcome, stands: stands(run), ...place, issues: [], ...detail }];
}

function outcomeOf({ kind, detail }: NotedAct, run: TracedRun): TracedOutcome {
  if (kind === "released") return detail === "released" ? "released" : "no longer waits";
  if (detail === "waiting") return kind === "deleted" ? "no longer waits" : "waits";
  // An import takes out rows that belong to a record which has them no more.
  if (kind === "deleted" && run.kind !== "undo") return "row removed";
  return OF_ACTION[kind];
}

function waitingMeeting(trail: Trail, one: WaitingEntry): TracedMeeting[] {
  const run = runOf(trail, one.runId);
  if (run === undefined) return [];
  const place = placeIn(trail, one);
  return [{ run, outcome: "waits", stands: stands(run), place, issues: [] }];
}

/** What is to be said of imports that noted nothing of the record after it was first met. */
function unnotedMeetings(trail: Trail, told: readonly TracedMeeting[]): TracedMeeting[] {
  const first = Math.min(...told.map(({ run }) => run.id));
  return trail.runs.flatMap((run): TracedMeeting[] => {
    const traced = runOf(trail, run.id);
    if (traced === undefined || run.id <= first || run.kind === "undo") return [];
    if (told.some((one) => one.run.id === run.id && one.outcome !== "marked")) return [];
    const outcome = unnotedOutcome(trail, run);
    if (outcome === undefined) return [];
    return [{ run: traced, outcome, stands: stands(traced), issues: [] }];
  });
}

/** Undefined of a run that had nothing to do with it. */
function unnotedOutcome(trail: Trail, run: LedgerRun): TracedOutcome | undefined {
  const { importer, files, vanished } = trail;
  const figures = run.summary?.entities[importer.entity];
  const read = [...files.values()].some(
    (file) => file.runId === run.id && file.entity === importer.entity && file.header.length > 0,
  );
  if (figures === undefined || !read) return undefined;
  if (!run.committed) return "not noted";
  // A retry reads the rejected records alone, and notes what becomes of each.
  if (run.kind === "retry" && figures.unchanged === 0) return undefined;
  if (vanished.get(run.id) === true) return "vanished";
  const isKnown = !vanished.has(run.id) || vanished.get(run.id) === false;
  if (!isKnown || figures.vanishedUnknown !== undefined) return undefined;
  return isInAt(trail, run.id) && isOfAll(run) ? "unchanged" : undefined;
}

/** Whether the record's row was there when a run began. */
const isInAt = ({ known, noted }: Trail, runId: number): boolean =>
  (known !== undefined && known.madeByRunId < runId) ||
  noted.some((one) => one.runId < runId && one.outcome === "inserted");

/** Whether a run took the whole export. */
function isOfAll({ summary }: LedgerRun): boolean {
  const { limit, sample, pilot } = summary?.settings ?? {};
  return summary?.complete === true && [limit, sample, pilot].every((one) => one === undefined);
}
