import { parse } from "csv-parse/sync";
import { trimText } from "../../shared/trim-text.ts";
import { unguard } from "../plain/csv.ts";
import { UsageError } from "../plain/errors.ts";

/** The columns of a file of fixes. */
export const FIX_COLUMNS = ["file", "legacy id", "column", "old value", "new value"] as const;

/** What may stand beside them, in any order. */
export const MORE_FIX_COLUMNS = ["decision", "cells", "entity", "why", "who", "when"] as const;

type MoreColumn = (typeof MORE_FIX_COLUMNS)[number];

/**
 * What a row of fixes is, where it is not another value of a cell.
 *
 * - new id: another value, of a cell that the legacy id is taken from
 * - as written: the record's cells are meant as they stand
 * - withdraw: the record is not to be imported
 */
export type FixDecision = "" | "new id" | "as written" | "withdraw";

/** One correction that is to hold for every export of the legacy system. */
export interface FixRow {
  /** Its line in the file of fixes. */
  readonly line: number;
  readonly file: string;
  /** Empty if the record has none: `cells` tells it apart then. */
  readonly legacyId: string;
  /** Empty where the decision is about the whole record. */
  readonly column: string;
  readonly oldValue: string;
  readonly newValue: string;
  readonly decision: FixDecision;
  /** `cellsMark` of the record; empty if its id tells it apart. */
  readonly cells: string;
  /** Empty for all that the file is read as. */
  readonly entity: string;
  readonly why: string;
  readonly who: string;
  readonly when: string;
}

/**
 * Reads a file of fixes: CSV with the columns file, legacy id, column, old value, new value, what more there may
 * be, and with commas, semicolons, tabs or bars between them, as spreadsheet programs save it.
 *
 * @param name what messages call it
 * @throws UsageError that names the line
 */
export function parseFixRows(name: string, text: string): FixRow[] {
  const { delimiter, before } = layoutOf(text);
  const [header = [], ...rows] = parseCsv(name, text.slice(before.length), delimiter);
  const firstLine = before === "" ? 2 : 3;
  const more = moreColumns(name, header);
  const fixes = rows.flatMap((row, at) => {
    const isBlank = row.every((cell) => trimText(cell) === "");
    return isBlank ? [] : [fixOf(name, { row, line: at + firstLine, more })];
  });
  const twice = firstTwice(fixes);
  if (twice !== undefined) {
    throw new UsageError(`${name} line ${twice.line}: another fix is for the same cell.`, {
      cure: "Remove one of the two.",
    });
  }
  return fixes;
}

/** What stands between the cells: the first column names itself, and `sep=;` says it outright. */
function layoutOf(text: string): { readonly delimiter: string; readonly before: string } {
  const [before, said] = /^\ufeff?"?sep=(.)"?\r?\n/i.exec(text) ?? [];
  if (before !== undefined && said !== undefined) return { delimiter: said, before };
  const [, found = ","] = /^\ufeff?"?\s*file\s*"?([,;\t|])/i.exec(text) ?? [];
  return { delimiter: found, before: "" };
}

function parseCsv(name: string, text: string, delimiter: string): string[][] {
  try {
    return parse(text, { delimiter, bom: true, skip_empty_lines: true, relax_column_count: true });
  } catch (error) {
    const { lines } = error as { lines?: number };
    throw new UsageError(`${name}${lines ? ` line ${lines}` : ""}: it is no CSV.`, {
      cure: "Check its quotes.",
      cause: error,
    });
  }
}

/** What stands behind the five columns, by name. */
function moreColumns(name: string, header: readonly string[]): readonly MoreColumn[] {
  const named = header.map((cell) => trimText(cell).toLowerCase());
  if (named.slice(0, FIX_COLUMNS.length).join() !== FIX_COLUMNS.join()) {
    throw new UsageError(`${name} lacks the columns of a fixes file.`, {
      cure: `Its first line must be  ${FIX_COLUMNS.join(",")}`,
    });
  }
  const rest = named.slice(FIX_COLUMNS.length);
  const wrong = rest.find((one, at) => !isMore(one) || rest.indexOf(one) !== at);
  if (wrong === undefined) return rest.filter(isMore);
  throw new UsageError(
    wrong === ""
      ? `${name} has a column without a name.`
      : `${name} has the column "${wrong}", which a fixes file does not have or has once.`,
    { cure: `Remove it. Behind the first five may stand ${MORE_FIX_COLUMNS.join(", ")}.` },
  );
}

const isMore = (name: string): name is MoreColumn =>
  (MORE_FIX_COLUMNS as readonly string[]).includes(name);

interface ReadRow {
  readonly row: readonly string[];
  readonly line: number;
  readonly more: readonly MoreColumn[];
}

function fixOf(name: string, { row, line, more }: ReadRow): FixRow {
  const bare = row.map((cell) => trimText(unguard(cell)));
  const [file = "", legacyId = "", column = "", oldValue = "", newValue = ""] = bare;
  const cellOf = (one: MoreColumn): string => {
    const at = more.indexOf(one);
    return at < 0 ? "" : (bare[FIX_COLUMNS.length + at] ?? "");
  };
  const { decision, reason } = decisionIn(name, line, cellOf("decision"));
  const cells = cellOf("cells");
  const isWhole = decision === "withdraw" || decision === "as written";
  const isNamed = file !== "" && (legacyId !== "" || cells !== "");
  const isWide = row.length === FIX_COLUMNS.length + more.length;
  if (!isWide || !isNamed || (column !== "") === isWhole) throw notAFix(name, line, more);
  if (isWhole && `${oldValue}${newValue}` !== "") {
    throw new UsageError(
      `${name} line ${line}: "${decision}" is of a whole record and takes no value.`,
      {
        cure: "Empty column, old value and new value, or the decision.",
      },
    );
  }
  const why = reason === "" ? cellOf("why") : reason;
  if (decision === "withdraw" && why === "") {
    throw new UsageError(`${name} line ${line}: withdrawing a record requires a reason.`, {
      cure: "Write it into the column why.",
    });
  }
  const about = { entity: cellOf("entity"), why, who: cellOf("who"), when: cellOf("when") };
  return { line, file, legacyId, column, oldValue, newValue, decision, cells, ...about };
}

const notAFix = (name: string, line: number, more: readonly MoreColumn[]): UsageError =>
  more.length === 0
    ? new UsageError(`${name} line ${line}: a fix needs five cells, the first three not empty.`, {
        cure: `Write  ${FIX_COLUMNS.join(",")}`,
      })
    : new UsageError(
        `${name} line ${line}: a fix needs ${FIX_COLUMNS.length + more.length} cells; file, legacy id (or cells) and column are not empty, the column only where the decision is about the whole record.`,
        { cure: `Write  ${[...FIX_COLUMNS, ...more].join(",")}` },
      );

function decisionIn(
  name: string,
  line: number,
  cell: string,
): { readonly decision: FixDecision; readonly reason: string } {
  const plain = cell.toLowerCase().replace(/[\s_-]+/g, " ");
  if (plain === "" || plain === "new id" || plain === "as written") {
    return { decision: plain, reason: "" };
  }
  const [, reason] = /^withdrawn?\b\s*[:：,–—-]?\s*(.*)$/is.exec(cell) ?? [];
  if (reason !== undefined) return { decision: "withdraw", reason };
  throw new UsageError(`${name} line ${line}: unknown decision.`, {
    cure: "Write  new id, as written, withdraw, or nothing.",
  });
}

/** The first fix that names a cell and its old value as another one before it does. */
function firstTwice(fixes: readonly FixRow[]): FixRow | undefined {
  const named = new Set<string>();
  return fixes.find(({ entity, file, legacyId, cells, column, oldValue }) => {
    const cell = JSON.stringify([entity, file, legacyId, cells, column, oldValue]);
    return named.size === named.add(cell).size;
  });
}
