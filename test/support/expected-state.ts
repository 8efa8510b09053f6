import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { type DriverDatabase, SqliteDriver } from "../../src/db/sqlite/driver.ts";
import type { Decisions } from "../../src/evolve/decisions.ts";
import { quoted } from "./random-rows.ts";
import {
  columnsOf,
  danglingIn,
  type Row,
  readRows,
  rowNumberColumn,
  rowNumberName,
  structureOf,
  tablesOf,
} from "./read-cells.ts";

type Driver = DriverDatabase;

/** What a database must be after a push, worked out by plain SQL in an empty database. */
export interface ExpectedState {
  /** Why the data do not allow it, in SQLite's words; nothing where they do. */
  readonly failure: string | undefined;
  readonly structure: readonly string[];
  readonly tables: ReadonlyMap<string, ExpectedRows>;
  /** What would be lost or changed without being named: `table`, `table.column`. */
  readonly losses: readonly string[];
}

export interface ExpectedRows {
  readonly rows: readonly Row[];
  /** Whether the row's number is to be what it was; else only the rows as a set are. */
  readonly numbered: boolean;
}

/** Works out what a push to a schema must come to. */
export function expectedState(
  path: string,
  ddl: readonly string[],
  decisions: Decisions,
): ExpectedState {
  const wanted = new SqliteDriver(":memory:");
  wanted.pragma("foreign_keys = OFF");
  for (const statement of ddl) wanted.exec(statement);
  let old: Driver;
  try {
    old = renamedCopy(path, wanted, decisions);
  } catch (error) {
    // A name that is taken.
    return { failure: String(error), structure: [], tables: new Map(), losses: [] };
  }
  try {
    const structure = structureOf(wanted);
    wanted.prepare("ATTACH ? AS old").run(old.name);
    const losses: string[] = [];
    const tables = new Map<string, ExpectedRows>();
    const failures: string[] = [];
    const tablesThere = tablesOf(old);
    for (const table of tablesOf(wanted)) {
      if (table.startsWith("ledger_") || !tablesThere.includes(table)) continue;
      try {
        const numbered = copyRows({ wanted, old, table, decisions });
        const rows = readRows(wanted, table);
        tables.set(table, { rows, numbered });
        losses.push(...lossesOf({ old, wanted, table, decisions }, rows));
      } catch (error) {
        failures.push(`${table}: ${error}`);
      }
    }
    losses.push(...tablesOf(old).filter((table) => !tablesOf(wanted).includes(table)));
    if (failures.length === 0) failures.push(...newDangling(old, wanted));
    return { failure: failures[0], structure, tables, losses };
  } finally {
    wanted.close();
    old.close();
  }
}

/** The database as it is, under the names that were declared. */
function renamedCopy(path: string, wanted: Driver, decisions: Decisions): Driver {
  const copy = join(path, "..", "renamed.db");
  copyFileSync(path, copy);
  const driver = new SqliteDriver(copy);
  const isDue = (there: string[], schema: string[], { from, to }: { from: string; to: string }) =>
    there.includes(from) && !(schema.includes(from) && !schema.includes(to));
  for (const { from, to } of decisions.renameTables) {
    if (!isDue(tablesOf(driver), tablesOf(wanted), { from, to })) continue;
    driver.exec(`ALTER TABLE ${quoted(from)} RENAME TO ${quoted(to)}`);
  }
  for (const { table, from, to } of decisions.renames) {
    if (!isDue(columnsOf(driver, table), columnsOf(wanted, table), { from, to })) continue;
    driver.exec(`ALTER TABLE ${quoted(table)} RENAME COLUMN ${quoted(from)} TO ${quoted(to)}`);
  }
  return driver;
}

interface Copying {
  readonly wanted: Driver;
  readonly old: Driver;
  readonly table: string;
  readonly decisions: Decisions;
}

/** Copies a table's rows as they are into the wanted table, which may refuse them. */
function copyRows(copying: Copying): boolean {
  const { wanted, old, table } = copying;
  const pairs = storedColumns(wanted, table).flatMap(([name, notNull]): [string, string][] => {
    const source = sourceOf(copying, name, notNull === 1);
    return source === undefined ? [] : [[quoted(name), source]];
  });
  const [from, to] = [rowNumberName(old, table), rowNumberName(wanted, table)];
  const keys = [rowNumberColumn(old, table), rowNumberColumn(wanted, table)];
  const alias = keys[1] === undefined ? undefined : quoted(keys[1]);
  const number = alias ?? to;
  const carried = from !== undefined && number !== undefined && !isAmong(pairs, alias);
  if (carried) pairs.push([number, `o.${from}`]);
  const name = quoted(table);
  const [targets, sources] = [pairs.map(([target]) => target), pairs.map(([, source]) => source)];
  const rows = `old.${name} o ORDER BY ${from === undefined ? "1" : `o.${from}`}`;
  const key = carried ? undefined : pairs.find(([target]) => target === alias);
  const empty = key && old.prepare(`SELECT 1 FROM ${name} o WHERE ${key[1]} IS NULL`).get();
  if (empty !== undefined) throw new TypeError("SQLite would make up a number for the key");
  if (pairs.length > 0) {
    wanted.exec(
      `INSERT INTO main.${name} (${targets.join()}) SELECT ${sources.join()} FROM ${rows}`,
    );
  } else {
    const count = old.prepare(`SELECT count(*) FROM ${name}`).pluck().get() as number;
    for (let at = 0; at < count; at++) wanted.exec(`INSERT INTO main.${name} DEFAULT VALUES`);
  }
  return carried || (keys[0] !== undefined && keys[0] === keys[1]);
}

const isAmong = (pairs: readonly [string, string][], target: string | undefined): boolean =>
  pairs.some(([one]) => one === target);

/** SQL that fills a column; nothing where its default does. */
function sourceOf({ old, table, decisions }: Copying, name: string, required: boolean) {
  const { backfills } = decisions;
  const filler = backfills.find((one) => one.table === table && one.column === name)?.expression;
  const own = `o.${quoted(name)}`;
  if (!columnsOf(old, table).includes(name)) return filler && `(${filler})`;
  const gaps = filler !== undefined && required && !isRequired(old, table, name);
  return gaps ? `coalesce(${own}, (${filler}))` : own;
}

function storedColumns(driver: Driver, table: string): [string, number][] {
  const sql = 'SELECT name, "notnull" FROM pragma_table_xinfo(?) WHERE hidden = 0';
  return driver.prepare(sql).raw().all(table) as [string, number][];
}

function isRequired(driver: Driver, table: string, column: string): boolean {
  return storedColumns(driver, table).some(([name, notNull]) => name === column && notNull === 1);
}

/** Columns whose values are gone or say something else afterwards. */
function lossesOf({ old, wanted, table }: Copying, rows: readonly Row[]): string[] {
  const columns = columnsOf(wanted, table);
  const before = readRows(old, table);
  const key = rowNumberColumn(wanted, table)?.toLowerCase();
  // A column that becomes the row number puts the rows in its own order.
  if (key !== undefined && before[0]?.cells.has(key)) before.sort(byNumberIn(key));
  return storedColumns(old, table).flatMap(([name]): string[] => {
    if (!columns.includes(name)) return [`${table}.${name}`];
    // Without a number, which row became which is not known.
    if (rowNumberName(old, table) === undefined) return [];
    const key = name.toLowerCase();
    const kept = before.every((row, at) => {
      return saysTheSame(row.cells.get(key) ?? "", rows[at]?.cells.get(key) ?? "");
    });
    return kept ? [] : [`${table}.${name}`];
  });
}

const byNumberIn = (key: string) => (one: Row, other: Row) => {
  const number = ({ cells }: Row) => BigInt(parse(cells.get(key) ?? "") ?? 0);
  return number(one) < number(other) ? -1 : 1;
};

/** Whether a cell lost nothing by its new type; a gap may be filled. */
export function saysTheSame(before: string, after: string): boolean {
  const [old, now] = [parse(before), parse(after)];
  if (before === after || old === null) return true;
  if (now === null) return false;
  // biome-ignore lint/suspicious/noDoubleEquals: 12n and 12 are the same number, 2n ** 53n + 1n and 2 ** 53 are not.
  if (typeof old !== "string" && typeof now !== "string") return old == now;
  if (typeof old === "string") return typeof now !== "string" && writtenAs(now).includes(old);
  if (typeof now !== "string") return false;
  return typeof old === "bigint" ? now === String(old) : Number(now) === old;
}

const writtenAs = (value: bigint | number): string[] => [
  ...[String(value), Number.isInteger(value) ? `${value}.0` : ""],
  ...(typeof value === "number" ? [String(value).replace(/^(-?\d)e/, "$1.0e")] : []),
];

/** A cell of text or bytes comes back as it is read. */
function parse(cell: string): bigint | number | string | null {
  const [type = "", rest = ""] = cell.split(" ");
  if (type === "null") return null;
  if (type === "real") return Number(rest);
  if (type === "blob") return cell;
  const written = Buffer.from(rest, "hex").toString();
  return type === "integer" ? BigInt(written) : written;
}

function newDangling(old: Driver, wanted: Driver): string[] {
  try {
    const before = danglingIn(old);
    const after = [...danglingIn(wanted)];
    return after.flatMap(([key, count]) =>
      count > (before.get(key) ?? 0) ? [`dangling: ${key}`] : [],
    );
  } catch (error) {
    return [String(error)];
  }
}
