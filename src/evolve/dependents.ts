import type { Database } from "../db/database.ts";
import { quoteName } from "../db/names.ts";
import { StatementRefused } from "../db/refused.ts";
import type { Catalog, TableShape } from "../db/sqlite/catalog.ts";
import { mismatchOf } from "../db/sqlite/check-foreign-keys.ts";
import { DatabaseError } from "../plain/errors.ts";
import { shellWord } from "../plain/shell-word.ts";
import type { Obstacle } from "./push-report.ts";

const UNIQUE = "Keep a unique index on the columns that it refers to, or change the foreign key.";

/** What depends on tables and does not work: by name. */
export type Broken = ReadonlyMap<string, Fault>;

interface Fault {
  /** SQLite's words. */
  readonly why: string;
  readonly cure: string;
}

/**
 * Tries everything that names tables from outside: views are read, triggers are compiled by planning
 * what fires them, full-text indexes are compared with what they index. Where a foreign key names columns
 * that no unique index is on, SQLite refuses every write to the table.
 */
export function findBroken(db: Database, { tables, views, triggers }: Catalog): Broken {
  const broken = new Map<string, Fault>();
  const attempt = (name: string, work: () => void) => {
    const why = failureOf(work);
    const cure = `Change it first, or drop it with --drop-unmanaged ${shellWord(name)}`;
    if (why !== undefined) broken.set(name, { why, cure });
  };
  for (const { name } of views) {
    attempt(name, () => db.prepare(`SELECT * FROM main.${quoteName(name)} LIMIT 0`).all([]));
  }
  for (const { name, table } of triggers) {
    const columns = tables.get(table)?.columns ?? [];
    for (const sql of firingStatements(table, columns)) {
      attempt(name, () => db.prepare(`EXPLAIN ${sql}`));
    }
  }
  for (const table of tables.values()) {
    if (isFts5(table)) attempt(table.name, () => checkFullText(db, table.name));
    const why = mismatchOf(db, table.name);
    if (why !== undefined) broken.set(table.name, { why, cure: UNIQUE });
  }
  return broken;
}

/** What worked before and would not any more. */
export function newlyBroken(before: Broken, after: Broken): Obstacle[] {
  return [...after].flatMap(([name, { why, cure }]): Obstacle[] => {
    if (before.has(name)) return [];
    const what = `${name} would stop working: ${why}`;
    return [{ table: name, what, count: 0, rows: [], cure }];
  });
}

function firingStatements(table: string, columns: TableShape["columns"]): string[] {
  const target = `main.${quoteName(table)}`;
  const settable = columns.filter(({ generated }) => generated === undefined);
  return [
    `INSERT INTO ${target} DEFAULT VALUES`,
    `DELETE FROM ${target}`,
    ...settable.map(({ name }) => `UPDATE ${target} SET ${quoteName(name)} = ${quoteName(name)}`),
  ];
}

const isFts5 = ({ kind, sql }: TableShape): boolean =>
  kind === "virtual" && /\busing\s+["'`[]?fts5\b/i.test(sql);

/** FTS5 compares its index with the content it was made from (sqlite.org/fts5.html, 6.4). */
function checkFullText(db: Database, name: string): void {
  const quoted = quoteName(name);
  db.exec(`INSERT INTO ${quoted} (${quoted}, rank) VALUES ('integrity-check', 1)`);
}

function failureOf(work: () => void): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (error instanceof StatementRefused) return error.reason;
    // What a full-text index and its content disagree on, SQLite calls damage.
    if (error instanceof DatabaseError) return error.message;
    throw error;
  }
}
