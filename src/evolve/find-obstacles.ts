import type { Database, DbValue } from "../db/database.ts";
import { quoteName } from "../db/names.ts";
import { StatementRefused } from "../db/refused.ts";
import { primaryKey, type TableShape } from "../db/sqlite/catalog.ts";
import { rowNumberColumn, rowNumberName } from "../db/sqlite/row-numbers.ts";
import { tokenize } from "../db/sqlite/sql-tokens.ts";
import { shellWord } from "../plain/shell-word.ts";
import type { Obstacle } from "./push-report.ts";
import type { Copy } from "./steps.ts";
import { columnKey } from "./written-names.ts";

const STAGE = "__hmsync_stage";
/** Where the staged row came from. */
const ROW = "__row";

/** Rows to look through, and how they are numbered. */
interface Rows {
  readonly table: string;
  readonly from: string;
  readonly row: string;
}

/**
 * Finds out which rows stand in the way when a copy failed: the rows are staged in a table of the
 * same columns and without constraints, and each constraint is asked alone.
 */
export function copyObstacles(db: Database, copy: Copy): Obstacle[] {
  const { wanted } = copy;
  stageRows(db, copy);
  const rows: Rows = { table: wanted.name, from: `temp.${STAGE}`, row: ROW };
  try {
    const notNull = wanted.columns
      .filter(({ name, notNull, generated }) => {
        return notNull && generated === undefined && name !== rowNumberColumn(wanted)?.name;
      })
      .map(({ name }) => isEmpty(wanted.name, name, quoteName(name)));
    // What is computed is not staged, and a CHECK of it not asked.
    const computed = wanted.columns.filter(({ generated }) => generated !== undefined);
    const ownChecks = wanted.parsed.checks.filter(({ normalized }) =>
      computed.every(({ name }) => !normalized.split(" ").includes(name.toLowerCase())),
    );
    const checks = ownChecks.map(({ expression }) => ({
      what: `CHECK (${expression}) is broken`,
      where: `NOT (${expression})`,
      cure: "Correct these rows or the CHECK.",
    }));
    const keys = [primaryKey(wanted), ...wanted.uniques.map((list) => list.split(","))];
    return [
      ...[...notNull, ...checks].flatMap((question) => askRows(db, rows, question)),
      ...keys
        .filter((key) => key.length > 0)
        .flatMap((key) => askTwice(db, rows, { columns: key.map(quoteName), filter: "" })),
    ];
  } finally {
    db.exec(`DROP TABLE temp.${STAGE}`);
  }
}

/** A column that becomes the row number: where it is empty, SQLite would make a number up. */
export function rowNumberObstacles(db: Database, { wanted, present, columns }: Copy): Obstacle[] {
  const alias = rowNumberColumn(wanted);
  const copied = columns.find(({ column }) => column === alias);
  if (copied?.from === undefined || copied.from === rowNumberColumn(present)) return [];
  const rows: Rows = {
    table: wanted.name,
    from: `main.${quoteName(present.name)}`,
    row: rowNumberName(present) ?? "null",
  };
  return askRows(db, rows, isEmpty(wanted.name, copied.column.name, copied.source));
}

function isEmpty(table: string, column: string, value: string): Question {
  return {
    what: `${column} is required and empty`,
    where: `${value} IS NULL`,
    cure: `Fill in these rows, or give a value for them: --backfill ${shellWord(`${columnKey(table, column)}=<expression>`)}`,
  };
}

/** Finds the rows that a unique index meets twice. */
export function indexObstacles(db: Database, table: TableShape, sql: string): Obstacle[] {
  const tokens = tokenize(sql);
  const open = tokens.findIndex(({ raw }) => raw === "(");
  const where = tokens.findIndex(({ raw }) => raw.toLowerCase() === "where");
  const head = where === -1 ? tokens : tokens.slice(0, where);
  const close = head.findLastIndex(({ raw }) => raw === ")");
  const columns = tokens.slice(open + 1, close).map(({ raw }) => raw);
  const filter = where === -1 ? [] : tokens.slice(where + 1).map(({ raw }) => raw);
  const rows: Rows = {
    table: table.name,
    from: `main.${quoteName(table.name)}`,
    row: rowNumberName(table) ?? "null",
  };
  return askTwice(db, rows, { columns: [columns.join(" ")], filter: filter.join(" ") });
}

function stageRows(db: Database, { present, wanted, columns }: Copy): void {
  const declared = wanted.columns.map(({ name, type, collation, defaultSql }) => {
    const fallback = defaultSql === null ? "" : ` DEFAULT (${defaultSql})`;
    return `${quoteName(name)} ${type} COLLATE ${collation}${fallback}`;
  });
  db.exec(`CREATE TEMP TABLE ${STAGE} (${[ROW, ...declared].join(", ")})`);
  const targets = [ROW, ...columns.map(({ column }) => quoteName(column.name))];
  const sources = [rowNumberName(present) ?? "null", ...columns.map(({ source }) => source)];
  const from = `main.${quoteName(present.name)}`;
  db.exec(
    `INSERT INTO temp.${STAGE} (${targets.join(", ")}) SELECT ${sources.join(", ")} FROM ${from}`,
  );
}

interface Question {
  readonly what: string;
  /** SQL that is true for the violating rows. */
  readonly where: string;
  readonly cure: string;
}

function askRows(db: Database, { table, from, row }: Rows, question: Question): Obstacle[] {
  const { what, where, cure } = question;
  const count = Number(askOnce(db, `SELECT count(*) FROM ${from} WHERE ${where}`)[0]?.[0] ?? 0);
  if (count === 0) return [];
  const first = askOnce(db, `SELECT ${row} FROM ${from} WHERE ${where} ORDER BY 1 LIMIT 5`);
  const rows = first.flatMap(([place]) => (place === null ? [] : [Number(place)]));
  return [{ table, what, count, rows, cure }];
}

/** What is about columns that are not copied (new ones, computed ones) cannot be asked. */
function askOnce(db: Database, sql: string): DbValue[][] {
  try {
    return db.prepare(sql).all([]);
  } catch (error) {
    if (error instanceof StatementRefused) return [];
    throw error;
  }
}

interface UniqueList {
  readonly columns: readonly string[];
  /** SQL of a partial index; empty if all rows count. */
  readonly filter: string;
}

/** NULLs are different from each other to a unique index (https://sqlite.org/nulls.html). */
function askTwice(db: Database, rows: Rows, { columns, filter }: UniqueList): Obstacle[] {
  const list = columns.join(", ");
  const present = `(${list}) IS NOT NULL`;
  const single = columns.length === 1 && !list.includes(",");
  const known = [filter, single ? present : ""].filter(Boolean).join(" AND ");
  const where = known === "" ? "" : `WHERE ${known}`;
  const twice = `SELECT ${rows.row} AS place, count(*) OVER (PARTITION BY ${list}) AS met FROM ${rows.from} ${where}`;
  return askRows(
    db,
    { table: rows.table, from: `(${twice})`, row: "place" },
    {
      what: `(${list}) is not unique`,
      where: "met > 1",
      cure: "Correct these rows, or remove the UNIQUE.",
    },
  );
}
