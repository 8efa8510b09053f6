import type pg from "pg";
import { columnKey, writeName } from "../../written-names.ts";
import { findTornRows } from "./torn-rows.ts";
import { hashOf, keyText, type WatchedColumn, type WatchedTable } from "./watched-tables.ts";

/** Something that was there before a migration, and is not, or not as it was. */
export interface TableLoss {
  readonly kind: "table" | "rows" | "column" | "values";
  /** As decisions name it, by the name that it had: `patients`, `patients.phone`. */
  readonly target: string;
  /** Rows or values; undefined where they cannot be told apart one by one. */
  readonly count: number | undefined;
}

/** A table before, and what has become of it. */
interface Pair {
  readonly before: WatchedTable;
  readonly after: WatchedTable | undefined;
}

/** A table that was made anew under its name is the same table to whoever has rows in it. */
const pairs = (before: readonly WatchedTable[], after: readonly WatchedTable[]): Pair[] =>
  before.map((table) => ({
    before: table,
    after:
      after.find(({ oid }) => oid === table.oid) ??
      after.find(({ written }) => written === table.written),
  }));

function columnAfter(column: WatchedColumn, { before, after }: Pair): WatchedColumn | undefined {
  if (before.oid === after?.oid)
    return after.columns.find(({ number }) => number === column.number);
  return after?.columns.find(({ name }) => name === column.name);
}

/** What two readings show to be gone or changed, without looking at single rows; false alarms are possible. */
export function findLosses(
  before: readonly WatchedTable[],
  after: readonly WatchedTable[],
): TableLoss[] {
  return pairs(before, after).flatMap((pair): TableLoss[] => {
    const { before: table } = pair;
    const called = writeName(table.called);
    if (table.rows === 0) return [];
    if (pair.after === undefined) return [{ kind: "table", target: called, count: table.rows }];
    const fewer = table.rows - pair.after.rows;
    const rows: TableLoss[] = fewer > 0 ? [{ kind: "rows", target: called, count: fewer }] : [];
    const columns = table.columns.flatMap((column): TableLoss[] => {
      const target = columnKey(table.called, column.name);
      const now = columnAfter(column, pair);
      if (column.values === 0) return [];
      if (now === undefined) return [{ kind: "column", target, count: column.values }];
      const same =
        now.digest === column.digest &&
        now.values === column.values &&
        table.together === pair.after?.together;
      return same ? [] : [{ kind: "values", target, count: undefined }];
    });
    return [...rows, ...columns];
  });
}

/** The tables of losses that have to be looked at row by row to be sure of. */
export const inDoubt = (
  before: readonly WatchedTable[],
  losses: readonly TableLoss[],
): WatchedTable[] =>
  before.filter(({ called, columns }) => {
    const targets = [writeName(called), ...columns.map(({ name }) => columnKey(called, name))];
    return losses.some(({ kind, target }) => targets.includes(target) && /rows|values/.test(kind));
  });

const noteName = ({ oid }: WatchedTable): string => `pg_temp.hmsync_before_${oid}`;

/** Keeps a number for each value of these tables until the transaction ends: no value itself. */
export async function noteRows(client: pg.Client, tables: readonly WatchedTable[]): Promise<void> {
  for (const table of tables) {
    const key = keyText(table);
    const hashes = table.columns.map((column) => hashOf(column, undefined)).join(", ");
    await client.query(
      `create temporary table ${noteName(table).replace("pg_temp.", "")} on commit drop as
       select ${key ?? "null::text"} as k, array[${hashes}]::int8[] as h from only ${table.written}`,
    );
  }
}

/** The losses once more, exactly: values that were added where there were none, and new rows, are no loss. */
export async function findExactLosses(
  client: pg.Client,
  before: readonly WatchedTable[],
  after: readonly WatchedTable[],
): Promise<TableLoss[]> {
  const rough = findLosses(before, after);
  const doubted = inDoubt(before, rough);
  const certain = rough.filter(({ kind }) => kind === "table" || kind === "column");
  const exact: TableLoss[] = [];
  for (const pair of pairs(before, after))
    if (pair.after !== undefined && doubted.includes(pair.before))
      exact.push(...(await compareRows(client, { before: pair.before, after: pair.after })));
  return [...certain, ...exact];
}

interface BothTables {
  readonly before: WatchedTable;
  readonly after: WatchedTable;
}

async function compareRows(client: pg.Client, pair: BothTables): Promise<TableLoss[]> {
  const { before } = pair;
  const kept = before.columns.flatMap((column, at) => {
    const now = columnAfter(column, pair);
    // The number of the column is part of the hash.
    return (
      now && [{ column, at: at + 1, hash: hashOf({ ...now, number: column.number }, undefined) }]
    );
  });
  const columns = kept.filter((one) => one !== undefined);
  const key = keyAfter(pair);
  const counts = await (key === undefined
    ? countWithoutKeys(client, pair, columns)
    : countByKeys(client, pair, { columns, key }));
  const [rows = 0, ...values] = counts;
  const losses: TableLoss[] =
    rows > 0 ? [{ kind: "rows", target: writeName(before.called), count: rows }] : [];
  for (const [at, { column }] of columns.entries()) {
    const count = values[at] ?? 0;
    const target = columnKey(before.called, column.name);
    if (count > 0) losses.push({ kind: "values", target, count });
  }
  if (key === undefined && rows === 0) losses.push(...(await tornValues(client, pair, columns)));
  return losses;
}

async function tornValues(
  client: pg.Client,
  { before, after }: BothTables,
  kept: readonly Kept[],
): Promise<TableLoss[]> {
  const tables = { notes: noteName(before), now: after.written };
  const { columns, rows } = await findTornRows(client, tables, kept);
  return columns.map(({ column }) => ({
    kind: "values",
    target: columnKey(before.called, column.name),
    count: rows,
  }));
}

/** The same columns, by whatever names; undefined if rows cannot be known again. */
function keyAfter(pair: BothTables): string | undefined {
  const { before, after } = pair;
  const numbers = before.key.map((number) => {
    const column = before.columns.find((one) => one.number === number);
    return column && columnAfter(column, pair)?.number;
  });
  if (numbers.includes(undefined)) return undefined;
  return keyText({ key: numbers as number[], columns: after.columns });
}

interface Kept {
  readonly column: WatchedColumn;
  /** Its place in the notes. */
  readonly at: number;
  readonly hash: string;
}

/** Rows that are not there, and for each column the values that are others in the rows that are. */
async function countByKeys(
  client: pg.Client,
  { before, after }: BothTables,
  { columns, key }: { readonly columns: readonly Kept[]; readonly key: string },
): Promise<number[]> {
  const unlike = columns.map(
    ({ at }, place) =>
      `count(*) filter (where a.k is not null and b.h[${at}] is not null and b.h[${at}] is distinct from a.h[${place + 1}])`,
  );
  const hashes = columns.map(({ hash }) => hash).join(", ");
  return counted(
    client,
    `select ${["count(*) filter (where a.k is null)", ...unlike].join(", ")}
     from ${noteName(before)} b left join
       (select ${key} as k, array[${hashes}]::int8[] as h from only ${after.written}) a on a.k = b.k`,
  );
}

/** Where rows have no key: values of a column that occur less often than before. */
async function countWithoutKeys(
  client: pg.Client,
  { before, after }: BothTables,
  columns: readonly Kept[],
): Promise<number[]> {
  const gone = columns.map(
    ({ at, hash }) =>
      `(select count(*) from (select h[${at}] from ${noteName(before)} where h[${at}] is not null
         except all select ${hash} from only ${after.written}) g)`,
  );
  const lists = [`${Math.max(before.rows - after.rows, 0)}`, ...gone];
  return counted(client, `select ${lists.join(", ")}`);
}

async function counted(client: pg.Client, text: string): Promise<number[]> {
  const { rows } = await client.query<string[]>({ text, rowMode: "array" });
  return (rows[0] ?? []).map(Number);
}
