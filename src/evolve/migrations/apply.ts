import type { Backup, Database } from "../../db/database.ts";
import { quoteName, sameName } from "../../db/names.ts";
import { attachBefore } from "../../db/sqlite/attach.ts";
import { type Catalog, readCatalog, type Stored } from "../../db/sqlite/catalog.ts";
import { findDangling } from "../../db/sqlite/check-foreign-keys.ts";
import { tokenize } from "../../db/sqlite/sql-tokens.ts";
import { DatabaseError, HmsyncError } from "../../plain/errors.ts";
import { catalogHash } from "../catalog-hash.ts";
import { newlyDangling } from "../check-foreign-keys.ts";
import {
  compareWithBackup,
  describeLoss,
  type Loss,
  nameAfter,
  type Survival,
} from "../compare-with-backup.ts";
import { findBroken, newlyBroken } from "../dependents.ts";
import { keptIn } from "../kept-columns.ts";
import { includesName, isOwn, managedBy } from "../managed.ts";
import { PushRefused } from "../push-refused.ts";
import type { Need, Obstacle, PushReport } from "../push-report.ts";
import { hasLog, OperationLog, recordChange } from "../schema-log.ts";
import { backUpRows, dropIfRefused, withoutForeignKeys } from "../transaction.ts";
import { columnKey, readColumnKey, readName, writeName } from "../written-names.ts";
import { equals, withOthers } from "./applied.ts";
import { carryKept } from "./carry-kept.ts";
import type { MigrationText } from "./migration-file.ts";

/** Statements that were written beforehand, and what they may do. */
export interface Application {
  /** For the log: `db:migrate 0001_add_department`. */
  readonly command: string;
  readonly text: MigrationText;
  /** What the migrations before this one make. */
  readonly previous: Catalog;
  /** What the database is to be afterwards. */
  readonly wanted: Catalog;
  readonly now: Date;
  /** Patterns of `table.column`: columns that no migration made, to be kept. */
  readonly keepUnmanaged: readonly string[];
  /** What would allow a loss: the file's first line, unless said. */
  readonly needOf?: (loss: Loss) => Need;
  /** Looks at the database with the write lock held; throws to refuse, says "skip" to leave it be. */
  check(): "go on" | "skip";
  /** Copies the rows of an older table, in the transaction that is open; throws to refuse. */
  readonly copyTable?: CopyOlder | undefined;
  /** Says in the database that it was done. */
  mark(): void;
}

/** Copies an older table that is there into the new one; throws where a row would stay behind. */
export type CopyOlder = (db: Database, from: string) => Promise<void>;

/** What came of it. */
export interface Applied {
  readonly backup: string | undefined;
  readonly survival: Survival | undefined;
  readonly warnings: readonly string[];
}

/**
 * Carries out statements that were written beforehand, with the care of a push: one transaction,
 * foreign keys off, a checked backup, every row and cell compared with it before the commit.
 *
 * @returns undefined if the check said to skip
 * @throws PushRefused if they would lose what they do not name
 */
export async function applyStatements(
  db: Database,
  application: Application,
): Promise<Applied | undefined> {
  const started = Date.now();
  const log = new OperationLog(db);
  let backup: Backup | undefined;
  try {
    const done = await withoutForeignKeys(db, async () => {
      if (application.check() === "skip") return undefined;
      const { wanted, command, text, now } = application;
      const current = readCatalog(db);
      const { tables } = current;
      const among = [...wanted.tables.keys(), ...tables.keys()];
      const hashes = { fromHash: catalogHash(current, among), toHash: catalogHash(wanted, among) };
      log.begin({ at: now.toISOString(), command, ...hashes, statements: text.statements });
      backup = await backUpRows(db, current, now);
      if (backup !== undefined) attachBefore(db, backup);
      const { survival, kept } = await change(db, application, {
        ...hashes,
        current,
        compare: backup !== undefined,
      });
      for (const from of text.copies) await copyOlder(db, from, { ...application, tables });
      application.mark();
      const operation = log.done(backup?.path ?? null, Date.now() - started);
      if (hasLog(db)) recordChange(db, operation, managedBy(wanted, kept));
      if (backup !== undefined) db.dropOldBackups();
      return { backup: backup?.path, survival };
    });
    return done && { ...done, warnings: log.write() };
  } catch (error) {
    dropIfRefused(backup, error);
    log.failed(error, Date.now() - started);
    log.write();
    throw error;
  }
}

async function copyOlder(
  db: Database,
  from: string,
  { copyTable, command, tables }: Application & Pick<Catalog, "tables">,
): Promise<void> {
  const isThere = (all: Catalog["tables"]) => includesName([...all.keys()], from);
  // A new database has no older rows.
  if (!isThere(tables)) return;
  if (copyTable !== undefined && isThere(readCatalog(db).tables)) return copyTable(db, from);
  throw new DatabaseError(`${command} cannot copy the table ${from}.`, {
    cure: "Copy it in a migration before the one that drops it, with  hmsync db:migrate",
  });
}

interface Before {
  readonly current: Catalog;
  readonly fromHash: string;
  readonly toHash: string;
  /** The state before is attached. */
  readonly compare: boolean;
}

async function change(
  db: Database,
  application: Application,
  { current, compare, ...hashes }: Before,
): Promise<{ survival: Survival | undefined; kept: readonly string[] }> {
  const { text, previous, command, needOf = needInFile } = application;
  const tables = [...current.tables.keys()];
  const before = { broken: findBroken(db, current), dangling: findDangling(db, tables) };
  const others = keptBeside(db, application);
  const putBack = putAside(db, current, previous);
  for (const at of text.statements.keys()) {
    const sql = carryKept(db, text.statements, { at, kept: others });
    if (!isThere(current, sql)) runStatement(db, sql, `${command}, statement ${at + 1}`);
  }
  putBack();
  const after = readCatalog(db);
  const obstacles = [
    ...newlyBroken(before.broken, findBroken(db, after)),
    ...newlyDangling(before.dangling, findDangling(db, [...after.tables.keys()])),
  ];
  const { decisions } = text;
  const survival = compare
    ? await compareWithBackup(db, {
        decisions,
        lost: decisions.allowDrop,
        dropped: decisions.allowDropTable.map(readName),
        converted: decisions.allowConvert,
      })
    : undefined;
  const needs = (survival?.losses ?? []).map(needOf);
  if (needs.length + obstacles.length > 0) {
    throw new PushRefused(refusal(db, { ...hashes, needs, obstacles }));
  }
  const wanted = withOthers(db, application.wanted, others);
  if (equals(after, wanted)) return { survival, kept: keptIn(application.wanted, wanted) };
  throw new DatabaseError(
    `After ${command}, ${db.name} differs from the result of the migrations.`,
    {
      cure: "Nothing was changed. Look for statements that depend on the data.",
    },
  );
}

/** Columns that are kept, by the names of their tables before the migration and after it. */
function keptBeside(
  db: Database,
  { previous, keepUnmanaged, text: { decisions } }: Application,
): string[] {
  const kept = keptIn(previous, withOthers(db, previous, keepUnmanaged));
  return kept.flatMap((key) => {
    const { table, column } = readColumnKey(key) ?? { table: "", column: key };
    return [key, columnKey(nameAfter(table, decisions), column)];
  });
}

/**
 * Puts triggers and views aside that no migration made, so that a table can be made anew under them:
 * with the old table, SQLite would drop its triggers without a word.
 */
function putAside(db: Database, current: Catalog, previous: Catalog): () => void {
  const made = new Set(
    [...previous.views, ...previous.triggers].map(({ name }) => name.toLowerCase()),
  );
  const others = (stored: readonly Stored[]) =>
    stored.filter(({ name }) => !made.has(name.toLowerCase()));
  const [views, triggers] = [others(current.views), others(current.triggers)];
  for (const { name } of triggers) db.exec(`DROP TRIGGER ${quoteName(name)}`);
  for (const { name } of views) db.exec(`DROP VIEW ${quoteName(name)}`);
  return () => {
    for (const { name, sql } of [...views, ...triggers])
      runStatement(db, sql, `putting back ${name}`);
    putBackIndexes(db, current, previous);
  };
}

/** An index that no migration made goes with the table that is made anew, and comes back with the new one. */
function putBackIndexes(db: Database, current: Catalog, previous: Catalog): void {
  const indexes = ({ tables }: Catalog) =>
    [...tables.values()].flatMap((table) => [...table.indexes]);
  const after = readCatalog(db);
  const there = [...indexes(previous), ...indexes(after)].map(([name]) => name);
  for (const { name: table, indexes: own } of current.tables.values()) {
    if (!includesName([...after.tables.keys()], table)) continue;
    for (const [name, sql] of own)
      if (!includesName(there, name)) runStatement(db, sql, `putting back ${name}`);
  }
}

/** The tool's own tables stay when their migration is taken back: it does not make them again. */
function isThere({ tables }: Catalog, sql: string): boolean {
  const [create, ...rest] = tokenize(sql).map(({ meaning }) => meaning);
  const [what, name = "", on, table = ""] = rest[0] === "unique" ? rest.slice(1) : rest;
  const own = [...tables.values()].filter((one) => isOwn(one.name));
  if (create !== "create") return false;
  if (what === "table") return own.some((one) => sameName(one.name, name));
  const shape = own.find((one) => what === "index" && on === "on" && sameName(one.name, table));
  return shape !== undefined && includesName([...shape.indexes.keys()], name);
}

function runStatement(db: Database, sql: string, place: string): void {
  try {
    db.exec(sql);
  } catch (error) {
    if (!(error instanceof HmsyncError)) throw error;
    throw new DatabaseError(`${place}: ${error.message}`, {
      cure: "Nothing of this migration was kept. Correct the data or the file.",
      cause: error,
    });
  }
}

/** What a migration must say in its first line to be allowed to do what it did. */
function needInFile(loss: Loss): Need {
  const { table, column, kind } = loss;
  const key = column === undefined ? writeName(table) : columnKey(table, column);
  const decision = {
    table: "allowDropTable",
    column: "allowDrop",
    values: "allowConvert",
  } as const;
  const named = kind === "rows" || kind === "counter" ? undefined : decision[kind];
  const line = named ? JSON.stringify({ [named]: [key] }) : "a way that keeps it";
  return { flag: `-- hmsync: ${line}`, why: `${describeLoss(loss)}; allowing it` };
}

function refusal(
  db: Database,
  found: Pick<PushReport, "needs" | "fromHash" | "toHash"> & { readonly obstacles: Obstacle[] },
): PushReport {
  return {
    database: db.path,
    inSync: false,
    tables: [],
    statements: [],
    kept: [],
    requiredOfOthers: [],
    ...found,
  };
}
