import type { ColumnFill, ColumnLayout } from "./column-history.ts";
import type { DumpColumn } from "./create-table.ts";
import type { DeclaredKeys } from "./declared-keys.ts";
import type { DumpTableName } from "./dump-part.ts";
import type { AppliedChange, NamedBy, OpenStatement, Stretch } from "./growing-table.ts";

/** A table of a dump, and where its rows are. */
export interface DumpTable extends DumpTableName {
  readonly columns: readonly DumpColumn[];
  readonly named: NamedBy;
  readonly rows: number;
  /** Where its columns became others between rows, in the order of the dump; none if they did not. */
  readonly layouts: readonly ColumnLayout[];
  readonly fills: readonly ColumnFill[];
  /** Stretches of the dump with rows of it, and of no other table. */
  readonly stretches: readonly Stretch[];
  /** Keys and references as the dump declares them. */
  readonly declared: DeclaredKeys;
  /** Statements that leave open what its rows are; such a table is read only if a person passes over them. */
  readonly open: readonly OpenStatement[];
  /** What is done to its rows as they are read. */
  readonly changes: readonly AppliedChange[];
  /** Lines of statements whose rows take the place of earlier ones with their key, or give way. */
  readonly upserts: readonly number[];
  /** What was done to rows that the dump holds, in words. */
  readonly told: readonly string[];
}
