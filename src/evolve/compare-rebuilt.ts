import type { Database } from "../db/database.ts";
import { quoteName, sameName } from "../db/names.ts";
import { rowNumberColumn } from "../db/sqlite/row-numbers.ts";
import { countEach, joinRows, keptCell, sameCell, type TablePair } from "./pair-rows.ts";
import type { CopiedColumn, Copy } from "./steps.ts";

/** A column whose values came out different by its new type. */
export interface AlteredColumn {
  readonly column: string;
  readonly count: number;
  /** Row numbers of the first of them. */
  readonly rows: readonly number[];
}

/** What a copy came to, while both tables are there. */
export interface RebuiltComparison {
  /** Rows that have not arrived, or that came from nowhere. */
  readonly strayRows: number;
  readonly altered: readonly AlteredColumn[];
}

/**
 * Compares a table with its copy, column by column where its type was changed; the rest must not
 * differ, and is compared with the backup before the commit.
 */
export function compareRebuilt(db: Database, copy: Copy): RebuiltComparison {
  const { present, wanted, into, columns, computed } = copy;
  const kept = [...columns, ...computed].filter(({ from }) => from !== undefined);
  const pair: TablePair = {
    before: { table: present, from: `main.${quoteName(present.name)}` },
    after: { table: { ...wanted, name: into }, from: `main.${quoteName(into)}` },
    numberedBy: columns.find(
      ({ column, from }) => from === undefined && column === rowNumberColumn(wanted),
    )?.source,
    nameBefore: (after) => kept.find(({ column }) => sameName(column.name, after))?.from?.name,
  };
  const { from, row } = joinRows(pair);
  const total = (name: string) =>
    Number(db.prepare(`SELECT count(*) FROM main.${quoteName(name)}`).get([])?.[0]);
  const strayRows = Math.abs(total(present.name) - total(into));
  const changed = kept.filter(converts);
  const unlike = changed.map((column) => `NOT ${isKept(column)}`);
  const counts = countEach(db, unlike, from);
  const altered = changed.flatMap((column, at): AlteredColumn[] => {
    const count = counts[at] ?? 0;
    if (count === 0) return [];
    const first = db
      .prepare(`SELECT ${row} FROM ${from} WHERE NOT ${isKept(column)} ORDER BY 1 LIMIT 5`)
      .all([]);
    const rows = first.flatMap(([place]) => (place === null ? [] : [Number(place)]));
    return [{ column: column.column.name, count, rows }];
  });
  return { strayRows, altered };
}

const converts = ({ column, from }: CopiedColumn): boolean =>
  from?.type !== column.type || column.generated !== undefined;

/** SQL that is true where a row's cell survived. */
function isKept(copied: CopiedColumn): string {
  const { column, from, source } = copied;
  const [old, now] = [`o.${quoteName(from?.name ?? "")}`, `n.${quoteName(column.name)}`];
  const kept = column.type === from?.type ? sameCell(old, now) : keptCell(old, now);
  // A backfill fills gaps, and may do nothing else.
  const filled = source === quoteName(from?.name ?? "") ? "" : ` OR ${old} IS NULL`;
  return `coalesce((${kept}${filled}), 0)`;
}
