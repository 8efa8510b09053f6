import { parse } from "csv-parse/sync";
import { trimText } from "../../shared/trim-text.ts";
import { unguard } from "../plain/csv.ts";
import { UsageError } from "../plain/errors.ts";
import { groupBy } from "../plain/group-by.ts";
import type { SourceRecord } from "../source/record.ts";
import type { Amend, FittedFile } from "./fit.ts";
import { conditionsOf } from "./where/condition.ts";

/** The columns of a file of fixes. */
const COLUMNS = ["file", "legacy id", "column", "old value", "new value"];

/** One correction of one cell, that is to hold for every export of the legacy system. */
interface Fix {
  /** Its line in the file of fixes. */
  readonly line: number;
  readonly file: string;
  readonly legacyId: string;
  readonly column: string;
  readonly oldValue: string;
  readonly newValue: string;
}

/** A fix that was applied to a record. */
export interface AppliedFix {
  readonly record: number;
  readonly line: number;
  readonly column: string;
}

/** What came of the fixes; lines are those of the file of fixes. */
export interface FixSummary {
  readonly applied: number;
  /** The export already has the new value. */
  readonly notNeeded: number;
  /** The record has neither the old nor the new value. */
  readonly stale: readonly number[];
  /** The export has no such record. */
  readonly unused: readonly number[];
}

/** The first place of each column. */
type Columns = ReadonlyMap<string, number>;

/** Corrections that outlive an export: they are applied again to each that follows. */
export class Fixes {
  readonly #fixes: readonly Fix[];
  readonly #byFile: ReadonlyMap<string, readonly Fix[]>;
  readonly #state = new Map<Fix, "applied" | "not needed" | "stale">();

  private constructor(fixes: readonly Fix[]) {
    this.#fixes = fixes;
    this.#byFile = groupBy(fixes, ({ file }) => file);
  }

  /**
   * Reads a file of fixes: CSV with the columns file, legacy id, column, old value, new value, and with
   * commas, semicolons, tabs or bars between them, as spreadsheet programs save it.
   *
   * @param name what messages call it
   * @throws UsageError that names the line
   */
  static parse(name: string, text: string): Fixes {
    const { delimiter, before } = layoutOf(text);
    const [header, ...rows] = parseCsv(name, text.slice(before.length), delimiter);
    const firstLine = before === "" ? 2 : 3;
    const named = (header ?? []).map((cell) => trimText(cell).toLowerCase());
    if (named.join() !== COLUMNS.join()) {
      throw new UsageError(`${name} lacks the columns of a fixes file.`, {
        cure: `Its first line must be  ${COLUMNS.join(",")}`,
      });
    }
    const fixes = rows.map((row, at) => fixOf(name, row, at + firstLine));
    const twice = firstTwice(fixes);
    if (twice !== undefined) {
      throw new UsageError(`${name} line ${twice.line}: another fix is for the same cell.`, {
        cure: "Remove one of the two.",
      });
    }
    return new Fixes(fixes);
  }

  /** The same corrections, of which nothing has come yet. */
  anew(): Fixes {
    return new Fixes(this.#fixes);
  }

  /**
   * What applies the fixes of one file; undefined if there are none.
   *
   * @param onApplied called for each fix that changed a cell
   * @throws UsageError if a fix names a column that the file lacks
   */
  amendFor(fitted: FittedFile, onApplied: (fix: AppliedFix) => void): Amend | undefined {
    const { file, header } = fitted;
    const ofFile = this.#byFile.get(file.name) ?? [];
    const own = ofFile.filter(({ column }) => isFixedFor(fitted, column));
    if (own.length === 0) return undefined;
    const columns = new Map([...header.entries()].reverse().map(([at, column]) => [column, at]));
    const wrong = own.find(({ column }) => !columns.has(column));
    if (wrong !== undefined) {
      throw new UsageError(
        `A fix (line ${wrong.line}) names a column that ${file.name} does not have.`,
        {
          cure: `Name one of ${header.join(", ")}.`,
        },
      );
    }
    const byId = groupBy(own, ({ legacyId }) => legacyId);
    const idOf = legacyIdOf(fitted);
    return (record) => {
      const found = byId.get(idOf(record.cells));
      if (found === undefined || record.cells.length !== header.length) return record;
      return this.#apply(record, found, { columns, onApplied });
    };
  }

  #apply(
    read: SourceRecord,
    fixes: readonly Fix[],
    { columns, onApplied }: { columns: Columns; onApplied: (fix: AppliedFix) => void },
  ): SourceRecord {
    const cells = [...read.cells];
    let flaws = read.flaws;
    for (const fix of fixes) {
      const at = columns.get(fix.column) ?? -1;
      const cell = trimText(cells[at] ?? "");
      if (cell === fix.oldValue) {
        cells[at] = fix.newValue;
        this.#state.set(fix, "applied");
        onApplied({ record: read.record, line: read.line, column: fix.column });
      } else if (cell === fix.newValue) this.#state.set(fix, "not needed");
      else {
        this.#state.set(fix, "stale");
        flaws = [...flaws, "fix-stale"];
      }
    }
    return { ...read, cells, flaws };
  }

  summary(): FixSummary {
    const lines = (state: string | undefined) =>
      this.#fixes.filter((fix) => this.#state.get(fix) === state).map(({ line }) => line);
    return {
      applied: lines("applied").length,
      notNeeded: lines("not needed").length,
      stale: lines("stale"),
      unused: lines(undefined),
    };
  }
}

/**
 * Whether a fix of a column is for an entity: legacy ids of several entities of one file may be alike. It is for those that
 * read the column, or for all if none does.
 */
function isFixedFor({ importer, readers = [] }: FittedFile, column: string): boolean {
  const reading = readers.filter(({ mapping: { fields, where } }) => {
    const columns = Object.values(fields).flatMap((field) => field?.columns ?? []);
    return [...columns, ...conditionsOf(where).map((one) => one.column)].includes(column);
  });
  return reading.length === 0 || reading.some((one) => one.importer === importer);
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

function fixOf(name: string, row: readonly string[], line: number): Fix {
  const [file = "", legacyId = "", column = "", oldValue = "", newValue = ""] = row.map((cell) =>
    trimText(unguard(cell)),
  );
  if (row.length === COLUMNS.length && file !== "" && legacyId !== "" && column !== "") {
    return { line, file, legacyId, column, oldValue, newValue };
  }
  throw new UsageError(`${name} line ${line}: a fix needs five cells, the first three not empty.`, {
    cure: `Write  ${COLUMNS.join(",")}`,
  });
}

/** The first fix that names a cell which another one before it names. */
function firstTwice(fixes: readonly Fix[]): Fix | undefined {
  const named = new Set<string>();
  return fixes.find(({ file, legacyId, column }) => {
    const cell = JSON.stringify([file, legacyId, column]);
    return named.size === named.add(cell).size;
  });
}

/** A record's legacy id, as the mapping takes it from the cells. */
function legacyIdOf({ mapping, header }: FittedFile): (cells: readonly string[]) => string {
  const { columns = [], join = " " } = mapping.fields["legacyId"] ?? {};
  const at = columns.map((column) => header.indexOf(column));
  return (cells) =>
    at
      .map((position) => trimText(cells[position] ?? ""))
      .filter((part) => part !== "")
      .join(join);
}
