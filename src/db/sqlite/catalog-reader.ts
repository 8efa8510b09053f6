import type { CatalogReader, Connection, DbValue, NamedColumn, Statement } from "../database.ts";
import { findDangling } from "./check-foreign-keys.ts";
import { primaryKey, readForeignKeys } from "./foreign-keys.ts";

/** Reads what a database is made of. */
export const catalogReader = (db: Connection): CatalogReader => {
  let view: Statement | undefined;
  return {
    isEmpty: () => db.prepare("select 1 from sqlite_schema limit 1").get([]) === undefined,
    tables: () => texts(db, "select name from sqlite_schema where type = 'table'"),
    hasTable(table) {
      const query = "select 1 from sqlite_schema where type = 'table' and name = ?";
      return db.prepare(query).get([table]) !== undefined;
    },
    hasView(name) {
      const query = "select 1 from sqlite_schema where type = 'view' and name = ? collate nocase";
      view ??= db.prepare(query);
      return view.get([name]) !== undefined;
    },
    columns(table) {
      const found = db.prepare("select name, hidden, type from pragma_table_xinfo(?)").all([table]);
      return found.map(([name, hidden, type]) => {
        return { name: String(name), isStored: hidden === 0, affinity: affinityOf(String(type)) };
      });
    },
    triggers() {
      const found = db.prepare(
        "select name, tbl_name, sql from sqlite_schema where type = 'trigger'",
      );
      return found
        .all([])
        .map(([name, table, text]) => ({ name: `${name}`, table: `${table}`, text: `${text}` }));
    },
    foreignKeys: () => readForeignKeys(db),
    dangling: (tables) => findDangling(db, tables),
    primaryKey: (table) => primaryKey(db, table),
    isRequired(table, column) {
      const query = `select 1 from pragma_table_xinfo(?) where "notnull" = 1 and lower(name) = lower(?)`;
      return db.prepare(query).get([table, column]) !== undefined;
    },
    uniqueKeys: (table) => uniqueKeys(db, table),
    keepsUnique(table, column) {
      const query = `select 1 from pragma_index_list(?) l where l."unique" = 1 and l.partial = 0
        and (select group_concat(name) from pragma_index_info(l.name)) = ?`;
      return db.prepare(query).get([table, column]) !== undefined;
    },
    literalDefaults: (table) => literalDefaults(db, table),
  };
};

/** https://www.sqlite.org/datatype3.html#determination_of_column_affinity */
function affinityOf(type: string): NamedColumn["affinity"] {
  if (/int/i.test(type)) return "integer";
  if (/char|clob|text/i.test(type)) return "text";
  if (type === "" || /blob/i.test(type)) return "blob";
  return /real|floa|doub/i.test(type) ? "real" : "numeric";
}

const texts = (db: Connection, query: string): string[] =>
  db
    .prepare(query)
    .all([])
    .map(([text]) => String(text));

/** A default that is the same for every row. */
const LITERAL = /^\s*(?:'(?:[^']|'')*'|[-+]?\d+(?:\.\d+)?|null|true|false)\s*$/i;

/** What the columns of a table hold where an insert says nothing, by SQL name; only literals. */
function literalDefaults(db: Connection, table: string): Map<string, DbValue> {
  const found = db
    .prepare("select name, dflt_value from pragma_table_xinfo(?) where hidden = 0")
    .all([table]);
  return new Map(
    found.flatMap(([name, given]) => {
      if (given === null) return [[String(name), null] as const];
      const text = String(given);
      return LITERAL.test(text) ? [[String(name), literal(db, text)] as const] : [];
    }),
  );
}

const literal = (db: Connection, text: string): DbValue =>
  db.prepare(`select ${text}`).get([])?.[0] ?? null;

function uniqueKeys(db: Connection, table: string): string[][] {
  const indexes = db
    .prepare(
      'select name from pragma_index_list(?) where "unique" = 1 and partial = 0 order by seq',
    )
    .all([table]);
  const columnsOf = db.prepare("select name from pragma_index_info(?) order by seqno");
  const found = indexes.map(([name]) => columnsOf.all([name ?? ""]).map(([column]) => column));
  const declared = found
    .filter((columns) => !columns.includes(null))
    .map((names) => names.map(String));
  // A key that is the row's own number has no index.
  const own = primaryKey(db, table);
  const isThere = declared.some((names) => names.join("\0") === own.join("\0"));
  return own.length === 0 || isThere ? declared : [own, ...declared];
}
