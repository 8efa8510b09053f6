import type { Catalog, ColumnShape, TableShape } from "./catalog.ts";
import { normalized, tokenize } from "./sql-tokens.ts";

/** Something that a push does, and the statement for it. */
export interface Addition {
  readonly kind: "create table" | "add column" | "create index";
  readonly table: string;
  /** The column or index. */
  readonly name: string;
  readonly sql: string;
}

/** A difference that cannot be added: it changes or takes away what is there. */
export interface Difference {
  readonly table: string;
  /** In plain words. */
  readonly what: string;
}

/** What parts a database from the schema. */
export interface CatalogDiff {
  readonly additions: readonly Addition[];
  readonly beyond: readonly Difference[];
}

/** Compares a database with the wanted one; tables that the schema does not know are nobody's concern. */
export function diffCatalogs(current: Catalog, wanted: Catalog): CatalogDiff {
  const additions: Addition[] = [];
  const beyond: Difference[] = [];
  for (const table of wanted.tables.values()) {
    const present = current.tables.get(table.name);
    if (present === undefined) {
      additions.push({ kind: "create table", table: table.name, name: table.name, sql: table.sql });
    } else {
      additions.push(...addedColumns(present, table));
      beyond.push(...changedParts(present, table));
    }
    additions.push(...addedIndexes(present, table));
  }
  return { additions, beyond };
}

function addedColumns(present: TableShape, wanted: TableShape): Addition[] {
  return wanted.columns
    .filter((column) => !hasColumn(present, column) && isAddable(column, wanted))
    .map((column) => {
      const definition = wanted.parsed.columns.get(column.name.toLowerCase()) ?? "";
      const sql = `ALTER TABLE \`${wanted.name.replaceAll("`", "``")}\` ADD COLUMN ${definition}`;
      return { kind: "add column", table: wanted.name, name: column.name, sql };
    });
}

/** What ALTER TABLE ADD COLUMN takes (https://sqlite.org/lang_altertable.html, section 5). */
function isAddable(column: ColumnShape, table: TableShape): boolean {
  const definition = table.parsed.definitions.get(column.name.toLowerCase()) ?? "";
  const constant = column.default === null || !/^\(|\(|current_/.test(column.default);
  const filled = !column.notNull || (column.default !== null && column.default !== "null");
  const keyed = column.primaryKey > 0 || /\bunique\b/.test(definition) || column.generated;
  return constant && filled && !keyed;
}

function addedIndexes(present: TableShape | undefined, wanted: TableShape): Addition[] {
  return [...wanted.indexes].flatMap(([name, sql]): Addition[] =>
    present?.indexes.has(name) ? [] : [{ kind: "create index", table: wanted.name, name, sql }],
  );
}

const hasColumn = (table: TableShape, { name }: ColumnShape): boolean =>
  table.columns.some((column) => column.name.toLowerCase() === name.toLowerCase());

function changedParts(present: TableShape, wanted: TableShape): Difference[] {
  const { name } = wanted;
  const found: string[] = [
    ...present.columns
      .filter((column) => !hasColumn(wanted, column))
      .map((column) => `column ${column.name} is not in the schema`),
    ...wanted.columns
      .filter((column) => !hasColumn(present, column) && !isAddable(column, wanted))
      .map((column) => `column ${column.name} cannot be added without rebuilding the table`),
    ...changedColumns(present, wanted),
    ...(same(foreignKeysOf(present, wanted), wanted.foreignKeys)
      ? []
      : ["its foreign keys differ"]),
    ...(same(present.parsed.checks, wanted.parsed.checks) ? [] : ["its CHECK constraints differ"]),
    ...changedIndexes(present, wanted),
  ];
  if (present.parsed.options !== wanted.parsed.options) found.push("its options differ");
  if (present.parsed.autoincrement !== wanted.parsed.autoincrement) {
    found.push("AUTOINCREMENT differs");
  }
  return found.map((what) => ({ table: name, what }));
}

/** A foreign key of a column that is still to be added comes with the column. */
function foreignKeysOf(present: TableShape, wanted: TableShape): readonly string[] {
  const coming = wanted.columns.filter((column) => !hasColumn(present, column));
  const added = wanted.foreignKeys.filter((key) =>
    coming.some(({ name }) => key.startsWith(`${name.toLowerCase()} `)),
  );
  return [...present.foreignKeys, ...added].sort();
}

function changedColumns(present: TableShape, wanted: TableShape): string[] {
  return wanted.columns.flatMap((column) => {
    const now = present.columns.find((one) => one.name.toLowerCase() === column.name.toLowerCase());
    if (now === undefined) return [];
    const changed = (["type", "notNull", "default", "primaryKey", "generated"] as const).filter(
      (part) => now[part] !== column[part],
    );
    return changed.length === 0 ? [] : [`column ${column.name} differs (${changed.join(", ")})`];
  });
}

function changedIndexes(present: TableShape, wanted: TableShape): string[] {
  return [...wanted.indexes].flatMap(([name, sql]) => {
    const now = present.indexes.get(name);
    return now === undefined || normalizedSql(now) === normalizedSql(sql)
      ? []
      : [`index ${name} differs`];
  });
}

const normalizedSql = (sql: string): string => normalized(tokenize(sql));
const same = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((part, at) => part === other[at]);
