import { getTableName } from "drizzle-orm";
import type { TableCopy } from "../../../shared/table-copies.ts";
import { sameName } from "../../db/names.ts";
import { type Catalog, readCatalog } from "../../db/sqlite/catalog.ts";
import { FOREIGN_KEYS_OFF } from "../../db/sqlite/migration-words.ts";
import { openScratch } from "../../db/sqlite/open.ts";
import { UsageError } from "../../plain/errors.ts";
import { preparePush } from "../carry-out.ts";
import { compileSnapshot, type SchemaExports } from "../compile-schema.ts";
import { type Decisions, NO_DECISIONS } from "../decisions.ts";
import type { TableDraft } from "../draft.ts";
import { managedBy } from "../managed.ts";
import { ANY_COUNTS, missingDecisions } from "../missing-decisions.ts";
import { PushRefused } from "../push-refused.ts";
import type { Need } from "../push-report.ts";
import { wantedCatalog } from "../wanted-catalog.ts";
import { columnKey, writeName } from "../written-names.ts";
import { type MigrationText, writeMigration } from "./migration-file.ts";
import { addMigration, lastSnapshotId, readMigrations } from "./migrations-folder.ts";
import { catalogAfterMigrations, withReplayed } from "./replay.ts";
import { checkSnapshot } from "./snapshot.ts";

/** What to write a migration for. */
export interface GenerateRequest {
  readonly folder: string;
  readonly name: string;
  readonly schema: SchemaExports;
  readonly ddl: readonly string[];
  readonly decisions: Decisions;
  readonly copies?: readonly TableCopy[] | undefined;
  readonly now: Date;
}

const NAME = /^[a-z0-9][a-z0-9_]{0,62}$/;

/**
 * Writes what changed in the schema since the last migration, with its way back, from the same
 * planner as a push and without prompts.
 *
 * @returns the files; none if nothing changed
 * @throws PushRefused if a loss is not named: a migration is for databases that hold rows
 */
export async function generateMigration(request: GenerateRequest): Promise<string[]> {
  const { folder, name, ddl, now } = request;
  if (!NAME.test(name)) {
    throw new UsageError(`"${name}" is not a valid name for a migration.`, {
      cure: "Write lower-case letters, digits and underscores: --name add_department.",
    });
  }
  const wanted = wantedCatalog(ddl);
  const before = readMigrations(folder);
  const up = withReplayed(before, (db) => {
    const previous = readCatalog(db);
    const input = {
      wanted,
      managed: managedBy(previous),
      // What a database has beside the schema, no migration knows.
      decisions: { ...request.decisions, keepUnmanaged: [] },
      copies: request.copies,
    };
    const prepared = preparePush(db, input);
    const needs = prepared.draft.tables.flatMap((table) =>
      missingDecisions(ANY_COUNTS, table, prepared.decisions),
    );
    return { previous, prepared, needs };
  });
  const { statements, draft, decisions } = up.prepared;
  if (up.needs.length > 0) throw refused(folder, up.needs);
  if (statements.length === 0) return [];
  const snapshot = await compileSnapshot(request.schema, lastSnapshotId(folder));
  const written = await addMigration(folder, {
    name,
    snapshot,
    when: now.getTime(),
    up: writeMigration({
      statements: guarded(statements),
      decisions,
      irreversible: [],
      copies: copiedIn(draft.tables, up.previous, request.copies),
    }),
    down: writeMigration(wayBack(wanted, up.previous, { decisions, tables: draft.tables, ddl })),
  });
  const all = readMigrations(folder);
  checkSnapshot(folder, all, catalogAfterMigrations(all));
  return written;
}

function refused(folder: string, needs: readonly Need[]): PushRefused {
  return new PushRefused({
    database: folder,
    fromHash: "",
    toHash: "",
    inSync: false,
    tables: [],
    statements: [],
    needs,
    obstacles: [],
    kept: [],
    requiredOfOthers: [],
  });
}

/** Tables that are made here in the place of others: the rows of these are copied. */
function copiedIn(
  tables: readonly TableDraft[],
  previous: Catalog,
  declared: readonly TableCopy[] = [],
): string[] {
  const made = tables.filter(({ action }) => action === "create").map(({ table }) => table);
  return declared
    .filter(({ from, to }) => previous.tables.has(from) && made.includes(getTableName(to)))
    .map(({ from }) => from);
}

/** For those who run the file by other means; inside a transaction the line does nothing. */
function guarded(statements: readonly string[]): string[] {
  const rebuilds = statements.some((sql) => sql.startsWith("DROP TABLE"));
  return rebuilds ? [FOREIGN_KEYS_OFF, ...statements] : [...statements];
}

interface Forward {
  readonly decisions: Decisions;
  readonly tables: readonly TableDraft[];
  readonly ddl: readonly string[];
}

/** The same planner, from the new schema to the old one. */
function wayBack(
  wanted: Catalog,
  previous: Catalog,
  { decisions, tables, ddl }: Forward,
): MigrationText {
  const nameBack = (table: string) =>
    decisions.renameTables.find(({ to }) => sameName(to, table))?.from ?? table;
  const back: Decisions = {
    ...NO_DECISIONS,
    renames: decisions.renames.map(({ table, from, to }) => {
      return { table: nameBack(table), from: to, to: from };
    }),
    renameTables: decisions.renameTables.map(({ from, to }) => ({ from: to, to: from })),
    allowDrop: tables.flatMap(({ table, difference }) =>
      (difference?.added ?? []).map(({ name }) => columnKey(nameBack(table), name)),
    ),
    allowDropTable: tables
      .filter(({ action }) => action === "create")
      .map(({ table }) => writeName(table)),
  };
  const db = openScratch();
  try {
    for (const statement of ddl) db.exec(statement);
    const managed = { ...managedBy(wanted), tables: [...wanted.tables.keys()] };
    const { statements, draft } = preparePush(db, { wanted: previous, managed, decisions: back });
    const needs = draft.tables.flatMap((table) => missingDecisions(ANY_COUNTS, table, back));
    return {
      statements: guarded(statements),
      decisions: back,
      copies: [],
      irreversible: [...lossesOf(tables, decisions), ...needs.map(({ why }) => why)],
    };
  } finally {
    db.close();
  }
}

function lossesOf(tables: readonly TableDraft[], { allowConvert }: Decisions): string[] {
  return [
    ...tables
      .filter(({ action }) => action === "drop")
      .map(({ table }) => `the rows of ${table} are no longer in the database`),
    ...tables.flatMap(({ table, difference }) =>
      (difference?.lost ?? []).map(
        ({ name }) => `the values of ${table}.${name} are no longer in the database`,
      ),
    ),
    ...allowConvert.map((column) => `values of ${column} were changed by its new type`),
  ];
}
