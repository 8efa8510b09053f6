import type { ColumnStep } from "./added-columns.ts";
import type { DumpColumn } from "./create-table.ts";
import type { DumpValue } from "./dump-value.ts";

/** The columns of a table from a place of its dump on, up to where another statement changes them. */
export interface ColumnLayout {
  /** Bytes of the dump before it. */
  readonly from: number;
  readonly columns: readonly DumpColumn[];
}

/** What the rows have in a column that stand before the statement which adds it. */
export interface ColumnFill {
  readonly column: string;
  readonly before: number;
  readonly value: DumpValue;
}

/** Where a statement stands, and how many rows stand before it. */
export interface AlteredAt {
  readonly line: number;
  readonly offset: number;
  readonly rows: number;
}

/** How the columns of a table came about, where rows stand between the statements that say so. */
export class ColumnHistory {
  layouts: ColumnLayout[] = [];
  fills: ColumnFill[] = [];

  /** @returns the columns after these steps; and what they do to rows that are there, in words */
  take(
    known: readonly DumpColumn[],
    steps: readonly ColumnStep[],
    { line, offset, rows }: AlteredAt,
  ): { readonly columns: readonly DumpColumn[]; readonly told: readonly string[] } {
    let columns = known;
    const told: string[] = [];
    for (const step of steps) {
      const before = columns;
      columns = after(columns, step);
      if (step.kind === "move" || columns === before || rows === 0) continue;
      const { fill = null, column } = step;
      if (fill !== null) this.fills.push({ column: column.name, before: offset, value: fill });
      const has = fill === null ? "nothing in it" : "its default value";
      const are = rows === 1 ? "the row before it has" : `the ${rows} rows before it have`;
      told.push(`line ${line} (ALTER TABLE) adds the column ${column.name}: ${are} ${has}`);
    }
    if (columns === known || (rows === 0 && this.layouts.length === 0)) return { columns, told };
    if (this.layouts.length === 0) this.layouts.push({ from: 0, columns: known });
    this.layouts.push({ from: offset, columns });
    return { columns, told };
  }

  forget(): void {
    this.layouts = [];
    this.fills = [];
  }
}

const placeIn = (columns: readonly DumpColumn[], name: string): number =>
  columns.findIndex((one) => one.name.toLowerCase() === name.toLowerCase());

function after(columns: readonly DumpColumn[], step: ColumnStep): readonly DumpColumn[] {
  const present = placeIn(columns, step.kind === "add" ? step.column.name : step.name);
  const moved = step.kind === "add" ? step.column : columns[present];
  if (moved === undefined || (step.kind === "add" && present !== -1)) return columns;
  const others = columns.filter((one) => one !== moved);
  const { place } = step;
  if (place === "first") return [moved, ...others];
  const behind = place === "last" ? -1 : placeIn(others, place.after);
  const at = behind === -1 ? others.length : behind + 1;
  return [...others.slice(0, at), moved, ...others.slice(at)];
}
