import type { ShownFile } from "../assess/show/document.ts";
import { grouped } from "../plain/columns.ts";
import { groupBy } from "../plain/group-by.ts";
import { printable } from "./assess-part.ts";

/** Files of one kind: as many as an export has parts. */
export type Alike = readonly [ShownFile, ...ShownFile[]];

/** Fewer are named one by one. */
export const FEWEST_FOLDED = 4;

/**
 * Files with the same columns, which map alike and are written alike, stand together where they are many. Those of no
 * entity are each decided about: they do so only as parts of one, `log-01.csv` and `log-02.csv`.
 */
export function foldAlike(files: readonly ShownFile[]): Alike[] {
  const kinds = groupBy(files, (file) =>
    JSON.stringify([
      ...[file.entity ?? file.file.replace(/\d+/g, "#"), file.lookups],
      ...[file.key?.columns, file.key?.unique],
      file.dialect.filter(({ plain }) => !plain).map(({ what, value }) => [what, value]),
      file.columns.map(({ header, field, fields }) => [header, field, fields]),
    ]),
  );
  return [...kinds.values()].flatMap((alike): Alike[] => {
    const [first, ...others] = alike;
    if (first === undefined) return [];
    return alike.length < FEWEST_FOLDED ? alike.map((file) => [file]) : [[first, ...others]];
  });
}

/** The first of them by name, and how many more. */
export function namesOf([first, ...others]: Alike): string {
  const more = others.length === 0 ? "" : ` and ${grouped(others.length)} files like it`;
  return `${printable(first.file)}${more}`;
}

/** How many records they have together; undefined if that is not known of one. */
export const recordsOf = (files: Alike): number | undefined =>
  files.some(({ records }) => records === null)
    ? undefined
    : files.reduce((sum, { records }) => sum + (records ?? 0), 0);

/** With more than these an assessment says the rest in its report. */
const MANY = 10;

/** Whether an export has so many files that one looks first at what is open. */
export const hasMany = (files: readonly ShownFile[]): boolean => foldAlike(files).length > MANY;

/** Those of an entity first, and of each kind those with the most records. */
export const byImportance = (files: readonly Alike[]): Alike[] =>
  [...files].sort(
    (one, other) =>
      Number(one[0].entity === null) - Number(other[0].entity === null) ||
      (recordsOf(other) ?? -1) - (recordsOf(one) ?? -1),
  );
