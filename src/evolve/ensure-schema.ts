import { getTableColumns, getTableName } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Database } from "../db/database.ts";
import { isLedgerTable } from "../ledger/written-entries.ts";
import { DecisionNeeded, UsageError } from "../plain/errors.ts";
import { readManaged } from "./schema-log.ts";

/** The tables that are expected, and what people call the application that has them. */
interface OwnTables {
  readonly tables: readonly SQLiteTable[];
  readonly application: string;
}

/** Whether a database holds no table at all: nothing of it can be lost. */
export function isEmptyDatabase(db: Database): boolean {
  return db.catalog.isEmpty();
}

/**
 * Checks that the tables that a run writes are there, with the columns that it knows.
 *
 * @throws DecisionNeeded that names what is missing
 */
export function checkTables(db: Database, own: OwnTables, cure: string): void {
  refuseViews(db, own.tables);
  const missing = own.tables.flatMap((table) => {
    const name = getTableName(table);
    const present = new Set(db.catalog.columns(name).map((column) => column.name));
    if (present.size === 0) return [`table ${name}`];
    return Object.values(getTableColumns(table))
      .filter((column) => !present.has(column.name))
      .map((column) => `column ${name}.${column.name}`);
  });
  if (missing.length === 0) return;
  refuseForeign(db, own);
  const first = missing.slice(0, 5).join(", ") + (missing.length > 5 ? ", ..." : "");
  throw new DecisionNeeded(
    `The database ${db.name} lacks ${missing.length} parts of the schema: ${first}.`,
    { cure },
  );
}

/**
 * What is written through a view is what its triggers make of it.
 *
 * @throws UsageError
 */
export function refuseViews(db: Database, tables: readonly SQLiteTable[]): void {
  const view = tables.map(getTableName).find((name) => db.catalog.hasView(name));
  if (view === undefined) return;
  throw new UsageError(
    `${view} is a view in the database ${db.name}, and only tables are written to.`,
    {
      cure: "Name the database that has the table with --db, or declare the table that the view shows as the target's. Nothing was changed.",
    },
  );
}

/**
 * Refuses a database that another program made: no advice to change it is given.
 *
 * @throws UsageError
 */
export function refuseForeign(db: Database, { tables, application }: OwnTables): void {
  if (!isForeign(db, tables)) return;
  const names = db.catalog.tables();
  throw new UsageError(
    `The database ${db.name} belongs to another program: it has none of ${application}'s tables among its ${names.length}.`,
    {
      cure: `Name ${application}'s database with --db; an import creates one that does not exist yet. Nothing was changed.`,
    },
  );
}

/** From this share of its columns on, a table of the same name is the same table in another state. */
const SAME_TABLE = 0.5;

/**
 * Whether another program made a database: it holds tables, but nothing of the ledger, and none that
 * is like one of these.
 */
export function isForeign(db: Database, tables: readonly SQLiteTable[]): boolean {
  if (isEmptyDatabase(db) || readManaged(db) !== undefined) return false;
  if (db.catalog.tables().some(isLedgerTable)) return false;
  return !tables.some((table) => {
    const wanted = Object.values(getTableColumns(table));
    const present = new Set(db.catalog.columns(getTableName(table)).map(({ name }) => name));
    return wanted.filter(({ name }) => present.has(name)).length >= wanted.length * SAME_TABLE;
  });
}
