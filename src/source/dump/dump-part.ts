import type { ColumnStep } from "./added-columns.ts";
import type { DumpColumn } from "./create-table.ts";
import type { DeclaredKeys } from "./declared-keys.ts";
import type { DumpDialect } from "./dump-dialect.ts";
import type { DumpRow } from "./dump-value.ts";
import type { PlainChange } from "./plain-change.ts";
import type { Effect } from "./statement-effects.ts";

/** A table, as the dump calls it. */
export interface DumpTableName {
  /** After `USE` or `\connect`, or as the dump's head says; empty if there is none of these. */
  readonly database: string;
  readonly schema: string;
  readonly table: string;
}

/** Schemas that are meant where none is said. */
const USUAL_SCHEMA = /^(?:public|dbo|main)$/i;

/** The same for every way of writing one table's name: `patients`, `Patients`, `public.patients`. */
export const tableKey = ({ database, schema, table }: DumpTableName): string =>
  [database, USUAL_SCHEMA.test(schema) ? "" : schema, table].join("\n").toLowerCase();

/** A place in a dump: bytes before it, its line, and how it is written from there on. */
export interface DumpPlace {
  readonly offset: number;
  readonly line: number;
  readonly dialect: DumpDialect;
  readonly database: string;
  readonly schema: string;
}

/** What a dump says next. */
export type DumpPart = CreatedPart | KeysPart | RowsPart | ChangesPart;

export interface CreatedPart {
  readonly kind: "columns";
  readonly table: DumpTableName;
  readonly columns: readonly DumpColumn[];
  readonly keys: DeclaredKeys;
  readonly line: number;
}

/** Keys and columns that a table is given later. */
export interface KeysPart {
  readonly kind: "keys";
  readonly table: DumpTableName;
  readonly keys: DeclaredKeys;
  readonly steps: readonly ColumnStep[];
  readonly line: number;
  readonly offset: number;
}

export interface RowsPart {
  readonly kind: "rows";
  readonly table: DumpTableName;
  /** Undefined if the statement has no list. */
  readonly columns: readonly string[] | undefined;
  readonly rows: readonly DumpRow[];
  /** Where the statement begins. */
  readonly from: DumpPlace;
  /** A row with the key of an earlier one replaces it, or is left out, or changes it. */
  readonly upsert: boolean;
}

export interface ChangesPart {
  readonly kind: "changes";
  readonly changes: readonly DumpChange[];
}

/** A statement that may change rows, or that is not understood. */
export interface DumpChange {
  readonly line: number;
  readonly offset: number;
  /** What it is, in capitals, as SQL calls it; never a value. */
  readonly what: string;
  readonly effect: Effect | "not understood";
  /** The table, where the statement says it plainly. */
  readonly table: DumpTableName | undefined;
  /** A database or schema that goes with all its tables. */
  readonly whole?: string;
  /** Every name in the statement, in lower case: a table that is meant is among them. */
  readonly words: ReadonlySet<string>;
  /** What it does, where that can be done to rows as they are read. */
  readonly plain?: PlainChange | undefined;
}
