import { getTableName } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import { isServerTable } from "./server-type.ts";
import { referredTables, sqliteTwin } from "./sqlite-twin.ts";

type Exports = Readonly<Record<string, unknown>>;

/** With the tables that the tables refer to: a row is refused where the one that it names is not there. */
export function withReferred(exported: Exports): Exports {
  const all: Record<string, unknown> = { ...exported };
  const known = new Set(Object.values(exported));
  const open = Object.values(exported).filter(isServerTable);
  for (const table of open) {
    for (const other of referredTables(table)) {
      if (known.has(other)) continue;
      known.add(other);
      open.push(other);
      all[`referred ${getTableName(other)}`] = other;
    }
  }
  refuseSameNames(open);
  return all;
}

/** The twin of each table, under its name; what else a module exports says nothing to SQLite. */
export const twinsOf = (exported: Exports): Exports =>
  Object.fromEntries(
    Object.entries(exported).flatMap(([key, value]) =>
      isServerTable(value) ? [[key, sqliteTwin(value)]] : [],
    ),
  );

function refuseSameNames(tables: readonly PgTable[]): void {
  const names = [...new Set(tables)].map((table) => getTableName(table).toLowerCase());
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice === undefined) return;
  throw new TypeError(
    `The target has two tables ${twice}, of two schemas: declare one of them, or import into each with a configuration of its own.`,
  );
}
