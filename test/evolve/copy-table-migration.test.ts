import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { expect, test } from "vitest";
import { TABLE_COPIES } from "../../shared/table-copies.ts";
import type { Database } from "../../src/db/database.ts";
import { compileSchema, type SchemaExports } from "../../src/evolve/compile-schema.ts";
import { NO_DECISIONS } from "../../src/evolve/decisions.ts";
import { generateMigration } from "../../src/evolve/migrations/generate.ts";
import { migrate } from "../../src/evolve/migrations/migrate.ts";
import { copyWhole } from "../../src/jobs/database/migrations.ts";
import { SCHEMA } from "../../src/jobs/own-schema.ts";
import { databaseOf, NOW, rows, value } from "../support/evolve.ts";
import { workspace } from "../support/workspace.ts";

const allies = sqliteTable("allies", {
  id: integer().primaryKey(),
  clientId: text("client_id"),
  name: text(),
  relationship: text(),
  preferredLanguage: text("preferred_language"),
  email: text(),
});

/** Migrations of a project that had `allies` and has `caregivers` now, and a database of the first one. */
async function migrated(): Promise<{ db: Database; folder: string; next: () => Promise<unknown> }> {
  const folder = workspace();
  const { caregivers, ...rest } = SCHEMA;
  const write = async (name: string, schema: SchemaExports) =>
    generateMigration({
      folder,
      name,
      schema,
      ddl: await compileSchema(schema),
      decisions: NO_DECISIONS,
      copies: TABLE_COPIES,
      now: NOW,
    });
  const db = databaseOf("");
  const copyTable = (among: Database, from: string) => copyWhole(among, from, TABLE_COPIES);
  const apply = () => migrate(db, { folder, now: NOW, allowConvert: [], adopt: false, copyTable });
  await write("start", { ...rest, allies });
  await apply();
  db.exec(`insert into patients (id, full_name) values ('p1', 'Asha Rao');
    insert into allies values (1, 'p1', 'Ana', 'aunt', 'en', 'a@example.org'), (2, 'p1', 'Tom', 'son', 'en', 't@example.org')`);
  await write("caregivers", { ...rest, caregivers });
  return { db, folder, next: apply };
}

test("a migration that makes the new table copies the rows of the older one, which stays", async () => {
  const { db, folder, next } = await migrated();
  const file = readdirSync(folder).find((name) => name === "0001_caregivers.sql") ?? "";
  expect(readFileSync(join(folder, file), "utf8")).toMatch(
    /^-- hmsync: \{"copyTables":\["allies"\]\}\n/,
  );
  await next();
  expect(rows(db, "select name, patient_id from caregivers order by name")).toEqual([
    ["Ana", "p1"],
    ["Tom", "p1"],
  ]);
  expect(value(db, "select count(*) from allies")).toBe(2);
});

test("with one row that cannot be copied nothing of the migration is kept", async () => {
  const { db, next } = await migrated();
  db.exec("update allies set client_id = 'nobody' where id = 2");
  await expect(next()).rejects.toMatchObject({ exitCode: 4 });
  expect(value(db, "select count(*) from sqlite_schema where name = 'caregivers'")).toBe(0);
  expect(value(db, "select count(*) from ledger_crosswalk")).toBe(0);
  db.exec("update allies set client_id = 'p1'");
  await next();
  expect(value(db, "select count(*) from caregivers")).toBe(2);
});
