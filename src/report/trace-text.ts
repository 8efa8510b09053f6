import { NAMELESS } from "../../importers/define.ts";
import type {
  RecordTrace,
  TracedColumn,
  TracedIssue,
  TracedMeeting,
  TracedRow,
  TracedVersion,
} from "../chain/trace/record-trace.ts";
import { alignColumns, counted, joinLines } from "../plain/columns.ts";
import { masked, revealed } from "./mask.ts";
import { saidBy } from "./persons-text.ts";
import {
  fromWords,
  markWords,
  outcomeWords,
  placeWords,
  standingWords,
  stateWords,
} from "./trace-words.ts";

/** How the text is to look. */
export interface TraceLook {
  /** Whether a person asked to see values. */
  readonly values: "masked" | "revealed";
  readonly paint: { warn(text: string): string };
  readonly room?: number;
  readonly application?: string;
}

type Show = (value: unknown) => string;

/** The story of a record as text; values are masked unless somebody asked for them. */
export function traceText(trace: RecordTrace, look: TraceLook): string {
  const show = look.values === "revealed" ? revealed : masked;
  const parts = [
    heading(trace, show, look),
    titled("Story", storyLines(trace.meetings, show)),
    ...trace.versions.map((version) => versionLines(version, show, look)),
    titled("Corrections", correctionLines(trace, show)),
    trace.row === undefined ? [] : rowLines(trace.row, show, look),
    titled("Kept beside the row, as no column takes it", keptLines(trace, show)),
    titled("What refers to it", referringLines(trace)),
    look.values === "revealed" ? [] : ["Values are masked; --reveal shows them."],
  ];
  return parts
    .filter((part) => part.length > 0)
    .map(joinLines)
    .join("\n\n");
}

const titled = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)];

function heading(trace: RecordTrace, show: Show, look: TraceLook): string[] {
  const { entity, legacyId, legacySystem, state, row, numbers, alsoCalled, waitsFor } = trace;
  const { application = NAMELESS } = look;
  return alignColumns([
    [
      "Record",
      `${entity} ${legacyId === null ? "without a number that could be read" : show(legacyId)}`,
    ],
    ["Legacy system", legacySystem],
    ["State", stateWords(state, application)],
    ...(waitsFor ? [["Waits for", `${waitsFor.entity} ${show(waitsFor.legacyId)}`]] : []),
    ...(alsoCalled.length > 0 ? [["Also called", alsoCalled.map(show).join(", ")]] : []),
    ...(row ? [["Row", `${row.table} ${show(row.targetId)}`]] : []),
    ...(row?.joined ? [["One person with", joinedLine(row.joined, show)]] : []),
    ...numbers.map(({ column, value }) => [column, show(value)]),
  ]);
}

/** `patients/919, said by Dr. Rao, 2026-01-14 10:02 UTC (run 2026-01-14-2)`. */
function joinedLine({ others, said }: NonNullable<TracedRow["joined"]>, show: Show): string {
  const names = others.map(({ space, legacyId }) => `${space}/${show(legacyId)}`).join(", ");
  const by = said.map(({ run, ...one }) => `said by ${saidBy(one)} (run ${run})`);
  return [names, ...(by.length > 0 ? by : ["linked by the export"])].join(", ");
}

function storyLines(meetings: readonly TracedMeeting[], show: Show): string[] {
  const heads = meetings.map(({ run, outcome, place, ...rest }) => {
    const kind = run.ofRun === null ? run.kind : `${run.kind} of ${run.ofRun}`;
    const said = [outcomeWords(outcome), standingWords({ run, ...rest })].filter(Boolean);
    return [run.name, kind, said.join("; "), place === undefined ? "" : placeWords(place)];
  });
  const lines = alignColumns(heads);
  return meetings.flatMap((one, at) => [lines[at] ?? "", ...beneath(one, show).map(indented)]);
}

const indented = (line: string): string => `    ${line}`;

/** What there is to say of one run's part. */
function beneath(meeting: TracedMeeting, show: Show): string[] {
  const { issues, reason, former = {}, detail, calledThen } = meeting;
  const before = Object.entries(former).map(([column, value]) => `${column} was ${show(value)}`);
  return [
    ...(calledThen === undefined ? [] : [`called ${show(calledThen)} then`]),
    ...(detail === undefined ? [] : [detail]),
    ...issues.flatMap(issueLines),
    ...(reason === undefined ? [] : [`why: ${reasonWords(reason, show)}`]),
    ...before,
  ];
}

/** A reason is not cut short where it is shown at all. */
function reasonWords(reason: string, show: Show): string {
  if (reason === "") return "no reason was given";
  return show === masked ? masked(reason) : reason;
}

function issueLines({ code, severity, column, advice, detail, related }: TracedIssue): string[] {
  const about = [column, detail].filter((one) => one !== undefined).join(", ");
  const what = `${severity === "error" ? "" : "warning: "}${code}${about === "" ? "" : `  (${about})`}`;
  const other = related && `the other record: ${related.file} line ${related.line}`;
  return [what, ...[advice, other].flatMap((line) => (line ? [`  ${line}`] : []))];
}

function versionLines(version: TracedVersion, show: Show, look: TraceLook): string[] {
  const { run, place, cells, unread, notes } = version;
  const said = notes.map((note) => `  ${note}`);
  if (cells === undefined) {
    const why = unread.map((reason) => `  ${reason}`);
    return [`Cells of ${placeWords(place)} cannot be read any more`, ...why, ...said];
  }
  const rows = cells.columns.map(({ column, value, was, fills, codes }) => {
    const before = was === undefined ? "" : `was ${show(was)}`;
    const notes = [before, ...codes].filter(Boolean).join("  ");
    return [column, show(value), fills.length === 0 ? "" : `-> ${fills.join(", ")}`, notes];
  });
  const marked = alignColumns(rows, room(look)).map((line, at) =>
    (cells.columns[at]?.codes.length ?? 0) > 0 ? look.paint.warn(line) : line,
  );
  const head = `Cells as ${run} met them, from ${fromWords(cells.from)}`;
  return [head, `  ${placeWords(place)}`, ...marked.map((line) => `  ${line}`), ...said];
}

const room = ({ room: whole = Number.POSITIVE_INFINITY }: TraceLook): number => whole - 2;

const correctionLines = ({ corrections }: RecordTrace, show: Show): string[] =>
  corrections.flatMap(({ run, column, was, now, what, who, why, when }) => {
    const by = [who, when?.slice(0, "2026-01-14".length)].filter(Boolean).join(", ");
    const change = column === "" ? what : `${column}  ${show(was)} -> ${show(now)}  ${what}`;
    const head = `${run ?? "all exports"}  ${change}${by === "" ? "" : `  (${by})`}`;
    return why === undefined || why === "" ? [head] : [head, `  why: ${reasonWords(why, show)}`];
  });

function rowLines(row: TracedRow, show: Show, look: TraceLook): string[] {
  const { table, exists, madeBy, writtenBy, columns } = row;
  const { application = NAMELESS } = look;
  const runs =
    madeBy === writtenBy ? `made by ${madeBy}` : `made by ${madeBy}, last written by ${writtenBy}`;
  if (!exists) return [`Row of ${table}, ${runs}`, `  It has been deleted in ${application}.`];
  const imported = columns.filter(({ mark }) => mark !== "not imported");
  const others = columns.filter(({ mark }) => mark === "not imported");
  const head = ["column", "imported", `in ${application} now`, ""];
  const lines = alignColumns(
    [head, ...imported.map((column) => columnCells(column, show))],
    room(look),
  ).map((line, at) => (isMarked(imported[at - 1]) ? look.paint.warn(line) : line));
  const filled = others.filter(({ now }) => now !== null);
  const empty = others.filter(({ now }) => now === null).map(({ column }) => column);
  const rest = [
    ...(filled.length === 0
      ? []
      : alignColumns(filled.map(({ column, now }) => [column, show(now)]))),
    ...(empty.length === 0 ? [] : [`empty: ${empty.join(", ")}`]),
  ];
  return [
    `Row of ${table}, ${runs}`,
    ...(imported.length === 0 ? [] : lines).map((line) => `  ${line}`),
    ...(rest.length === 0 ? [] : ["  No import fills", ...rest.map((line) => `    ${line}`)]),
  ];
}

const isMarked = (column: TracedColumn | undefined): boolean =>
  column !== undefined && column.mark !== "same" && column.mark !== "not imported";

const columnCells = ({ column, imported, now, mark }: TracedColumn, show: Show): string[] => [
  ...[column, imported === undefined ? "not known" : show(imported), show(now), markWords(mark)],
];

const keptLines = ({ kept }: RecordTrace, show: Show): string[] => {
  const cells = Object.entries(kept);
  return cells.length === 0 ? [] : alignColumns(cells.map(([name, cell]) => [name, show(cell)]));
};

function referringLines({ referring, naming }: RecordTrace): string[] {
  const rows = referring.map(
    ({ table, column, count }) => `${counted(count, "row")} of ${table} by ${column}`,
  );
  const names = naming.map(({ entity, run, place, state }) => {
    const how = state === "waits" ? "waits for it" : `rejected by ${run}`;
    return `${entity}: ${placeWords(place)} names it and is not in (${how})`;
  });
  return [...rows, ...names];
}
