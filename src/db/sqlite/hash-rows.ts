import { createHash } from "node:crypto";
import type { Database, DbValue } from "../database.ts";
import { quoteName } from "../names.ts";

/** The SHA-256 of all rows of all tables, each in the order of its primary key, whatever the file that holds them is like. */
export function sha256OfRows(db: Database): string {
  const hash = createHash("sha256");
  for (const table of [...db.catalog.tables()].sort()) {
    const columns = db.catalog.columns(table).map(({ name }) => quoteName(name));
    const key = db.catalog.primaryKey(table).map(quoteName);
    const order = key.length === 0 ? columns : key;
    hash.update(`${JSON.stringify([table, columns])}\n`);
    const rows = db.prepare(
      `select ${columns.join(", ")} from ${quoteName(table)} order by ${order.join(", ")}`,
    );
    for (const row of rows.iterate([])) hash.update(`${JSON.stringify(row.map(written))}\n`);
  }
  return hash.digest("hex");
}

/** A number, a text and bytes are three things, even if they are written alike. */
function written(value: DbValue): unknown {
  if (Buffer.isBuffer(value)) return [value.toString("base64")];
  return typeof value === "bigint" ? Number(value) : value;
}
