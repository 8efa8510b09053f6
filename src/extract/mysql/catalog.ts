import { groupBy } from "../../plain/group-by.ts";
import type { DeclaredKeys, DeclaredReference } from "../../source/dump/declared-keys.ts";
import type { LegacyColumn } from "../legacy-database.ts";
import type { Connection } from "./connection.ts";
import { checkedValues, enumValues } from "./listed-values.ts";

/** A table as the server lists it. */
export interface ListedTable {
  readonly name: string;
  readonly type: string;
  readonly engine: string | null;
  readonly comment: string | null;
}

/** A column, and what decides how it is read. */
export interface ListedColumn {
  readonly column: LegacyColumn;
  /** The bare name of its type, in lower case. */
  readonly dataType: string;
  /** Of text; null for anything else. */
  readonly charset: string | null;
}

/** All that a schema declares, by table. */
export interface Catalog {
  readonly tables: readonly ListedTable[];
  readonly columns: ReadonlyMap<string, readonly ListedColumn[]>;
  readonly declared: ReadonlyMap<string, DeclaredKeys>;
}

type Row = Readonly<Record<string, string | null>>;
type Asked = (sql: string) => Promise<Row[]>;

/** Reads what a schema declares. The server leaves out what this user may not see. */
export async function readCatalog(connection: Connection, schema: string): Promise<Catalog> {
  const ask: Asked = (sql) => connection.rows(sql, [schema]);
  const tables = (await ask(
    `select table_name as name, table_type as type, engine as engine, table_comment as comment
     from information_schema.tables where table_schema = ? order by table_name`,
  )) as unknown as ListedTable[];
  const columns = await readColumns(ask, await readChecks(connection, ask));
  const [unique, references] = [await readUnique(ask), await readReferences(ask, schema)];
  const declared = tables.map(({ name }): [string, DeclaredKeys] => {
    const own = (columns.get(name) ?? []).map(({ column }) => column);
    const keys = unique.filter(({ table }) => table === name);
    return [
      name,
      {
        primaryKey: keys.find(({ index }) => index === "PRIMARY")?.columns ?? [],
        unique: keys.filter(({ index }) => index !== "PRIMARY").map((key) => key.columns),
        foreignKeys: references.filter(({ table }) => table === name).map(({ to }) => to),
        notNull: own.filter(({ nullable }) => !nullable).map((column) => column.name),
      },
    ];
  });
  return { tables, columns, declared: new Map(declared) };
}

async function readColumns(
  ask: Asked,
  lists: ReadonlyMap<string, readonly string[]>,
): Promise<Map<string, ListedColumn[]>> {
  const rows = await ask(
    `select table_name as tab, column_name as name, column_type as type, data_type as datatype,
       is_nullable as nullable, column_comment as comment, character_set_name as charset
     from information_schema.columns where table_schema = ? order by table_name, ordinal_position`,
  );
  const tables = [...groupBy(rows, ({ tab }) => tab ?? "")];
  return new Map(tables.map(([tab, own]) => [tab, own.map((row) => listedColumn(row, lists))]));
}

function listedColumn(
  { tab, name, type, datatype, nullable, comment, charset }: Row,
  lists: ReadonlyMap<string, readonly string[]>,
): ListedColumn {
  const values = enumValues(type ?? "") ?? lists.get(placeOf(tab, name));
  const column = {
    name: name ?? "",
    type: type ?? "",
    nullable: nullable === "YES",
    ...(values && { values }),
    ...(comment && { comment }),
  };
  return { column, dataType: (datatype ?? "").toLowerCase(), charset: charset ?? null };
}

const placeOf = (table: string | null | undefined, column: string | null | undefined): string =>
  JSON.stringify([table, column]);

/** The lists of CHECKs by table and column: MySQL 8 and MariaDB keep them apart, older servers have none. */
async function readChecks(
  connection: Connection,
  ask: Asked,
): Promise<Map<string, readonly string[]>> {
  const known = await connection.rows(
    `select lower(column_name) as name from information_schema.columns
     where table_schema = 'information_schema' and upper(table_name) = 'CHECK_CONSTRAINTS'`,
  );
  if (known.length === 0) return new Map();
  const rows = await ask(
    known.some(({ name }) => name === "table_name")
      ? `select table_name as tab, check_clause as clause
         from information_schema.check_constraints where constraint_schema = ?`
      : `select t.table_name as tab, c.check_clause as clause
         from information_schema.check_constraints c
         join information_schema.table_constraints t
           on t.constraint_schema = c.constraint_schema and t.constraint_name = c.constraint_name
         where c.constraint_schema = ? and t.constraint_type = 'CHECK' and t.enforced = 'YES'`,
  );
  const lists = new Map<string, readonly string[]>();
  for (const { tab, clause } of rows) {
    const found = checkedValues(clause ?? "");
    if (found !== undefined) lists.set(placeOf(tab, found.column), found.values);
  }
  return lists;
}

interface UniqueKey {
  readonly table: string;
  readonly index: string;
  readonly columns: readonly string[];
}

/** Indexes over the beginning of a text, or over expressions, make no column unique. */
async function readUnique(ask: Asked): Promise<UniqueKey[]> {
  const rows = await ask(
    `select table_name as tab, index_name as idx, column_name as name, sub_part as part
     from information_schema.statistics where table_schema = ? and non_unique = 0
     order by table_name, index_name, seq_in_index`,
  );
  const keys = groupBy(rows, ({ tab, idx }) => placeOf(tab, idx));
  return [...keys.values()]
    .filter((parts) => parts.every(({ name, part }) => name && part === null))
    .map((parts) => ({
      table: parts[0]?.["tab"] ?? "",
      index: parts[0]?.["idx"] ?? "",
      columns: parts.map(({ name }) => name ?? ""),
    }));
}

interface TableReference {
  readonly table: string;
  readonly to: DeclaredReference;
}

async function readReferences(ask: Asked, schema: string): Promise<TableReference[]> {
  const rows = await ask(
    `select table_name as tab, constraint_name as name, column_name as col,
       referenced_table_schema as refschema, referenced_table_name as reftable, referenced_column_name as refcol
     from information_schema.key_column_usage
     where table_schema = ? and referenced_table_name is not null
     order by table_name, constraint_name, ordinal_position`,
  );
  const keys = groupBy(rows, ({ tab, name }) => placeOf(tab, name));
  return [...keys.values()].map((parts) => {
    const { tab, refschema, reftable } = parts[0] ?? {};
    const table = reftable ?? "";
    return {
      table: tab ?? "",
      to: {
        columns: parts.map(({ col }) => col ?? ""),
        to: refschema === schema ? [table] : [refschema ?? "", table],
        toColumns: parts.map(({ refcol }) => refcol ?? ""),
      },
    };
  });
}
