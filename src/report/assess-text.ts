import { NAMELESS } from "../../importers/define.ts";
import type { Smell } from "../assess/assessment.ts";
import type { AssessmentDocument, ShownFile } from "../assess/show/document.ts";
import { alignColumns, cropped, grouped, joinLines, type TextCell } from "../plain/columns.ts";
import { groupBy } from "../plain/group-by.ts";
import { withDots } from "../plain/visible.ts";
import {
  byImportance,
  FEWEST_FOLDED,
  foldAlike,
  hasMany,
  namesOf,
  recordsOf,
} from "./alike-files.ts";
import { indented, type Paint, printable } from "./assess-part.ts";
import { maps, shortMaps } from "./proposal-text.ts";

/** A screenful of each: the page has the rest. */
const MOST_SMELLS = 25;
const MOST_OPEN = 15;
const MOST_PAIRS = 5;
const MOST_LINES = 3;
const MOST_SIGNS = 60;

/**
 * An assessment for the terminal: what is in it, what is wrong, how it maps, what is open. Of an export with many files
 * what is open comes before what is sure, and what is left before what maps.
 */
export function assessText(
  document: AssessmentDocument,
  paint: Paint,
  application = NAMELESS,
): string {
  const parts = hasMany(document.files)
    ? [
        ...[inIt(document, paint), leftOut(document, paint), open(document, paint)],
        ...[wrong(document, paint), persons(document, paint), dangling(document, paint)],
        shortMaps(document, paint, application),
      ]
    : [
        ...[inIt(document, paint), wrong(document, paint), persons(document, paint)],
        ...[pointing(document, paint), maps(document, paint, application), open(document, paint)],
      ];
  return parts
    .filter((part) => part.length > 0)
    .map(joinLines)
    .join("\n\n");
}

function inIt({ files, unread, ignored }: AssessmentDocument, paint: Paint): string[] {
  const all = foldAlike(files);
  const shown = hasMany(files) ? byImportance(all).filter(([{ entity }]) => entity !== null) : all;
  const rows: TextCell[][] = [
    ["file", "entity", "records", "columns", "key", "written"],
    ...shown.map((alike) => [
      ...[namesOf(alike), alike[0].entity ?? "-", recordsOf(alike) ?? "?"],
      ...[alike[0].columns.length, keyOf(alike[0]), dialectOf(alike[0])],
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

/** Files of no entity, those with the most records first, with the columns that say what they are. */
function leftOut({ files }: AssessmentDocument, paint: Paint): string[] {
  const left = byImportance(foldAlike(files)).filter(([{ entity }]) => entity === null);
  if (left.length === 0) return [];
  const rows = left.map((alike) => [
    ...[namesOf(alike), recordsOf(alike) ?? "?"],
    cropped(alike[0].columns.map(({ header }) => printable(header)).join(", "), MOST_SIGNS),
  ]);
  return [
    paint.strong("What is left: no entity was found for it"),
    ...indented(alignColumns([["file", "records", "columns"], ...rows])),
  ];
}

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
  const sorted = foldWrongs(smells).sort(
    (one, other) => ORDER[one.severity] - ORDER[other.severity],
  );
  const shown = sorted.slice(0, MOST_SMELLS);
  const rows = shown.map((smell) => [
    ...[smell.code, smell.count, `of ${grouped(smell.of)}`, smell.where],
  ]);
  const lines = alignColumns(rows).map((line, at) => painted(line, shown[at], paint));
  const more = sorted.length - shown.length;
  return [
    paint.strong("What is wrong"),
    ...indented(lines),
    ...(more > 0 ? [paint.faint(`  and ${more} more in the report`)] : []),
  ];
}

/** Something wrong, and where. */
interface Wrong extends Smell {
  readonly where: string;
}

/** What is wrong in one way in many files stands once, with the first place. */
function foldWrongs(smells: readonly Smell[]): Wrong[] {
  const ways = groupBy(smells, ({ code, column, says }) => JSON.stringify([code, column, says]));
  return [...ways.values()].flatMap((alike): Wrong[] => {
    const [first] = alike;
    const files = new Set(alike.map(({ file }) => file)).size;
    if (first === undefined || files < FEWEST_FOLDED)
      return alike.map((one) => ({ ...one, where: whereOf(one) }));
    const sum = (of: "count" | "of") => alike.reduce((total, one) => total + one[of], 0);
    const where = `${whereOf(first)}, and in ${grouped(files - 1)} other files`;
    return [{ ...first, count: sum("count"), of: sum("of"), where }];
  });
}

function painted(line: string, smell: Smell | undefined, paint: Paint): string {
  if (smell?.severity === "error") return paint.bad(line);
  return smell?.severity === "warning" ? paint.warn(line) : line;
}

function whereOf(smell: Smell): string {
  const file = printable(smell.file);
  return `${smell.column === null ? file : `${file} ${printable(smell.column)}`}${linesOf(smell)}`;
}

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

/** Of many references those that point at nothing, and how many are whole. */
function dangling({ references }: AssessmentDocument, paint: Paint): string[] {
  const broken = references.filter(({ danglingRecords }) => danglingRecords > 0);
  if (references.length === 0) return [];
  const whole = references.length - broken.length;
  const rest = `  ${grouped(whole)} ${whole === 1 ? "reference is" : "references are"} whole (in the report)`;
  return [paint.strong("What points where"), ...indented(arrows(broken)), paint.faint(rest)];
}

const arrows = (references: AssessmentDocument["references"]): string[] =>
  alignColumns(
    references.map((one) => [
      `${printable(one.file)} ${printable(one.column)}`,
      `-> ${printable(one.toFile)} ${printable(one.toColumn)}`,
      ...(one.danglingRecords > 0 ? [danglingOf(one.danglingRecords)] : []),
    ]),
  );

const danglingOf = (records: number): string =>
  `${grouped(records)} ${records === 1 ? "record dangles" : "records dangle"}`;

function pointing({ references }: AssessmentDocument, paint: Paint): string[] {
  if (references.length === 0) return [];
  return [paint.strong("What points where"), ...indented(arrows(references))];
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
