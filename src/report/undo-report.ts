import { NAMELESS } from "../../importers/define.ts";
import type { EntitySummary, FilePlace, RunSummary } from "../ledger/run-summary.ts";
import { alignColumns, counted, grouped, joinLines } from "../plain/columns.ts";
import { curesOf } from "./differences.ts";
import type { Look } from "./import-report.ts";
import { numberNotes } from "./kept-cells.ts";

/** How the text is to look, and whether the reader is about to be asked what comes next. */
export interface UndoLook extends Look {
  readonly asking?: boolean;
}

/** What an undo did, or would do, as text: how many rows, which stay and why, what next. */
export function undoReport(summary: RunSummary, look: UndoLook): string {
  const parts = [
    heading(summary),
    countTable(summary, look),
    verdict(summary, look),
    waiting(summary),
    unmapped(summary),
    numbers(summary),
    differences(summary, look),
    blockedRows(summary, look),
    look.asking ? [] : nextSteps(summary, look),
  ];
  return parts
    .filter((part) => part.length > 0)
    .map(joinLines)
    .join("\n\n");
}

function heading({ run, ofRun, database, backup, status }: RunSummary): string[] {
  const recorded = status === "committed" || status === "mismatched" || status === "undone";
  return alignColumns([
    ["Undo of", ofRun ?? ""],
    ...(recorded ? [["Run", run]] : []),
    ["Database", `${database}${backup ? `   (backup: ${backup}, checked)` : ""}`],
  ]);
}

const blockedOf = ({ findings }: EntitySummary): number =>
  findings.reduce((sum, { count }) => sum + count, 0);

function countTable(
  { entities, committed }: RunSummary,
  { paint, room, application = NAMELESS }: Look,
): string[] {
  const rows = Object.entries(entities).map(([name, entity]) => {
    const { undone, inserted, updated, targetBefore, targetAtBalance, balanced } = entity;
    const after = committed ? entity.targetAfter : targetAtBalance;
    const grown = `${grouped(targetBefore)} -> ${grouped(after)}`;
    const counts = [undone, updated, inserted, blockedOf(entity)];
    return [name, ...counts, grown, balanced ? "balanced" : "NOT BALANCED"];
  });
  const head = [
    "",
    "deleted",
    "former values",
    "put back",
    "blocked",
    `in ${application} before -> after`,
  ];
  const lines = alignColumns([[...head, ""], ...rows], room);
  return lines.map((line) => (line.endsWith("NOT BALANCED") ? paint.bad(line) : line));
}

const total = ({ entities }: RunSummary, count: (entity: EntitySummary) => number): number =>
  Object.values(entities).reduce((sum, entity) => sum + count(entity), 0);

function verdict(summary: RunSummary, { paint }: Look): string[] {
  const { status, ofRun, redo } = summary;
  const back = redo ? "put back" : "taken back";
  const done = total(summary, ({ undone, updated, inserted }) => undone + updated + inserted);
  const stay = total(summary, blockedOf);
  const rows = counted(done, "row");
  const blocked = stay === 0 ? [] : [paint.warn(`${counted(stay, "row")} blocked: see below.`)];
  switch (status) {
    case "dry-run":
      return [`Nothing was changed. ${rows} of ${ofRun} would be ${back}.`, ...blocked];
    case "committed":
      return [
        paint.good(`${rows} of ${ofRun} ${done === 1 ? "was" : "were"} ${back}.`),
        ...blocked,
      ];
    case "undone":
      return [paint.warn("This undo has been undone.")];
    case "mismatched":
      return [paint.bad("The counts do not add up, so nothing was changed.")];
    default:
      return [paint.bad(`${counted(stay, "row")} cannot be ${back}, so nothing was changed.`)];
  }
}

function waiting({ entities }: RunSummary): string[] {
  return Object.entries(entities)
    .filter(([, entity]) => entity.waiting > 0)
    .map(([name, { waiting: many }]) => {
      const wait = many === 1 ? "waits for its parent" : "wait for their parents";
      return `${name}: ${grouped(many)} ${wait} again.`;
    });
}

const numbers = ({ entities }: RunSummary): string[] =>
  Object.entries(entities).flatMap(([name, one]) =>
    numberNotes(one).map((note) => `${name}: ${note}`),
  );

function unmapped({ entities, redo }: RunSummary): string[] {
  const back = redo ? "put back" : "taken back";
  return Object.entries(entities)
    .filter(([, entity]) => entity.unmapped > 0)
    .map(([name, { unmapped: many }]) => {
      const records = counted(many, "record");
      return `${name}: the unmapped cells of ${records}: ${back}.`;
    });
}

function differences({ differences: found }: RunSummary, { paint }: Look): string[] {
  if (found.length === 0) return [];
  const rows = found.map(({ entity, column = "", measure, source, target }) => {
    return [`  ${entity}`, column, measure, String(source), String(target)];
  });
  const head = ["  entity", "column", "measure", "expected", "found"];
  return [paint.bad("Figures that differ"), ...alignColumns([head, ...rows])];
}

function blockedRows({ entities, status }: RunSummary, { paint }: Look): string[] {
  const found = Object.values(entities).flatMap(({ findings }) => findings);
  if (found.length === 0) return [];
  const rows = found.map(({ code, count, places }) => {
    return [`  ${code}`, count, placesOf(places, count)];
  });
  const advice = found.map(({ code, advice: text }) => `  ${code}: ${text}`);
  const title = status === "committed" ? "Left as they are" : "In the way";
  return [paint.warn(title), ...alignColumns(rows), "", ...advice];
}

function placesOf(places: readonly FilePlace[], count: number): string {
  const files = [...new Set(places.map(({ file }) => file))];
  const lines = files.map((file) => {
    const own = places.filter((place) => place.file === file).map(({ line }) => line);
    return `${file} ${own.length === 1 ? "line" : "lines"} ${own.join(", ")}`;
  });
  return `${lines.join("; ")}${count > places.length ? " ..." : ""}`;
}

function nextSteps(summary: RunSummary, look: Look): string[] {
  const { status, run, ofRun, redo, settings } = summary;
  const undo = (...words: readonly string[]) =>
    look.typed("import:undo", [...words, look.again].filter(Boolean).join(" "));
  const again = (...flags: readonly string[]) => undo(ofRun ?? "", ...flags);
  switch (status) {
    case "dry-run":
      return [`Next: ${settings.mode === "lenient" ? again("--partial") : again()}`];
    case "rejected":
      return settings.mode === "lenient"
        ? []
        : [`Next: leave these rows as they are and do the rest:  ${again("--partial")}`];
    case "committed":
      return redo ? [] : [`Next: to undo this undo:  ${undo(run)}`];
    case "mismatched":
      return (
        curesOf(summary) ?? [
          `Next: see what changed in ${look.application ?? NAMELESS} with  ${look.typed("import:validate")}   and please report this.`,
        ]
      );
    default:
      return [];
  }
}
