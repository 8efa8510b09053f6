import { getTableColumns, getTableName } from "drizzle-orm";
import { getTableConfig, type SQLiteColumn, type SQLiteTable } from "drizzle-orm/sqlite-core";
import { UsageError } from "../plain/errors.ts";

/** The column that a table's rows are told apart by. */
export interface KeyColumn {
  /** In the Drizzle table. */
  readonly key: string;
  readonly column: SQLiteColumn;
  /** The database numbers the rows; else a text is derived for each. */
  readonly isNumber: boolean;
}

/**
 * The primary key of a table.
 *
 * @throws UsageError if it is not one column
 */
export function keyColumn(table: SQLiteTable): KeyColumn {
  const columns = Object.entries(getTableColumns(table)) as [string, SQLiteColumn][];
  const named = columns.filter(([, column]) => column.primary);
  const [found, ...more] = named.length > 0 ? named : declaredBeside(table, columns);
  if (found === undefined || more.length > 0) {
    const why = found === undefined ? "has no primary key" : "has a primary key of several columns";
    throw new UsageError(`The table ${getTableName(table)} ${why}.`, {
      cure: "An import needs a primary key of one column, a number or a text.",
    });
  }
  const [key, column] = found;
  if (column.dataType !== "number" && column.dataType !== "string") {
    throw new UsageError(
      `The primary key of ${getTableName(table)} is of the kind ${column.dataType}.`,
      { cure: "An import needs a primary key that is a number or a text." },
    );
  }
  return { key, column, isNumber: column.dataType === "number" };
}

/** Of `primaryKey({ columns: [...] })`. */
function declaredBeside(table: SQLiteTable, columns: readonly [string, SQLiteColumn][]) {
  const names = getTableConfig(table).primaryKeys.flatMap((one) => one.columns);
  return columns.filter(([, column]) => names.some(({ name }) => name === column.name));
}
