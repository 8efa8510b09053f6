import { sameName } from "../db/names.ts";

// What a person has decided about a push: a loss, a change or a rename happens only where it is
// named. Keys are `table.column` or `table`, as the schema calls them
// and `written-names.ts` writes them.

/** What a push may do besides adding. */
export interface Decisions {
  /** Columns whose values may be lost: `patients.phone`. */
  readonly allowDrop: readonly string[];
  readonly allowDropTable: readonly string[];
  /** Columns whose values may change with their type. */
  readonly allowConvert: readonly string[];
  readonly renames: readonly ColumnRename[];
  readonly renameTables: readonly TableRename[];
  /** What new columns hold in rows that are there already. */
  readonly backfills: readonly Backfill[];
  /** GLOB patterns of tables, views, triggers and indexes that the schema does not know, to be dropped. */
  readonly dropUnmanaged: readonly string[];
  /** GLOB patterns of `table.column`: columns that the schema does not know, to be kept. */
  readonly keepUnmanaged: readonly string[];
  /** A database that this tool did not make may be changed. */
  readonly adopt: boolean;
}

/** A rename that stands in a file holds for every database: also for one that had it before. */
interface Declared {
  readonly declared?: boolean | undefined;
}

export interface ColumnRename extends Declared {
  /** As it is called after the push. */
  readonly table: string;
  readonly from: string;
  readonly to: string;
}

export interface TableRename extends Declared {
  readonly from: string;
  readonly to: string;
}

export interface Backfill {
  readonly table: string;
  readonly column: string;
  /** SQL over the table's columns. */
  readonly expression: string;
}

export const NO_DECISIONS: Decisions = {
  allowDrop: [],
  allowDropTable: [],
  allowConvert: [],
  renames: [],
  renameTables: [],
  backfills: [],
  dropUnmanaged: [],
  keepUnmanaged: [],
  adopt: false,
};

/** Whether one of the decisions names this column or table. */
export function isNamed(decisions: readonly string[], name: string): boolean {
  return decisions.some((decision) => sameName(decision, name));
}

/** The backfill that was decided for a column. */
export function backfillOf(
  { backfills }: Decisions,
  table: string,
  column: string,
): string | undefined {
  return backfills.find((one) => sameName(one.table, table) && sameName(one.column, column))
    ?.expression;
}
