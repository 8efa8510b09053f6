import { expect, test } from "vitest";
import { findRunners } from "../../src/evolve/migration-runners.ts";
import { databaseOf } from "../support/evolve.ts";

/** Tables as their programs make them, and what the programs are called. */
const TABLES: readonly (readonly [table: string, runner: string | undefined])[] = [
  ["_prisma_migrations (id, checksum, finished_at, migration_name, logs)", "Prisma"],
  ["knex_migrations (id, name, batch, migration_time)", "Knex"],
  ["own_migrations (id, name, batch, migration_time)", "Knex"],
  ["knex_migrations_lock (i, is_locked)", undefined],
  ["flyway_schema_history (installed_rank, version, script, checksum)", "Flyway"],
  ["schema_version (installed_rank, version, script, checksum)", "Flyway"],
  ["__drizzle_migrations (id, hash, created_at)", "Drizzle"],
  ["schema_migrations (version)", "Rails or dbmate"],
  ["django_migrations (id, app, name, applied)", "Django"],
  ["SequelizeMeta (name)", "Sequelize"],
  ["migrations (id, timestamp, name)", "TypeORM"],
  ["DATABASECHANGELOG (id, author, filename, dateexecuted)", "Liquibase"],
  ["alembic_version (version_num)", "Alembic"],
  ["goose_db_version (id, version_id, is_applied, tstamp)", "goose"],
  ["__EFMigrationsHistory (MigrationId, ProductVersion)", "Entity Framework"],
  ["_sqlx_migrations (version, description, installed_on)", "SQLx"],
  ["_migrations (id, applied_at)", "a runner of its own"],
  ["db_version (version)", "a runner of its own"],
  ["app_schema_history (name, ran_at)", "a runner of its own"],
  ["patients (id, name)", undefined],
  ["patient_migrations (id, patient_id, ward, at)", undefined],
  ["audit_log (id, table_name, at)", undefined],
  ["system_settings (key, value)", undefined],
];

test("another migration runner is known by its table", () => {
  const db = databaseOf(TABLES.map(([table]) => `CREATE TABLE ${table}`).join(";"));
  const found = new Map(findRunners(db).map(({ table, runner }) => [table, runner]));
  const expected = TABLES.map(([table, runner]) => [table.split(" ")[0], runner]);
  expect(
    TABLES.map(([table]) => [table.split(" ")[0], found.get(table.split(" ")[0] ?? "")]),
  ).toEqual(expected);
});

test.each([
  ["(version, dirty)", "golang-migrate"],
  ["(version, inserted_at)", "Ecto"],
  ["(filename)", "Sequel"],
])("a table schema_migrations %s is that of %s", (columns, runner) => {
  const db = databaseOf(`CREATE TABLE schema_migrations ${columns};
    INSERT INTO schema_migrations DEFAULT VALUES`);
  expect(findRunners(db)).toEqual([{ runner, table: "schema_migrations", entries: 1 }]);
});
