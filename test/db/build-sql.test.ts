import { sql } from "drizzle-orm";
import { sqliteTable, text } from "drizzle-orm/sqlite-core";
import { expect, test } from "vitest";
import { buildSql } from "../../src/db/build-sql.ts";

test("two targets of one process may have tables of one name with other columns", () => {
  const bills = sqliteTable("bills", { amount: text() });
  const others = sqliteTable("bills", { total: text() });
  expect(buildSql(sql`SELECT ${bills.amount} FROM ${bills}`).toSQL().sql).toBe(
    'SELECT "bills"."amount" FROM "bills"',
  );
  expect(buildSql(sql`SELECT ${others.total} FROM ${others}`).toSQL().sql).toBe(
    'SELECT "bills"."total" FROM "bills"',
  );
});
