import type { Catalog, TableShape } from "../db/sqlite/catalog.ts";
import { normalized, tokenize } from "../db/sqlite/sql-tokens.ts";
import { sha256OfText } from "../plain/hash-file.ts";
import { includesName } from "./managed.ts";

/**
 * The hash of what a catalog says, however it is written: 64 hexadecimal digits. The order of
 * columns, the names of constraints and the letter case of names do not matter.
 *
 * @param among only these tables and views count
 */
export function catalogHash(catalog: Catalog, among: readonly string[]): string {
  const tables = [...catalog.tables.values()]
    .filter(({ name }) => includesName(among, name))
    .map(describeTable);
  const views = catalog.views
    .filter(({ name }) => includesName(among, name))
    .map(({ name, sql }) => [name.toLowerCase(), normalized(tokenize(sql))]);
  const described = JSON.stringify([tables.sort(byName), views.sort(byName)]);
  return sha256OfText(described);
}

function describeTable(table: TableShape): unknown[] {
  const columns = table.columns.map(({ name, defaultSql: _, ...rest }) => [
    name.toLowerCase(),
    Object.entries(rest).sort(byName),
  ]);
  const indexes = [...table.indexes].map(([name, sql]) => [
    name.toLowerCase(),
    normalized(tokenize(sql)),
  ]);
  return [
    ...[table.name.toLowerCase(), columns.sort(byName), indexes.sort(byName), table.uniques],
    table.foreignKeys.map((key) => key.normalized).sort(),
    table.parsed.checks.map((check) => check.normalized).sort(),
    [table.withoutRowid, table.strict, table.parsed.autoincrement],
  ];
}

function byName(one: readonly unknown[], other: readonly unknown[]): number {
  return String(one[0]) < String(other[0]) ? -1 : 1;
}
