import { NAMELESS } from "../../importers/define.ts";
import { MOST_IN_WORKBOOK, WORKBOOK } from "../corrections/folder.ts";
import type { CodeSummary, EntitySummary, RunSummary } from "../ledger/run-summary.ts";
import { alignColumns, counted, grouped, joinLines } from "../plain/columns.ts";
import { linesOf } from "../plain/errors.ts";
import { groupBy } from "../plain/group-by.ts";
import { correctionNotes, fixNotes, nothingNew } from "./correction-notes.ts";
import { curesOf, differencesTable } from "./differences.ts";
import { filesNotTaken } from "./files-not-taken.ts";
import { asideNotes } from "./kept-cells.ts";
import { keyFigureTable } from "./key-figures.ts";
import { linesLeftOut } from "./lines-left-out.ts";
import { moneyTable } from "./money-table.ts";
import { fileNotes } from "./named-files.ts";
import { personsText } from "./person-terms-text.ts";

/** How the text is to look where it goes. */
export interface Look {
  readonly paint: {
    bad(text: string): string;
    warn(text: string): string;
    good(text: string): string;
    strong(text: string): string;
  };
  /** How wide a table may be. */
  readonly room?: number;
  /** What the application that was written to is called. */
  readonly application?: string;
  /** A command as the reader types it. */
  typed(command: string, flags?: string): string;
  /** The flags that bring the same run about once more. */
  readonly again: string;
  /** The flag that names the same database; undefined if none was given. */
  readonly sameDatabase?: string;
  /** The files of the report could not all be written. */
  readonly isPartial?: true;
}

/** The reconciliation of a run as text: what happened, how much, what is wrong and where, what next. */
export function importReport(summary: RunSummary, look: Look): string {
  const parts = [
    heading(summary),
    countTable(summary, look),
    keyFigureTable(summary, look),
    moneyTable(summary, look),
    personsText(summary, look),
    verdict(summary, look),
    notes(summary, look),
    differencesTable(summary, look.paint),
    importFindings(summary, look),
    nextSteps(summary, look),
  ];
  return parts
    .filter((part) => part.length > 0)
    .map(joinLines)
    .join("\n\n");
}

function heading(summary: RunSummary): string[] {
  const { files, backup, reportFolder } = summary;
  const names = [...new Set(files.map(({ file }) => file))].join(", ");
  const rows = [
    ["Run", `${summary.run}   (as of ${summary.asOf})`],
    [
      "Legacy system",
      `${summary.legacySystem}   (mapping ${summary.mapping}: ${names || "no file"})`,
    ],
    ["Currency, zone", `${summary.currency}, ${summary.timeZone}`],
    ["Database", `${summary.database}${backup ? `   (backup: ${backup}, checked)` : ""}`],
    ...(reportFolder ? [["Report", reportFolder]] : []),
  ];
  return alignColumns(rows);
}

const COUNTS = [
  ...(["inserted", "updated", "unchanged", "duplicate", "rejected", "skipped"] as const),
  "withdrawn" as const,
];
/** Shown where there are any. */
const RARE: readonly string[] = ["skipped", "withdrawn"];

/** More entities stand under the topics that their importers have, as far as they have one. */
const UNGROUPED = 10;

/** The names of entities by topic, both in the order in which they come first. */
function topicsOf(entities: RunSummary["entities"]): ReadonlyMap<string, readonly string[]> {
  return groupBy(Object.keys(entities), (name) => entities[name]?.topic ?? "other");
}

function countTable(
  { entities, failure }: RunSummary,
  { paint, room, application = NAMELESS }: Look,
): string[] {
  const names = Object.keys(entities);
  const shown = COUNTS.filter(
    (count) => !RARE.includes(count) || names.some((name) => (entities[name]?.[count] ?? 0) > 0),
  );
  const rowOf = (name: string, shownAs = name) => {
    const entity = entities[name];
    const counts = shown.map((count) => entity?.[count] ?? 0);
    const grown = `${grouped(entity?.targetBefore ?? 0)} -> ${grouped(entity?.targetAfter ?? 0)}`;
    const balance = entity?.balanced ? "balanced" : failure ? "stopped" : "NOT BALANCED";
    return [shownAs, entity?.records ?? 0, ...counts, grown, balance];
  };
  const rows =
    names.length <= UNGROUPED
      ? names.map((name) => rowOf(name))
      : [...topicsOf(entities)].flatMap(([topic, some]) => [
          [topic, ...new Array<string>(shown.length + 3).fill("")],
          ...some.map((name) => rowOf(name, `  ${name}`)),
        ]);
  const head = ["", "records", ...shown, `in ${application} before -> after`, ""];
  const lines = alignColumns([head, ...rows], room);
  return lines.map((line) => (line.endsWith("NOT BALANCED") ? paint.bad(line) : line));
}

function verdict(summary: RunSummary, { paint, application = NAMELESS }: Look): string[] {
  const { status, committed, settings, failure } = summary;
  const rejected = total(summary, "rejected");
  const good = total(summary, "inserted") + total(summary, "updated");
  const lines = failure ? [...linesOf(failure.what).map(paint.bad), failure.cure] : [];
  const written = committed
    ? `${records(good)} written.`
    : "Nothing was written to the target tables.";
  switch (status) {
    case "dry-run":
      return [
        ...lines,
        `Dry run: everything was rolled back. ${counted(good, "record")} would be written.`,
      ];
    case "committed":
      return [
        ...lines,
        paint.good(written),
        ...setAside(rejected),
        ...nothingNew(summary, application),
      ];
    case "rejected":
      return [...lines, paint.bad(`${records(rejected)} rejected, so nothing was written.`)];
    case "stopped": {
      const most = settings.maxErrors ?? { count: 0 };
      const limit = "count" in most ? grouped(most.count) : `${most.percent}%`;
      return [
        ...lines,
        paint.bad(`Stopped: more records were rejected than --max-errors ${limit}. ${written}`),
      ];
    }
    case "mismatched":
      return [...lines, paint.bad(`Source and target do not agree. ${written}`)];
    case "interrupted":
      return [...lines, paint.warn(`Interrupted. ${written}`)];
    case "undone":
      return [...lines, paint.warn("This run has been undone.")];
    case "running":
    case "failed":
      return [...lines, written];
  }
}

const records = (count: number): string => counted(count, "record was", "records were");

const setAside = (rejected: number): string[] =>
  rejected === 0 ? [] : [`${records(rejected)} rejected and set aside.`];

function total({ entities }: RunSummary, count: (typeof COUNTS)[number]): number {
  return Object.values(entities).reduce((sum, entity) => sum + entity[count], 0);
}

/** What is neither an error nor a warning, and must be known all the same. */
function notes(summary: RunSummary, { application = NAMELESS }: Look): string[] {
  const { entities, currency } = summary;
  const figures = Object.entries(entities).flatMap(([entity, { rounding, placeholders }]) => [
    ...Object.entries(rounding).map(
      ([field, { amounts, difference }]) =>
        `${entity}.${field}: ${counted(amounts, "amount was", "amounts were")} rounded; recorded minus stored is ${difference} ${currency}.`,
    ),
    ...(placeholders > 0
      ? [
          `${entity}: ${counted(placeholders, "placeholder row stands", "placeholder rows stand")} for records that the export lacks.`,
        ]
      : []),
  ]);
  const past = Object.entries(entities).flatMap(([entity, counts]) => [
    ...sharedIdNotes(entity, counts),
    ...sinceLast(entity, counts),
  ]);
  return [
    ...past,
    ...correctionNotes(summary),
    ...fixNotes(summary),
    ...filesNotTaken(summary),
    ...linesLeftOut(summary.files),
    ...figures,
    ...asideNotes(summary, application),
    ...fileNotes(summary),
  ];
}

/** A column that tells no records apart is no id. */
const sharedIdNotes = (entity: string, { sharedIds = [] }: EntitySummary): string[] =>
  sharedIds.map(
    ({ file, line, column, records: count }) =>
      `${entity}: ${grouped(count)} records share the id of ${file} line ${line} in column ${column}, so they cannot be told apart. If ${column} is not their id, map entities.${entity}.fields.legacyId to the column that is, and import again.`,
  );

/** What this export is against the ones before it. */
function sinceLast(
  entity: string,
  { changed, vanished, vanishedUnknown, marked, unmarked, released, waiting }: EntitySummary,
): string[] {
  const columns = Object.entries(changed).map(([column, rows]) => `${column} ${grouped(rows)}`);
  const lines = [
    columns.length > 0 ? `changed columns: ${columns.join(", ")}.` : "",
    vanished > 0
      ? `${counted(vanished, "record")} of earlier exports ${vanished === 1 ? "is" : "are"} missing in this one; vanished.csv lists them. Their rows stay.`
      : "",
    vanishedUnknown === undefined
      ? ""
      : `records that vanished since earlier exports are neither listed nor marked: ${vanishedUnknown}.`,
    marked > 0 ? `${counted(marked, "row")} of those marked inactive.` : "",
    unmarked > 0 ? `${counted(unmarked, "row")} active again: the record is back.` : "",
    released > 0 ? `${counted(released, "record")} released that had waited for a parent.` : "",
    waiting > 0 ? `${counted(waiting, "record waits", "records wait")} for a parent.` : "",
  ];
  return lines.filter((line) => line !== "").map((line) => `${entity}: ${line}`);
}

/** What was found on the records, by code, with the first places. */
export function importFindings({ entities }: RunSummary, { paint }: Pick<Look, "paint">): string[] {
  const all = Object.values(entities).flatMap((entity) => entity.findings);
  return (["error", "warning"] as const).flatMap((severity) => {
    const found = all.filter((finding) => finding.severity === severity);
    if (found.length === 0) return [];
    const rows = found.map((finding) => [`  ${finding.code}`, finding.count, placesOf(finding)]);
    const advice = found.map(({ code, advice: text }) => `  ${code}: ${text}`);
    const title = severity === "error" ? paint.bad("Errors") : paint.warn("Warnings");
    return [title, ...alignColumns(rows), ...(severity === "error" ? ["", ...advice] : [])];
  });
}

function placesOf({ places, count, ofRejectedParent }: CodeSummary): string {
  const files = [...new Set(places.map(({ file }) => file))];
  const lines = files.map((file) => {
    const own = places.filter((place) => place.file === file);
    return `${file} ${own.length === 1 ? "line" : "lines"} ${own.map(lineText).join(", ")}`;
  });
  const more = count > places.length ? " ..." : "";
  const parents =
    ofRejectedParent > 0
      ? `  (${grouped(ofRejectedParent)} of them ${ofRejectedParent === 1 ? "names" : "name"} a record rejected above)`
      : "";
  return `${lines.join("; ")}${more}${parents}`;
}

/** `5`, or `5 (with 2)` where another record is spoken of. */
function lineText({ file, line, related }: CodeSummary["places"][number]): string {
  if (related === undefined) return String(line);
  const other =
    related.file === file ? String(related.line) : `${related.file} line ${related.line}`;
  return `${line} (with ${other})`;
}

function nextSteps(summary: RunSummary, look: Look): string[] {
  const { status, run, settings } = summary;
  const good = total(summary, "inserted") + total(summary, "updated");
  const isAgain = ["dry-run", "stopped", "interrupted", "running", "failed"].includes(status);
  if (summary.kind === "retry" && isAgain) return retryAgain(summary, look);
  switch (status) {
    case "rejected":
      return [
        ...correctRejected(summary, look),
        ...(good === 0
          ? []
          : [
              `      or write the ${grouped(good)} good records now:  ${look.typed("import", `${look.again} --continue-on-error`)}`,
            ]),
      ];
    case "dry-run":
      return [`Next: ${look.typed("import", look.again)}`];
    case "committed":
      return total(summary, "rejected") === 0 ? [] : correctRejected(summary, look);
    case "mismatched":
      return afterMismatch(summary);
    case "stopped":
    case "interrupted":
      return settings.mode === "lenient" && summary.committed
        ? [`Next: resume it:  ${ofRun(look, "import", `--resume ${run}`)}`]
        : [`Next: run the same command again when ready.`];
    case "undone":
      return [];
    case "running":
    case "failed":
      return [
        `Next: do as described above, and import again.   (${ofRun(look, "import:report", run)} prints this)`,
      ];
  }
}

/** A bug is reported to those who can fix it. */
const afterMismatch = (summary: RunSummary): string[] =>
  curesOf(summary) ?? [
    `Next: do not use what was imported; send ${summary.reportFolder ?? "the report"}/reconciliation.json to the developers.`,
  ];

/** A rehearsal leaves no run that could be retried. */
function correctRejected(summary: RunSummary, look: Look): string[] {
  const { run, reportFolder, settings } = summary;
  if (settings.dryRun && summary.kind === "retry") return retryAgain(summary, look);
  if (settings.dryRun) return ["Next: correct the records in the export, and import it."];
  if (look.isPartial) return summary.kind === "retry" ? retryAgain(summary, look) : unwritten(look);
  const where = reportFolder ? `${reportFolder}/rejected/` : "the report";
  const next = `Next: correct the records in ${where} and run  ${ofRun(look, "import:retry", run)}`;
  const onPage = `      or correct them on a page in your browser:  ${ofRun(look, "import:review", run)}`;
  if (total(summary, "rejected") <= MOST_IN_WORKBOOK) return [next, onPage];
  const most = grouped(MOST_IN_WORKBOOK);
  return [
    next,
    onPage,
    `      (.csv files only: ${WORKBOOK} is written for up to ${most} rejected records)`,
    "      Where many fail alike, correct the export or the mapping instead, and import again.",
  ];
}

/** There is nothing to be corrected in a folder that lacks the records. */
const unwritten = ({ typed, again }: Look): string[] => [
  `Next: make sure that the report can be written, then run again:  ${typed("import", again)}`,
];

/** A retry is not resumed: what it imported is found. */
const retryAgain = ({ ofRun: retried }: RunSummary, look: Look): string[] => [
  `Next: run it again when ready:  ${ofRun(look, "import:retry", retried ?? "")}`,
];

/** A command on a run, with the database that the run is in. */
const ofRun = ({ typed, sameDatabase = "" }: Look, command: string, run: string): string =>
  typed(command, [run, sameDatabase].filter(Boolean).join(" "));
