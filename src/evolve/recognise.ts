import { getTableColumns, getTableName } from "drizzle-orm";
import type { Target } from "../../importers/define-target.ts";
import type { Database } from "../db/database.ts";
import { sameName } from "../db/names.ts";
import { UsageError } from "../plain/errors.ts";
import { refuseViews } from "./ensure-schema.ts";
import { unfitTables } from "./unfit-tables.ts";

/** What tells the database of an application. */
export type Recognisable = Pick<Target, "name" | "importers" | "recognise">;

/**
 * Checks that a database is that of the application which the target is: it has the tables and columns that the
 * importers fill, and whatever else the target asks for.
 *
 * @throws UsageError
 */
export function checkRecognised(db: Database, target: Recognisable): void {
  const tables = tablesOf(db);
  refuseViews(
    db,
    target.importers.map(({ table }) => table),
  );
  const lacking = target.importers
    .flatMap(({ table }) => {
      const name = getTableName(table);
      const present = [...tables].find(([known]) => sameName(known, name))?.[1] ?? [];
      return Object.values(getTableColumns(table))
        .filter((column) => !present.some((one) => sameName(one, column.name)))
        .map((column) => `${name}.${column.name}`);
    })
    .slice(0, 5);
  if (lacking.length === 0 && (target.recognise?.(tables) ?? true)) {
    refuseUnfit(db, target);
    return;
  }
  const why =
    lacking.length === 0 ? "the target does not recognise it" : `it lacks ${lacking.join(", ")}`;
  throw new UsageError(`The database ${db.name} is not one of ${target.name}: ${why}.`, {
    cure: `Name the database of ${target.name} with --db; the application makes it. Nothing was changed.`,
  });
}

function refuseUnfit(db: Database, { name, importers }: Recognisable): void {
  const unfit = unfitTables(db, importers).slice(0, 5);
  if (unfit.length === 0) return;
  throw new UsageError(
    `The tables of ${db.name} cannot take what ${name} imports: ${unfit.join("; ")}.`,
    { cure: `Correct the tables and importers of ${name}. Nothing was changed.` },
  );
}

function tablesOf(db: Database): Map<string, readonly string[]> {
  const { catalog } = db;
  return new Map(
    catalog.tables().map((table) => [table, catalog.columns(table).map(({ name }) => name)]),
  );
}
