import { getTableColumns, getTableName } from "drizzle-orm";
import type { Importer } from "../../importers/define.ts";
import type { Database } from "../db/database.ts";
import { keyColumn } from "../db/key-column.ts";
import { sameName } from "../db/names.ts";
import {
  type ColumnShape,
  primaryKey,
  readCatalog,
  type TableShape,
} from "../db/sqlite/catalog.ts";

/**
 * Why the tables that an application made cannot take what the importers write: each record would be rejected, or read
 * back as something else. Their columns are there.
 */
export function unfitTables(db: Database, importers: readonly Importer[]): string[] {
  const present = [...readCatalog(db).tables.values()];
  return importers.flatMap((importer) => {
    const table = present.find(({ name }) => sameName(name, getTableName(importer.table)));
    return table === undefined
      ? []
      : [
          ...unfitKey(db, table, importer),
          ...unfilled(table, importer),
          ...numbersAsText(table, importer),
        ];
  });
}

/** A row is found by one column: of a longer key, other rows may have the same value in it. */
function unfitKey(db: Database, table: TableShape, { table: declared }: Importer): string[] {
  const { name } = keyColumn(declared).column;
  const [first, ...more] = primaryKey(table);
  const isKey = first !== undefined && more.length === 0 && sameName(first, name);
  return isKey || db.catalog.keepsUnique(table.name, name)
    ? []
    : [`${table.name}.${name} alone is not its primary key`];
}

/** What must not be empty, has no default, and is filled by nobody. */
function unfilled(table: TableShape, importer: Importer): string[] {
  const filled = filledColumns(importer);
  return table.columns
    .filter(({ notNull, defaultSql, generated }) => notNull && !defaultSql && !generated)
    .filter(({ name }) => !filled.some((one) => sameName(one, name)))
    .map(
      ({ name }) => `${table.name}.${name} must not be empty, and the importer does not fill it`,
    );
}

function filledColumns(importer: Importer): string[] {
  const { table, fields, derives, fromTargetId, numbers = [], timestamps = {} } = importer;
  const known = getTableColumns(table);
  const ofFields = Object.entries(fields).flatMap(
    ([name, { column, currencyColumn, companion }]) => [
      column ?? name,
      currencyColumn,
      companion?.column,
      ...(companion?.more ?? []),
    ],
  );
  const ofRows = [keyColumn(table).key, ...derives, ...Object.keys(fromTargetId)];
  const { created, updated } = timestamps;
  return [...ofFields, ...ofRows, ...numbers.map(({ column }) => column), created, updated].flatMap(
    (key) => known[key ?? ""]?.name ?? [],
  );
}

/** A column of texts keeps a number as its digits, which is not what was written. */
function numbersAsText(table: TableShape, { table: declared }: Importer): string[] {
  return Object.values(getTableColumns(declared))
    .filter(({ dataType }) => dataType === "number")
    .filter(({ name }) => isText(table.columns.find((one) => sameName(one.name, name))))
    .map(({ name }) => `${table.name}.${name} holds texts, and is declared as a number`);
}

/** By SQLite's rules for a column's affinity. */
const isText = (column: ColumnShape | undefined): boolean =>
  column !== undefined && !column.type.includes("INT") && /CHAR|CLOB|TEXT/.test(column.type);
