import type { Command } from "./command.ts";
import type { FlagName } from "./flags.ts";

const DATABASE: readonly FlagName[] = ["db", "config"];
const SCHEMA: readonly FlagName[] = [...DATABASE, "schema"];
const MIGRATIONS: readonly FlagName[] = [...SCHEMA, "migrations"];
const DROPS: readonly FlagName[] = ["allow-drop", "allow-drop-table"];
/** Numbered files of SQL, for a database on a server. */
const NUMBERED: readonly FlagName[] = ["folder", ...DROPS, "lift-force-rls"];
const LOSSES: readonly FlagName[] = [...DROPS, "allow-convert"];
const RENAMES: readonly FlagName[] = ["rename", "rename-table", "backfill"];
/** Decisions about a schema change. */
const DECISIONS: readonly FlagName[] = [...LOSSES, ...RENAMES, "drop-unmanaged", "adopt"];
const CHANGE: readonly FlagName[] = [...SCHEMA, "keep-unmanaged", "concurrently", ...DECISIONS];
const COPYING: readonly FlagName[] = ["from", "legacy-system", "on-conflict", "reveal", "drop-old"];

/** Commands that are about a database and its schema, not about what is imported into it. */
export const DATABASE_COMMANDS: readonly Command[] = [
  {
    name: "db:plan",
    about: "show what a push would do, by trying it on a private copy",
    example: "db:plan --out plan.json",
    flags: [...CHANGE, "lift-force-rls", "on-copy", "out", "sql", "check"],
    load: () => import("./commands/db-plan.ts"),
  },
  {
    name: "db:push",
    about: "bring a database to the schema; loses no row or value unless you name it",
    example: "db:push --rename patients.phone=telephone",
    flags: [...CHANGE, "lift-force-rls", "init", "plan", "yes", "force"],
    load: () => import("./commands/db-push.ts"),
  },
  {
    name: "db:backup",
    about: "make a verified copy of the database while it is in use",
    example: "db:backup --keep 10",
    flags: [...SCHEMA, "keep"],
    load: () => import("./commands/db-backup.ts"),
  },
  {
    name: "db:restore",
    about: "restore a backup; the present database is set aside",
    example: "db:restore backups/hmsync-2026-01-14T02-03-11Z.db",
    flags: [...SCHEMA, "yes", "force"],
    operand: { name: "BACKUP", about: "the backup's file" },
    load: () => import("./commands/db-restore.ts"),
  },
  {
    name: "db:status",
    about: "show whether the schema is in sync, the last change, backups and migrations",
    example: "db:status",
    flags: [...MIGRATIONS, "folder"],
    load: () => import("./commands/db-status.ts"),
  },
  {
    name: "db:validate",
    about: "check for damage, orphaned rows and schema drift; exits 1 and lists them",
    example: "db:validate",
    flags: SCHEMA,
    load: () => import("./commands/db-validate.ts"),
  },
  {
    name: "db:backfill-public-ids",
    about: "give public ids to rows without one, while the application runs",
    example: "db:backfill-public-ids --dry-run",
    flags: [...DATABASE, "only", "dry-run", "batch-size"],
    load: () => import("./commands/db-backfill-public-ids.ts"),
  },
  {
    name: "db:copy-table",
    about: "copy a table into the one that replaces it, and compare them",
    example: "db:copy-table allies --dry-run",
    flags: [...DATABASE, ...COPYING, "rename", ...DROPS, "batch-size", "dry-run"],
    operand: { name: "TABLE", about: "the old table, as declared in the target's tableCopies" },
    load: () => import("./commands/db-copy-table.ts"),
  },
  {
    name: "db:generate",
    about: "write the schema change as a migration, with its rollback",
    example: "db:generate --name add_department",
    flags: [...MIGRATIONS, "name", ...DECISIONS],
    load: () => import("./commands/db-generate.ts"),
  },
  {
    name: "db:migrate",
    about: "apply pending migrations, each in its own transaction",
    example: "db:migrate",
    flags: [
      ...MIGRATIONS,
      ...NUMBERED,
      ...(["init", "adopt", "keep-unmanaged", "allow-convert", "yes", "force"] as const),
    ],
    load: () => import("./commands/db-migrate.ts"),
  },
  {
    name: "db:rollback",
    about: "roll back the last migration",
    example: "db:rollback",
    flags: [...MIGRATIONS, ...NUMBERED, "allow-convert", "yes", "force"],
    load: () => import("./commands/db-rollback.ts"),
  },
  {
    name: "db:adopt-migrations",
    about: "take over numbered migrations that were applied by hand, if what they make is there",
    example: "db:adopt-migrations --folder migrations/ --db postgres://owner@host/hms",
    flags: [...DATABASE, "folder", "migrations"],
    operand: { name: "NUMBER", about: "the last file that was applied; all of them by default" },
    load: () => import("./commands/db-adopt-migrations.ts"),
  },
];
