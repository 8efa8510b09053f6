import type { Connection, DbValue } from "../database.ts";

/** A default that is the same for every row. */
const LITERAL = /^\s*(?:'(?:[^']|'')*'|[-+]?\d+(?:\.\d+)?|null|true|false)\s*$/i;

/** What the columns of a table hold where an insert says nothing, by SQL name; only literals. */
export function literalDefaults(db: Connection, table: string): Map<string, DbValue> {
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
