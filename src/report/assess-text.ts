import { NAMELESS } from "../../importers/define.ts";
import type { Smell } from "../assess/assessment.ts";
import type { AssessmentDocument, ShownFile } from "../assess/show/document.ts";
import { alignColumns, cropped, grouped, joinLines, type TextCell } from "../plain/columns.ts";
import { withDots } from "../plain/visible.ts";

/** How the text is painted; on a pipe not at all. */
interface Paint {
  bad(text: string): string;
  warn(text: string): string;
  strong(text: string): string;
  faint(text: string): string;
}

/** A screenful of each: the page has the rest. */
const MOST_SMELLS = 25;
const MOST_OPEN = 15;
const MOST_PAIRS = 5;
const MOST_LINES = 3;
const NOT_SURE = 0.9;

/** An assessment for the terminal: what is in it, what is wrong, how it maps, what is open. */
export function assessText(
  document: AssessmentDocument,
  paint: Paint,
  application = NAMELESS,
): string {
  return [
    inIt(document, paint),
    wrong(document, paint),
    persons(document, paint),
    pointing(document, paint),
    maps(document, paint, application),
    open(document, paint),
  ]
    .filter((part) => part.length > 0)
    .map(joinLines)
    .join("\n\n");
}

function inIt({ files, unread, ignored }: AssessmentDocument, paint: Paint): string[] {
  const rows: TextCell[][] = [
    ["file", "entity", "records", "columns", "key", "written"],
    ...files.map((file) => [
      ...[printable(file.file), file.entity ?? "-", recordsOf(file), file.columns.length],
      ...[keyOf(file), dialectOf(file)],
    ]),
  ];
  const [head = "", ...lines] = alignColumns(rows);
  return [
    paint.strong("What is in it"),
    ...indented([paint.faint(head), ...lines]),
    ...unread.map(({ file, reason, cure }) =>
      paint.bad(`  ${printable(file)} is not read: ${withDots(reason)} ${cure}`),
    ),
    ...ignored.map(({ file, reason }) =>
      paint.faint(`  ${printable(file)} is not read (${reason})`),
    ),
  ];
}

const recordsOf = ({ records }: ShownFile): TextCell => records ?? "?";

function keyOf({ key }: ShownFile): string {
  if (key === null) return "none found";
  const columns = key.columns.map(printable).join(" + ");
  if (key.unique) return columns;
  const flaws = [
    ...(key.duplicates > 0 ? [`${grouped(key.duplicates)} repeat`] : []),
    ...(key.empty > 0 ? [`${grouped(key.empty)} empty`] : []),
  ];
  return `${columns} (${flaws.join(", ")})`;
}

/** What is as in plain CSV is not worth a word. */
function dialectOf({ dialect }: ShownFile): string {
  const odd = dialect.filter(({ plain }) => !plain);
  return odd.map(({ what, value }) => `${what} ${value}`).join(", ");
}

const ORDER = { error: 0, warning: 1, note: 2 } as const;

function wrong({ smells }: AssessmentDocument, paint: Paint): string[] {
  if (smells.length === 0) return [paint.strong("Nothing smells.")];
  const sorted = [...smells].sort((one, other) => ORDER[one.severity] - ORDER[other.severity]);
  const shown = sorted.slice(0, MOST_SMELLS);
  const rows = shown.map((smell) => [
    ...[smell.code, smell.count, `of ${grouped(smell.of)}`],
    `${placeOf(smell)}${linesOf(smell)}`,
  ]);
  const lines = alignColumns(rows).map((line, at) => painted(line, shown[at], paint));
  const more = sorted.length - shown.length;
  return [
    paint.strong("What is wrong"),
    ...indented(lines),
    ...(more > 0 ? [paint.faint(`  and ${more} more in the report`)] : []),
  ];
}

function painted(line: string, smell: Smell | undefined, paint: Paint): string {
  if (smell?.severity === "error") return paint.bad(line);
  return smell?.severity === "warning" ? paint.warn(line) : line;
}

const placeOf = ({ file, column }: Smell): string =>
  column === null ? printable(file) : `${printable(file)} ${printable(column)}`;

function linesOf({ lines, count }: Smell): string {
  if (lines.length === 0) return "";
  const shown = lines.slice(0, MOST_LINES);
  const more = count > shown.length ? ", ..." : "";
  return `, line${count === 1 ? "" : "s"} ${shown.join(", ")}${more}`;
}

function persons({ persons: pairs }: AssessmentDocument, paint: Paint): string[] {
  if (pairs.length === 0) return [];
  const rows = pairs
    .slice(0, MOST_PAIRS)
    .map(({ file, lines, score, reasons }) => [
      ...[printable(file), `lines ${lines.join(" and ")}`, `${Math.round(score * 100)} %`],
      reasons.join(", "),
    ]);
  const more = pairs.length - rows.length;
  return [
    paint.strong("Probably the same person"),
    ...indented(alignColumns(rows)),
    ...(more > 0 ? [paint.faint(`  and ${more} more in the report`)] : []),
  ];
}

function maps({ files }: AssessmentDocument, paint: Paint, application: string): string[] {
  const known = files.filter(({ entity }) => entity !== null);
  const proposals = known.flatMap((file) => [
    `  ${printable(file.file)} is ${file.entity} (${percent(file.score)}${secondOf(file)})`,
    ...indented(indented(alignColumns([...columnRows(file), ...lookupRows(file)]))),
    ...unmapped(file, paint),
  ]);
  if (known.length === 0) return [paint.strong(`No file holds an entity of ${application}.`)];
  return [paint.strong("How it maps"), ...proposals];
}

const percent = (score: number): string => `${Math.round(score * 100)} %`;

const secondOf = ({ second }: ShownFile): string =>
  second === undefined ? "" : `; ${second.entity} with ${percent(second.score)}`;

const lookupRows = ({ lookups = [] }: ShownFile): TextCell[][] =>
  lookups.map(({ field, file, columns, by }) => [
    `${printable(Object.values(by).join(" + "))} in ${printable(file)}`,
    ...[`-> ${field}`, "", `its ${columns.map(printable).join(" + ")} there`],
  ]);

function pointing({ references }: AssessmentDocument, paint: Paint): string[] {
  const arrows = references.map((one) => [
    `${printable(one.file)} ${printable(one.column)}`,
    `-> ${printable(one.toFile)} ${printable(one.toColumn)}`,
    ...(one.danglingRecords > 0 ? [`${grouped(one.danglingRecords)} records dangle`] : []),
  ]);
  if (arrows.length === 0) return [];
  return [paint.strong("What points where"), ...indented(alignColumns(arrows))];
}

const columnRows = ({ columns }: ShownFile): TextCell[][] =>
  columns
    .filter(({ field }) => field !== null)
    .map(({ header, field, fields, score, reason }) => [
      ...[printable(header), `-> ${(fields ?? [field]).join(" + ")}`],
      ...[`${Math.round(score * 100)} %`, score < NOT_SURE ? printable(reason) : ""],
    ]);

function unmapped({ columns }: ShownFile, paint: Paint): string[] {
  const names = columns.filter(({ field }) => field === null).map(({ header }) => header);
  if (names.length === 0) return [];
  return [paint.faint(`    unmapped: ${names.map(printable).join(", ")}`)];
}

function open({ files }: AssessmentDocument, paint: Paint): string[] {
  const all = files.flatMap((file) =>
    file.open.map(({ key, says }) => [printable(file.file), printable(key), withDots(says)]),
  );
  if (all.length === 0) return [];
  const more = all.length - MOST_OPEN;
  return [
    paint.strong("What is open"),
    ...indented(alignColumns(all.slice(0, MOST_OPEN))),
    ...(more > 0 ? [paint.faint(`  and ${more} more in the report`)] : []),
  ];
}

const indented = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);

const LONGEST = 60;

/** A name of the export's own must not steer the terminal, nor fill it. */
const printable = (name: string): string => cropped(withDots(name), LONGEST);
