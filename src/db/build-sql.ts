import type { SQL } from "drizzle-orm";
import { SQLiteSyncDialect } from "drizzle-orm/sqlite-core";
import type { BuiltQuery } from "./database.ts";

const dialect = new SQLiteSyncDialect();

/** SQL that Drizzle has no builder for; names and values in it are still Drizzle's to write. */
export const buildSql = (text: SQL): BuiltQuery => ({ toSQL: () => dialect.sqlToQuery(text) });
