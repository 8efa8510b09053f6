import type { SQL } from "drizzle-orm";
import { SQLiteSyncDialect } from "drizzle-orm/sqlite-core";
import type { BuiltQuery } from "./database.ts";

/**
 * SQL that Drizzle has no builder for; names and values in it are still Drizzle's to write.
 *
 * A dialect remembers the columns of the first table that it meets of a name, and leaves out those of
 * another one. Two targets of one process may have tables of one name, so each statement has a dialect.
 */
export const buildSql = (text: SQL): BuiltQuery => ({
  toSQL: () => new SQLiteSyncDialect().sqlToQuery(text),
});
