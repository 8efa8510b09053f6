import type { AssessmentDocument, ShownFile } from "../assess/show/document.ts";
import { alignColumns, type TextCell } from "../plain/columns.ts";
import { byImportance, foldAlike, namesOf } from "./alike-files.ts";
import { indented, type Paint, percent, printable } from "./assess-part.ts";

const NOT_SURE = 0.9;

/** How each file would become an entity. */
export function maps({ files }: AssessmentDocument, paint: Paint, application: string): string[] {
  const known = files.filter(({ entity }) => entity !== null);
  const proposals = foldAlike(known).flatMap((alike) => {
    const [file, ...others] = alike;
    const are = others.length === 0 ? "is" : "are";
    return [
      `  ${namesOf(alike)} ${are} ${file.entity} (${percent(file.score)}${secondOf(file)})`,
      ...indented(indented(alignColumns([...columnRows(file), ...lookupRows(file)]))),
      ...unmapped(file, paint),
    ];
  });
  if (known.length === 0) return [paint.strong(`No file holds an entity of ${application}.`)];
  return [paint.strong("How it maps"), ...proposals];
}

/** Of many files the columns that are not sure, and those that go nowhere; how many are sure is said. */
export function shortMaps(
  { files }: AssessmentDocument,
  paint: Paint,
  application: string,
): string[] {
  const known = byImportance(foldAlike(files.filter(({ entity }) => entity !== null)));
  if (known.length === 0) return [paint.strong(`No file holds an entity of ${application}.`)];
  const proposals = known.flatMap((alike) => {
    const [file] = alike;
    const mapped = file.columns.filter(({ field }) => field !== null);
    const unsure = mapped.filter(({ score }) => score < NOT_SURE);
    const sure = `${mapped.length - unsure.length} of ${file.columns.length} columns are sure`;
    return [
      `  ${namesOf(alike)} -> ${file.entity} (${percent(file.score)}${secondOf(file)}): ${sure}`,
      ...indented(
        indented(alignColumns([...columnRows({ columns: unsure }), ...lookupRows(file)])),
      ),
      ...unmapped(file, paint),
    ];
  });
  return [paint.strong("How it maps"), ...proposals];
}

const secondOf = ({ second }: ShownFile): string =>
  second === undefined ? "" : `; ${second.entity} with ${percent(second.score)}`;

const lookupRows = ({ lookups = [] }: ShownFile): TextCell[][] =>
  lookups.map(({ field, file, columns, by }) => [
    `${printable(Object.values(by).join(" + "))} in ${printable(file)}`,
    ...[`-> ${field}`, "", `its ${columns.map(printable).join(" + ")} there`],
  ]);

const columnRows = ({ columns }: Pick<ShownFile, "columns">): TextCell[][] =>
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
