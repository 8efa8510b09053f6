import type { Connection, DbValue, ForeignKey, Statement } from "../database.ts";
import { quoteName, sameName } from "../names.ts";
import { BySchema } from "./by-schema.ts";

const foreignKeys = new BySchema<readonly ForeignKey[]>();

/** Every foreign key that there is. */
export const readForeignKeys = (db: Connection): readonly ForeignKey[] =>
  foreignKeys.of(db, "main", () => read(db));

function read(db: Connection): ForeignKey[] {
  const rows = db
    .prepare(
      `select m.name, f.id, f."table", f."from", f."to" from sqlite_schema m
       join pragma_foreign_key_list(m.name) f where m.type = 'table' order by m.name, f.id, f.seq`,
    )
    .all([]);
  const keys = new Map<string, { child: string; parent: string; from: string[]; to: DbValue[] }>();
  for (const [child, id, parent, from, to] of rows) {
    const name = `${child}\0${id}`;
    const key = keys.get(name) ?? {
      child: String(child),
      parent: String(parent),
      from: [],
      to: [],
    };
    keys.set(name, key);
    key.from.push(String(from));
    key.to.push(to ?? null);
  }
  return [...keys.values()].map(({ to, ...key }) => ({
    ...key,
    // A key that names no column means the primary key.
    to: to.includes(null) ? primaryKey(db, key.parent) : to.map(String),
  }));
}

/** The columns of a primary key, in its order. */
export function primaryKey(db: Connection, table: string): string[] {
  const query = "select name from pragma_table_xinfo(?) where pk > 0 order by pk";
  return db
    .prepare(query)
    .all([table])
    .map(([name]) => String(name));
}

/** Finds a row by what a foreign key's columns hold: through an index, however large the table is. */
export function prepareProbe(
  db: Connection,
  key: ForeignKey,
  { found, without }: { readonly found: readonly string[]; readonly without: string | undefined },
): Statement {
  const where = key.from.map((name) => `${quoteName(name)} = ?`).join(" and ");
  const self = without === undefined ? "" : ` and ${quoteName(without)} <> ?`;
  const list = found.map(quoteName).join(", ") || "1";
  const selfReferring = sameName(key.child, key.parent);
  const source = selfReferring || isIndexed(db, key) ? quoteName(key.child) : indexedCopy(db, key);
  return db.prepare(`select ${list} from ${source} where ${where}${self} limit 1`);
}

/** Rows that people are to see: the first of them, and how many there are. */
export function prepareList(
  db: Connection,
  { child, from }: ForeignKey,
  found: readonly string[],
): { readonly first: Statement; readonly count: Statement } {
  const where = from.map((name) => `${quoteName(name)} = ?`).join(" and ");
  const source = `from ${quoteName(child)} where ${where}`;
  const list = found.map(quoteName).join(", ") || "1";
  return {
    first: db.prepare(`select ${list} ${source} limit ?`),
    count: db.prepare(`select count(*) ${source}`),
  };
}

function isIndexed(db: Connection, { child, from }: ForeignKey): boolean {
  const query = `select 1 from pragma_index_list(?) l join pragma_index_info(l.name) i
    where i.seqno = 0 and l.partial = 0 and lower(i.name) = lower(?)`;
  return db.prepare(query).get([child, from[0] ?? ""]) !== undefined;
}

let copies = 0;

/** Without an index, each look-up would read the whole table: one copy of its rows has one. */
function indexedCopy(db: Connection, { child, from }: ForeignKey): string {
  const name = quoteName(`undo_references_${++copies}`);
  const first = quoteName(from[0] ?? "");
  const table = quoteName(child);
  db.exec(
    `create temp table ${name} as select * from main.${table} where ${first} is not null;
     create index temp.${quoteName(`undo_references_${copies}_idx`)} on ${name} (${first})`,
  );
  return `temp.${name}`;
}

/** Temporary tables go with a rollback; after a commit they are to be taken away. */
export function dropCopies(db: Connection): void {
  const query = "select name from sqlite_temp_schema where name glob 'undo_references_*'";
  const names = db
    .prepare(`${query} and type = 'table'`)
    .all([])
    .map(([name]) => quoteName(String(name)));
  for (const name of names) db.exec(`drop table temp.${name}`);
}
