import type { InferInsertModel } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import { isServerTable } from "./server/server-type.ts";
import { sqliteTwin } from "./server/sqlite-twin.ts";

// Tables as a target declares them: of SQLite, or of a PostgreSQL server. The engine works with SQLite's alone, and
// with the twins of a server's.

export type AnyTable = SQLiteTable | PgTable;

/** What is inserted into a table. */
export type RowOf<Table extends AnyTable> = Table extends PgTable
  ? {
      [Key in keyof InferInsertModel<Table>]: Kept<
        TypeOf<Table, Key>,
        InferInsertModel<Table>[Key]
      >;
    }
  : InferInsertModel<Table>;

/** What Drizzle calls the type of a column. */
type TypeOf<Table extends PgTable, Key> = Key extends keyof Table["_"]["columns"]
  ? Table["_"]["columns"][Key]["_"]["columnType"]
  : never;

/** Instants and days are texts, and exact decimals as well; amounts in whole units become one. */
type Kept<Type, Value> = Type extends "PgNumeric" | "PgNumericNumber" | "PgNumericBigInt"
  ? string | number | Extract<Value, null | undefined>
  : Told<Value>;

type Told<Value> = Value extends Date
  ? string
  : Value extends bigint
    ? number
    : Value extends string | number | boolean | null | undefined
      ? Value
      : never;

/** The table that the engine works with. */
export const tableOf = (table: AnyTable): SQLiteTable =>
  isServerTable(table) ? sqliteTwin(table) : table;
