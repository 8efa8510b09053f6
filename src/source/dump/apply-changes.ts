import { type DumpChange, type DumpTableName, tableKey } from "./dump-part.ts";
import type { GrowingTable } from "./growing-table.ts";
import type { PlainChange } from "./plain-change.ts";

/** So many are done to each row as it is read: more are for a database. */
const MOST_CHANGES = 1_000;

/** The tables of a dump so far, and what was not understood in it. */
export interface TablesSoFar {
  readonly tables: Map<string, GrowingTable>;
  /** Statements that may have brought or changed rows of tables that they name, or of any. */
  readonly unplaced: DumpChange[];
  tableOf(name: DumpTableName): GrowingTable;
}

/** Does to the tables what a statement does, where that is plain; else leaves it open. */
export function applyChange(change: DumpChange, so: TablesSoFar): void {
  const { effect, table: name, whole } = change;
  if (whole !== undefined) {
    emptyWhole(whole, change, so);
    return;
  }
  const table = name && so.tables.get(tableKey(name));
  if (name === undefined || effect === "not understood") so.unplaced.push(change);
  else if (effect === "brings") {
    const says = `${change.what}, which adds rows that are not in the dump`;
    so.tableOf(name).open.push({ line: change.line, says });
  } else if (effect === "alters") alterOrLeave(table, change, so);
  else table?.empty(change, effect === "drops" ? "table" : "rows");
}

/** An alias may stand in the place of the name. */
function alterOrLeave(
  table: GrowingTable | undefined,
  change: DumpChange,
  { unplaced }: TablesSoFar,
): void {
  if (table === undefined) unplaced.push(change);
  else alter(table, change);
}

function emptyWhole(whole: string, change: DumpChange, { tables }: TablesSoFar): void {
  for (const table of tables.values()) if (isOf(table.name, whole)) table.empty(change, "table");
}

const isOf = ({ database, schema }: DumpTableName, whole: string): boolean =>
  [database, schema].some((name) => name.toLowerCase() === whole.toLowerCase());

/** Nothing is changed of rows that come only later. */
function alter(table: GrowingTable, change: DumpChange): void {
  const { line, offset, what, plain } = change;
  if (table.rows === 0 && what !== "ALTER") return;
  if (table.rows === 0 && table.created === undefined) return;
  if (plain !== undefined && table.changes.length < MOST_CHANGES && isUnmixed(table, plain)) {
    table.changes.push({ ...plain, line, offset });
    return;
  }
  const says =
    what === "ALTER"
      ? "ALTER TABLE, which renames or drops the table, a column or rows"
      : `${what}, which may change rows that were read before it`;
  table.open.push({ line, says });
}

/** What one change writes no later one looks for: rows are looked for as they were read. */
function isUnmixed({ changes }: GrowingTable, { where }: PlainChange): boolean {
  const written = new Set(
    changes.flatMap(({ set = [] }) => set).map(({ column }) => column.toLowerCase()),
  );
  return !where.some(({ column }) => written.has(column.toLowerCase()));
}

/** Leaves open what a statement does that names its tables somewhere, or does not at all. */
export function placeUnplaced({ tables, unplaced }: TablesSoFar): void {
  for (const { line, offset, what, words, effect } of unplaced) {
    const all = effect === "not understood" && words.size === 0;
    const says =
      effect === "not understood"
        ? `${what.slice(0, 60)}, which is unknown`
        : `${what}, which may change rows that were read before it`;
    const mayBring = effect === "not understood" || effect === "brings";
    for (const table of tables.values()) {
      const isNamed = words.has(table.name.table.toLowerCase());
      const comesLater = !mayBring && (table.stretches[0]?.offset ?? offset) >= offset;
      const isMeant = all || isNamed || (effect === "not understood" && !namesAny(tables, words));
      if (isMeant && !comesLater) table.open.push({ line, says });
    }
  }
}

const namesAny = (tables: TablesSoFar["tables"], words: ReadonlySet<string>): boolean =>
  [...tables.values()].some(({ name }) => words.has(name.table.toLowerCase()));
