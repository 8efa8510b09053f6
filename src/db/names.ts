import { SQLiteSyncDialect } from "drizzle-orm/sqlite-core";

const dialect = new SQLiteSyncDialect();

/** A table's, column's or index's name as SQL takes it, whatever characters it has. */
export const quoteName = (name: string): string => dialect.escapeName(name);

/** Names are the same to SQLite whatever their letter case. */
export const sameName = (one: string, other: string): boolean =>
  one.toLowerCase() === other.toLowerCase();
