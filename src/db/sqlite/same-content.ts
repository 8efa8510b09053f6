import type { Connection, DbValue } from "../database.ts";

/**
 * Whether a copy, made page by page, holds what its original holds: every definition, and every cell of
 * every table in the order in which both have them.
 */
export function holdsTheSame(original: Connection, copy: Connection): boolean {
  const definitions = "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY rowid";
  if (!sameRows(original, copy, definitions)) return false;
  return tablesOf(original).every((name) => {
    return sameRows(original, copy, `SELECT * FROM "${name.replaceAll('"', '""')}"`);
  });
}

/** Virtual tables are kept in others, which are compared. */
function tablesOf(db: Connection): string[] {
  const sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 ORDER BY rowid";
  return db
    .prepare(sql)
    .all([])
    .map(([name]) => String(name));
}

function sameRows(one: Connection, other: Connection, sql: string): boolean {
  const others = other.prepare(sql).iterate([]);
  try {
    for (const row of one.prepare(sql).iterate([])) {
      const { value, done } = others.next();
      if (done === true || !row.every((cell, at) => isSame(cell, value[at]))) return false;
    }
    return others.next().done === true;
  } finally {
    others.return?.();
  }
}

const isSame = (one: DbValue, other: DbValue | undefined): boolean =>
  one === other || (Buffer.isBuffer(one) && Buffer.isBuffer(other) && one.equals(other));
