import type { Connection } from "../database.ts";

/** What SQLite calls its quick check. */
export const QUICK_CHECK = "quick_check";

/** What a quick check of all pages finds; `ok` if it finds nothing. */
export const quickCheck = (db: Connection): string[] => listed(db, `PRAGMA ${QUICK_CHECK}`);

/** What a check of all pages and indexes finds; empty if all is well. */
export const damageIn = (db: Connection): string[] =>
  listed(db, "PRAGMA integrity_check").filter((line) => line !== "ok");

const listed = (db: Connection, sql: string): string[] =>
  db
    .prepare(sql)
    .all([])
    .map(([line]) => String(line));

/** Writes what is there already, in the transaction that is open: SQLite says only then that a file is not to be written. */
export function tryWriting(db: Connection): void {
  const [version] = db.prepare("pragma user_version").get([]) ?? [0];
  db.exec(`pragma user_version = ${version}`);
}

/** Of each index of a table the columns, in lower case and in their order. */
export function prepareIndexed(db: Connection): (table: string) => string[][] {
  const indexed = db.prepare(
    `SELECT group_concat(name, char(31)) FROM
       (SELECT l.seq AS at, i.name AS name FROM pragma_index_list(?) l, pragma_index_info(l.name) i
        ORDER BY l.seq, i.seqno) GROUP BY at`,
  );
  return (table) => indexed.all([table]).map(([list]) => String(list).toLowerCase().split("\x1f"));
}

/** The number in the file by which many applications count their schema; 0 unless one set it. */
export const userVersion = (db: Connection): number =>
  Number(db.prepare("pragma user_version").get([])?.[0]);
