import type { ColumnShape, TableShape } from "../db/sqlite/catalog.ts";

/** What a step does, for those who read a plan and for those who carry it out. */
export type StepKind =
  | "rename table"
  | "rename column"
  | "drop trigger"
  | "drop view"
  | "drop index"
  | "drop table"
  | "add column"
  | "create table"
  | "copy rows"
  | "drop old table"
  | "rename new table"
  | "restore counter"
  | "create index"
  | "create view"
  | "create trigger";

/** One statement of a push. */
export interface Step {
  readonly kind: StepKind;
  readonly table: string;
  readonly sql: string;
  /** What the statement copies, to find out why when it fails. */
  readonly copy?: Copy;
}

/** How the rows of a table come into the one that is to take its place. */
export interface Copy {
  readonly wanted: TableShape;
  /** The table that the rows come from; its name is the wanted one's too. */
  readonly present: TableShape;
  readonly into: string;
  readonly columns: readonly CopiedColumn[];
  /** Columns that held values of their own and are computed from now on. */
  readonly computed: readonly CopiedColumn[];
  /** Names of the row number in the old table and in the new one, where it is carried along. */
  readonly number: { readonly from: string; readonly to: string } | undefined;
}

/** A column of the new table, and what it is filled with. */
export interface CopiedColumn {
  readonly column: ColumnShape;
  /** SQL over the old table. */
  readonly source: string;
  /** The old column that must come out with the same values; undefined if it is new. */
  readonly from: ColumnShape | undefined;
}
