import { asc, eq, getTableColumns, sql } from "drizzle-orm";
import { QueryBuilder, type SQLiteColumn, type SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Importer } from "../../../importers/define.ts";
import type { FhirRow } from "../../../importers/define-fhir.ts";
import type { Connection, DbValue } from "../../db/database.ts";

/** All rows of a table in the order of their keys, one by one. */
export function* rowsOf(db: Connection, table: SQLiteTable): Generator<FhirRow> {
  const { query, toRow } = selecting(table);
  for (const values of db.prepareBuilt(query.orderBy(asc(keyOf(table))), []).iterate([])) {
    yield toRow(values);
  }
}

/** Reads rows of other entities that have a value in a column. */
export function lookingUp(db: Connection, importers: readonly Importer[]) {
  const readers = new Map<string, (value: DbValue) => readonly FhirRow[]>();
  return (entity: string, column: string, value: FhirRow[string] | undefined) => {
    if (value === null || value === undefined) return [];
    const name = `${entity}.${column}`;
    const read = readers.get(name) ?? reader(db, importers, { entity, column });
    readers.set(name, read);
    return read(value);
  };
}

function reader(
  db: Connection,
  importers: readonly Importer[],
  { entity, column }: { readonly entity: string; readonly column: string },
): (value: DbValue) => readonly FhirRow[] {
  const table = importers.find((one) => one.entity === entity)?.table;
  const by = table && (getTableColumns(table)[column] as SQLiteColumn | undefined);
  if (table === undefined || by === undefined) return () => [];
  const { query, toRow } = selecting(table);
  const found = query.where(eq(by, sql.placeholder("value"))).orderBy(asc(keyOf(table)));
  const statement = db.prepareBuilt(found, ["value"]);
  return (value) => statement.all([value]).map(toRow);
}

function selecting(table: SQLiteTable) {
  const columns = getTableColumns(table);
  const keys = Object.keys(columns);
  const query = new QueryBuilder().select(columns).from(table);
  const toRow = (values: readonly DbValue[]): FhirRow =>
    Object.fromEntries(keys.map((key, at) => [key, plain(values[at])]));
  return { query, toRow };
}

function keyOf(table: SQLiteTable): SQLiteColumn {
  const columns = Object.values(getTableColumns(table)) as SQLiteColumn[];
  const key = columns.find(({ primary }) => primary) ?? columns[0];
  if (key === undefined) throw new TypeError("a table without columns");
  return key;
}

/** Amounts may be larger than a number holds exactly: those stay text. */
function plain(value: DbValue | undefined): string | number | null {
  if (typeof value === "bigint") {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : String(value);
  }
  return value === undefined || Buffer.isBuffer(value) ? null : value;
}
