import { statSync } from "node:fs";
import type { Database } from "../db/database.ts";
import { quoteName, sameName } from "../db/names.ts";
import {
  type Catalog,
  type ForeignKey,
  primaryKey,
  readCatalog,
  type TableShape,
} from "../db/sqlite/catalog.ts";
import { findDangling, mismatchOf } from "../db/sqlite/check-foreign-keys.ts";
import { damageIn, prepareIndexed, quickCheck, userVersion } from "../db/sqlite/health.ts";
import { journalMode } from "../db/sqlite/journal-mode.ts";
import { type PreparedPush, preparePush } from "./carry-out.ts";
import { NO_DECISIONS } from "./decisions.ts";
import { describeDrift } from "./describe-draft.ts";
import { NOTHING_MANAGED } from "./managed.ts";
import { findRunners, type MigrationRunner } from "./migration-runners.ts";
import { lastChange, readManaged } from "./schema-log.ts";
import { wantedCatalog } from "./wanted-catalog.ts";

/** The status of a database. */
export interface DatabaseStatus {
  /** Bytes. */
  readonly size: number;
  readonly journalMode: string;
  /** Whether this tool made it or was told to take it over. */
  readonly managed: boolean;
  readonly inSync: boolean;
  /** What a push would do: statements. */
  readonly drift: readonly string[];
  /** Columns beside the schema that must have a value and have no default: `table.column`. */
  readonly requiredOfOthers: readonly string[];
  readonly lastChange: { readonly at: string; readonly command: string } | null;
  readonly backups: readonly { readonly path: string; readonly size: number }[];
  /** `ok`, or what SQLite's quick check found. */
  readonly integrity: readonly string[];
  /** Other programs that bring it to their schema. */
  readonly runners: readonly MigrationRunner[];
  /** SQLite's `user_version`, by which many applications count their schema; 0 unless one set it. */
  readonly userVersion: number;
}

/** Reads how a database stands. */
export function databaseStatus(
  db: Database,
  ddl: readonly string[],
  keepUnmanaged?: readonly string[],
): DatabaseStatus {
  const managed = readManaged(db);
  const { statements, requiredOfOthers } = prepareAlone(db, wantedCatalog(ddl), keepUnmanaged);
  return {
    size: statSync(db.path).size,
    journalMode: journalMode(db),
    managed: managed !== undefined,
    inSync: statements.length === 0,
    drift: statements,
    requiredOfOthers,
    lastChange: lastChange(db) ?? null,
    backups: db.backups().map((path) => ({ path, size: statSync(path).size })),
    integrity: quickCheck(db),
    runners: findRunners(db),
    userVersion: userVersion(db),
  };
}

/**
 * The statements that bring a database to a schema; none if it matches.
 *
 * @param keepUnmanaged columns that stay beside those of the schema
 */
export const driftOf = (
  db: Database,
  ddl: readonly string[],
  keepUnmanaged?: readonly string[],
): readonly string[] => prepareAlone(db, wantedCatalog(ddl), keepUnmanaged).statements;

/** A push for which nothing is decided but what stays. */
function prepareAlone(
  db: Database,
  wanted: Catalog,
  keepUnmanaged: readonly string[] = [],
): PreparedPush {
  const managed = readManaged(db) ?? NOTHING_MANAGED;
  return preparePush(db, { wanted, managed, decisions: { ...NO_DECISIONS, keepUnmanaged } });
}

/** Something that is wrong with a database. */
export interface Defect {
  readonly check:
    | "integrity"
    | "foreign keys"
    | "schema"
    | "required values"
    | "orphaned rows"
    | "index";
  readonly what: string;
}

/**
 * Finds everything that can be wrong with a database, against its own rules and the schema's:
 * damage, references that lead nowhere, drift, required values that are missing, foreign keys
 * without an index.
 */
export function findDefects(
  db: Database,
  ddl: readonly string[],
  keepUnmanaged?: readonly string[],
): Defect[] {
  const wanted = wantedCatalog(ddl);
  const { draft } = prepareAlone(db, wanted, keepUnmanaged);
  const integrity = damageIn(db);
  const current = readCatalog(db);
  const tables = [...current.tables.keys()];
  const mismatched = tables.flatMap((table): Defect[] => {
    const why = mismatchOf(db, table);
    return why === undefined
      ? []
      : [{ check: "foreign keys", what: `no row can be inserted: ${why}` }];
  });
  const dangling = findDangling(db, tables).map(
    ({ table, columns, parent, count }): Defect => ({
      check: "foreign keys",
      what: `${count} rows of ${table} name in ${columns} what ${parent} does not have`,
    }),
  );
  return [
    ...integrity.map((what): Defect => ({ check: "integrity", what })),
    ...mismatched,
    ...dangling,
    ...describeDrift(db, draft).map((what): Defect => ({ check: "schema", what })),
    ...missingValues(db, wanted),
    ...orphans(db, wanted),
    ...unindexedKeys(db),
  ];
}

/** Columns that the schema requires, and that are empty in rows from before it did. */
function missingValues(db: Database, wanted: Catalog): Defect[] {
  return sharedTables(db, wanted).flatMap(({ present, table }) =>
    table.columns.flatMap(({ name, notNull }): Defect[] => {
      const there = present.columns.some((column) => sameName(column.name, name));
      if (!notNull || !there) return [];
      const sql = `SELECT count(*) FROM ${quoteName(table.name)} WHERE ${quoteName(name)} IS NULL`;
      const count = Number(db.prepare(sql).get([])?.[0]);
      return count === 0
        ? []
        : [{ check: "required values", what: `${count} rows of ${table.name} have no ${name}` }];
    }),
  );
}

/** References that the schema asks for and the database does not guard. */
function orphans(db: Database, wanted: Catalog): Defect[] {
  const tables = sharedTables(db, wanted);
  return tables.flatMap(({ present, table }) => {
    const guarded = new Set(present.foreignKeys.map((key) => key.normalized));
    const has = (name: string) => present.columns.some((column) => sameName(column.name, name));
    return table.foreignKeys
      .filter((key) => !guarded.has(key.normalized) && key.columns.every(has))
      .flatMap((key) => {
        const parent = tables.find((one) => sameName(one.table.name, key.table))?.present;
        return orphansOf(db, { table: table.name, key, parent });
      });
  });
}

interface Reference {
  readonly table: string;
  readonly key: ForeignKey;
  /** Undefined if the parent is yet to be made. */
  readonly parent: TableShape | undefined;
}

function orphansOf(db: Database, { table, key, parent }: Reference): Defect[] {
  const { columns } = key;
  const named = columns.map((column) => `c.${quoteName(column)} IS NOT NULL`).join(" AND ");
  const sql = `SELECT count(*) FROM ${quoteName(table)} c WHERE ${named}${met(key, parent)}`;
  const count = Number(db.prepare(sql).get([])?.[0]);
  if (count === 0) return [];
  const what = `${count} rows of ${table} name in ${columns.join(", ")} what ${key.table} does not have`;
  return [{ check: "orphaned rows", what }];
}

/** SQL that rules out the rows whose parent is there; nothing can be where the parent has no such key. */
function met({ columns, to }: ForeignKey, parent: TableShape | undefined): string {
  const keys = to.length > 0 || parent === undefined ? to : primaryKey(parent);
  const has = (name: string) => parent?.columns.some((column) => sameName(column.name, name));
  if (parent === undefined || !keys.every(has)) return "";
  const on = columns.map((column, at) => `p.${quoteName(keys[at] ?? "")} = c.${quoteName(column)}`);
  const from = `${quoteName(parent.name)} p WHERE ${on.join(" AND ")}`;
  return ` AND NOT EXISTS (SELECT 1 FROM ${from})`;
}

function sharedTables(db: Database, wanted: Catalog) {
  const current = [...readCatalog(db).tables.values()];
  return [...wanted.tables.values()].flatMap((table) => {
    const present = current.find(({ name }) => sameName(name, table.name));
    return present === undefined ? [] : [{ present, table }];
  });
}

/** Without an index on it, a foreign key makes every delete of a parent read the whole child table. */
function unindexedKeys(db: Database): Defect[] {
  const indexed = prepareIndexed(db);
  return [...readCatalog(db).tables.values()].flatMap(({ name, foreignKeys, columns: own }) => {
    const indexes = indexed(name);
    const key = own
      .filter(({ primaryKey }) => primaryKey === 1)
      .map((column) => [column.name.toLowerCase()]);
    return foreignKeys.flatMap(({ columns }): Defect[] => {
      const wants = columns.map((column) => column.toLowerCase());
      const found = [...indexes, ...key].some((index) =>
        wants.every((column, at) => index[at] === column),
      );
      return found
        ? []
        : [{ check: "index", what: `${name} has no index on ${columns.join(", ")}` }];
    });
  });
}
