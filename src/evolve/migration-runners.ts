import type { Database } from "../db/database.ts";
import { quoteName } from "../db/names.ts";
import { readCatalog, type TableShape } from "../db/sqlite/catalog.ts";

/** Another program that brings a database to its schema, known by the table in which it keeps what it has done. */
export interface MigrationRunner {
  /** What people call it. */
  readonly runner: string;
  readonly table: string;
  /** Rows of the table. */
  readonly entries: number;
}

interface Sign {
  readonly runner: string;
  /** Of the table, in lower case. */
  readonly name: RegExp;
  /** Columns that it has, in lower case; several runners use one name. */
  readonly columns?: readonly string[];
}

/** The first that fits a table is taken. */
const SIGNS: readonly Sign[] = [
  { runner: "Prisma", name: /^_prisma_migrations$/ },
  { runner: "Drizzle", name: /^__drizzle_migrations/ },
  { runner: "Knex", name: /^knex_migrations$/ },
  { runner: "Flyway", name: /^flyway_schema_history$/ },
  { runner: "Flyway", name: /./, columns: ["installed_rank", "script", "checksum"] },
  { runner: "golang-migrate", name: /^schema_migrations$/, columns: ["version", "dirty"] },
  { runner: "Ecto", name: /^schema_migrations$/, columns: ["version", "inserted_at"] },
  { runner: "Sequel", name: /^schema_migrations$/, columns: ["filename"] },
  { runner: "Sequel", name: /^schema_info$/, columns: ["version"] },
  { runner: "Rails or dbmate", name: /^schema_migrations$/, columns: ["version"] },
  { runner: "Rails", name: /^ar_internal_metadata$/ },
  { runner: "Django", name: /^django_migrations$/ },
  { runner: "Sequelize", name: /^sequelize(meta|data)$/ },
  { runner: "Laravel", name: /^migrations$/, columns: ["migration", "batch"] },
  { runner: "Knex", name: /migration/, columns: ["name", "batch", "migration_time"] },
  { runner: "TypeORM", name: /^(migrations|typeorm_migrations)$/, columns: ["timestamp", "name"] },
  { runner: "db-migrate", name: /^migrations$/, columns: ["name", "run_on"] },
  { runner: "MikroORM", name: /^mikro_orm_migrations$/ },
  { runner: "Kysely", name: /^kysely_migration$/ },
  { runner: "Liquibase", name: /^databasechangelog$/ },
  { runner: "Alembic", name: /^alembic_version/ },
  { runner: "goose", name: /^goose_db_version$/ },
  { runner: "goose", name: /./, columns: ["version_id", "is_applied", "tstamp"] },
  { runner: "Entity Framework", name: /^__(ef)?migrationshistory$/ },
  { runner: "FluentMigrator", name: /^versioninfo$/, columns: ["version", "appliedon"] },
  { runner: "DbUp", name: /^schemaversions$/ },
  { runner: "SQLx", name: /^_sqlx_migrations$/ },
  { runner: "Diesel", name: /^__diesel_schema_migrations$/ },
  { runner: "Refinery", name: /^refinery_schema_history$/ },
  { runner: "SeaORM", name: /^seaql_migrations$/ },
  { runner: "Atlas", name: /^atlas_schema_revisions$/ },
  { runner: "Bun", name: /^bun_migrations$/ },
  { runner: "sql-migrate", name: /^gorp_migrations$/ },
  { runner: "Phinx", name: /^phinxlog$/ },
  { runner: "Doctrine", name: /^(doctrine_)?migration_versions$/ },
  { runner: "yoyo", name: /^_yoyo_(migration|log|version)$/ },
  { runner: "Peewee", name: /^migratehistory$/ },
  { runner: "Aerich", name: /^aerich$/, columns: ["version", "app"] },
  { runner: "Wrangler (D1)", name: /^d1_migrations$/ },
  { runner: "Room", name: /^room_master_table$/ },
  { runner: "GRDB", name: /^grdb_migrations$/ },
  { runner: "Core Data", name: /^z_metadata$/, columns: ["z_version"] },
  { runner: "sqitch", name: /^changes$/, columns: ["change_id", "planner_name"] },
  { runner: "Directus", name: /^directus_migrations$/ },
  { runner: "Strapi", name: /^strapi_migrations/ },
  { runner: "Payload", name: /^payload_migrations$/ },
  { runner: "node-pg-migrate", name: /^pgmigrations$/ },
];

/** How a table is called in which a program of its own keeps the migrations or versions of its schema. */
const LIKELY =
  /^_*(\w+_)?(migrations?|migrations?_?(log|history|meta|versions?|applied|info|table)|applied_migrations?|schema_?(versions?|history|log|changelog|info)|db_?(version|changelog|migrations?)|database_?(version|changelog))_*$/;

/** What such a table says of an entry, apart from its number and its time. */
const ENTRY =
  /^(id|version|name|migration|migration_?name|filename|file|script|key|value|number|step|tag|hash|description)$/;

const REFERENCE = /^(?!migration|version)\w+_id$/i;

/** Beyond this many columns a table is one of the application's own. */
const MOST_COLUMNS = 12;

/** The migration runners whose tables are in a database; locks and the like of a runner that was found are left out. */
export function findRunners(db: Database): MigrationRunner[] {
  return [...readCatalog(db).tables.values()].flatMap((table): MigrationRunner[] => {
    const runner = runnerOf(table);
    if (runner === undefined) return [];
    const count = db.prepare(`SELECT count(*) FROM main.${quoteName(table.name)}`).get([])?.[0];
    return [{ runner, table: table.name, entries: Number(count) }];
  });
}

const runnerOf = ({ name, columns, foreignKeys }: TableShape): string | undefined =>
  runnerOfTable({
    name,
    columns: columns.map((column) => column.name),
    hasForeignKeys: foreignKeys.length > 0,
  });

/** What tells a runner's table, in any engine. */
interface Told {
  readonly name: string;
  readonly columns: readonly string[];
  readonly hasForeignKeys: boolean;
}

/** The runner that keeps a table; undefined for a table of the application's. */
export function runnerOfTable({ name, columns, hasForeignKeys }: Told): string | undefined {
  const lower = name.toLowerCase();
  const has = (wanted: string) => columns.some((column) => column.toLowerCase() === wanted);
  const known = SIGNS.find((sign) => sign.name.test(lower) && (sign.columns ?? []).every(has));
  if (known !== undefined) return known.runner;
  const entry = columns.some((column) => ENTRY.test(column.toLowerCase()));
  // What refers to rows of the application is not about its schema.
  const refers = hasForeignKeys || columns.some((own) => REFERENCE.test(own));
  const likely = LIKELY.test(lower) && entry && !refers;
  return likely && columns.length <= MOST_COLUMNS ? "a runner of its own" : undefined;
}
