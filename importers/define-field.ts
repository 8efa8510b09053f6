import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import type { z } from "zod";
import type { FileColumns, NamedFiles } from "./define-files.ts";
import type { Holding } from "./define-holding.ts";
import type { ExactDecimal } from "./define-money.ts";

// How a field is declared, and what a row under construction is.

/** What a converter may produce: what SQLite stores, and booleans, which it stores as 0 and 1. */
export type Cell = string | number | boolean | null;

export type Severity = "error" | "warning";

/** What a finding is worth, and what the person who meets it can do. */
export interface Problem {
  readonly severity: Severity;
  /** One sentence: what to do. Never a patient's value. */
  readonly advice: string;
  /** No mapping may lower it. */
  readonly fixed?: true;
}

/** Where a converter says what it found in a cell. */
export interface Sink {
  /** A word of the field's `problems`; the code is `<entity>.<label>.<word>`. */
  problem(word: string): void;
  /** What rounding took from the amount (recorded minus stored), in whole currency units. */
  rounded(difference: ExactDecimal): void;
  /** What the field's companion column, or one of its further columns, is to hold; null unless said. */
  companion?(value: Cell, column?: string): void;
}

/** Turns a cell's text, trimmed and not empty, into a value; null if it said a problem. */
export type Convert<Output extends Cell> = (text: string, sink: Sink) => Output | null;

/** What a mapping fixes for all fields of an export. */
export interface FieldContext {
  /** ISO 4217. */
  readonly currency: string;
  /** IANA name. */
  readonly timeZone: string;
  /** ISO 3166-1 alpha-2: where phone numbers without a country code are dialled. */
  readonly country?: string | undefined;
  /** The files that records name; undefined if none are at hand. */
  readonly files?: NamedFiles | undefined;
  /** Whether another field takes the time of day that stands in this field's cells. */
  readonly timeIsKept?: boolean;
}

/** How a field that names a record of another entity is resolved. */
export interface Reference {
  readonly entity: string;
  /** The record belongs to its parent: `--limit` takes it along with the parent. */
  readonly owner: boolean;
  /** Columns of the parent that rules of this importer look at. */
  readonly carry: readonly string[];
  /** Where the rows are that are named, if no import makes them. */
  readonly rows?: RowsOfTable;
  /** A record that names none which is there is imported without one and told, unless a mapping says otherwise. */
  readonly onUnknown?: "null";
}

/** Rows of a table that are named by what stands in a column. */
export interface RowsOfTable {
  readonly table: SQLiteTable;
  /** The column's key in the Drizzle table. */
  readonly by: string;
}

/** A column that is filled along with a field's own. */
export interface Companion {
  readonly column: string;
  /** Whether it is worked out at all; otherwise the import leaves the column alone. */
  isFilled(options: Readonly<Record<string, unknown>>, context: FieldContext): boolean;
  /** Further columns that are filled then, by the converter or by `complete`. */
  readonly more?: readonly string[];
  /** What people recognise of the field is how often the column has each value; and what it has for an empty cell. */
  readonly figure?: { readonly nothing: string };
}

/** One canonical field. */
export interface Field<Output extends Cell = Cell> {
  /** What a mapping document calls this conversion: text, phone, money, ... */
  readonly kind: string;
  readonly required: boolean;
  readonly holds?: Holding | undefined;
  /** Words that elsewhere stand for nothing are values here: nil, none, `-`. */
  readonly hasWords?: true;
  /** What an empty cell becomes. */
  readonly blank: Output | null;
  /** How cells are read where a mapping does not say, for the mapping document. */
  readonly usual?: string;
  /** The target column, where it is not called like the field. */
  readonly column?: string;
  /** What the field is called in codes, where that is not its own name. */
  readonly label?: string;
  /** Amounts are stored in whole units of the currency, not in minor ones: a REAL column. */
  readonly wholeUnits?: true;
  /** A column that is set to the mapping's currency wherever this field has a value. */
  readonly currencyColumn?: string;
  /** A second column that the converter works out from the same cell, where the mapping lets it. */
  readonly companion?: Companion;
  readonly reference?: Reference;
  /** The table has no column for it: `complete` and the rules are handed it, and its cells are kept beside. */
  readonly stored?: false;
  /** Its cells name files, whose bytes are kept in a store; the columns of what is known of them. */
  readonly file?: FileColumns;
  /**
   * Whether a cell holds what nobody is to see who did not ask for it: what stands in its place then. It is asked
   * before anything else is done with the record.
   *
   * @param other the text of another field of the record
   */
  readonly conceals?: (
    options: Readonly<Record<string, unknown>>,
  ) => (text: string, other: (field: string) => string) => string | undefined;
  /** Of a time: the field that has its day. */
  readonly dayField?: string;
  /** The values that it may have, where they are a closed set. */
  readonly values?: readonly string[];
  readonly problems: Readonly<Record<string, Problem>>;
  /** What a mapping may say about the conversion. */
  readonly options: z.ZodObject;
  compile(options: Readonly<Record<string, unknown>>, context: FieldContext): Convert<Output>;
  /** Of an amount in whole units: the same as exact decimal text, where the column keeps decimals as they are. */
  compileText?(options: Readonly<Record<string, unknown>>, context: FieldContext): Convert<string>;
  /** The words of a cell whose meaning a person has to say: of a closed list, never somebody's own. */
  undecidedWords?(options: Readonly<Record<string, unknown>>): (text: string) => readonly string[];
  /** Which texts are as good as none, where a mapping says of some that they are. */
  nothing?(
    options: Readonly<Record<string, unknown>>,
    context: FieldContext,
  ): ((text: string) => boolean) | undefined;
}

/** A row under construction: column name to value. */
export type Draft = Record<string, Cell | undefined>;
