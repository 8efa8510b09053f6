import { errorsOf, type Issue } from "../ledger/issue.ts";
import type { EntityMapping } from "../mapping/mapping.ts";
import type { RuleBook } from "../mapping/rule-book.ts";

/**
 * What stands before a record's own cells in `rejected/<entity>.csv`: its identity, what is wrong
 * with it in codes and in words, and what a person decides about it.
 */
export const REJECT_COLUMNS = [
  "_record",
  "_file",
  "_line",
  "_codes",
  "_what",
  "_decision",
] as const;

/** One column of `rejected/<entity>.csv`, which may hold the records of several files. */
export interface RejectColumn {
  readonly name: string;
  /** Files may have two columns of one name: which of them it is. */
  readonly nth: number;
}

/** Where the cells of a file stand among the columns of its entity. */
export interface ColumnPlan {
  readonly columns: readonly RejectColumn[];
  /** By file, and by the place of a cell in its record: the place among the columns. */
  readonly places: readonly (readonly number[])[];
}

/** The columns of all files of an entity: those of the first, and what the others have besides. */
export function planColumns(headers: readonly (readonly string[])[]): ColumnPlan {
  const columns: RejectColumn[] = [];
  const known = new Map<string, number>();
  const places = headers.map((header) => {
    const met = new Map<string, number>();
    return header.map((name) => {
      const nth = met.get(name) ?? 0;
      met.set(name, nth + 1);
      const key = `${nth}\0${name}`;
      const at = known.get(key) ?? columns.push({ name, nth }) - 1;
      known.set(key, at);
      return at;
    });
  });
  return { columns, places };
}

/** Whether the cells of a file stand in the order of its header, and no other file has more. */
export const isPlainPlan = ({ columns }: ColumnPlan, places: readonly number[]): boolean =>
  places.length === columns.length && places.every((place, at) => place === at);

/** A record's cells, each in its column; cells beyond the header follow all columns. */
export function layOutCells(
  cells: readonly string[],
  { columns, places }: { columns: ColumnPlan["columns"]; places: readonly number[] },
): string[] {
  const laid = new Array<string>(columns.length).fill("");
  for (const [at, cell] of cells.entries()) {
    const place = places[at];
    if (place === undefined) laid.push(cell);
    else laid[place] = cell;
  }
  return laid;
}

/** Whether an issue of this code speaks of another record that has the same id. */
export const namesRival = (code: string): boolean => /\.legacyId\.(?:duplicate|taken)$/.test(code);

/** How the days of a file are written, by column; a mapping may say it file by file. */
export type FormatsOfColumns = ReadonlyMap<string, string>;

export function formatsOf({ fields }: EntityMapping): FormatsOfColumns {
  const said = Object.values(fields).flatMap((field): (readonly [string, string])[] => {
    const format = field?.options["format"];
    if (typeof format !== "string") return [];
    return (field?.columns ?? []).map((column) => [column, format] as const);
  });
  return new Map(said);
}

/** What is wrong with a record, in words: the column, and what to do. */
export function describeIssues(
  issues: readonly Issue[],
  book: RuleBook | undefined,
  formats: FormatsOfColumns = new Map(),
): string {
  return errorsOf(issues)
    .map(({ code, column, detail, related }) => {
      const format = code.endsWith(".not-a-date") ? formats.get(column ?? "") : undefined;
      const advised = book?.get(code)?.advice ?? code;
      const advice = format === undefined ? advised : `${advised} Here: ${format}.`;
      const said = column === undefined ? advice : `${column}: ${advice}`;
      const more = detail === undefined ? "" : ` (${detail})`;
      const rival = namesRival(code) ? related : undefined;
      return rival === undefined
        ? `${said}${more}`
        : `${said}${more} (the other: ${rival.file} line ${rival.line})`;
    })
    .join(" | ");
}
