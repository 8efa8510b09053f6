import type { Decision } from "../assessment.ts";
import type { ColumnRole } from "../evidence/column-role.ts";

/** The column that an observer looks at. */
export interface ObservedColumn {
  readonly file: string;
  readonly header: string;
  /** From 0. */
  readonly position: number;
  /** The closed list of values that its database declares. */
  readonly values?: readonly string[] | undefined;
}

/**
 * Looks at all cells of one column and says at the end what they prove. Cells come trimmed, in no
 * order, empty ones not at all; what stands there several times may come as one, with its count.
 */
export interface CellObserver {
  see(cell: string, times: number): void;
  /** @param role what the column is taken for, where that is known by then */
  decisions(role?: ColumnRole): readonly Decision[];
}

/** Makes the observers of a column. */
export type ObserveColumn = (column: ObservedColumn) => readonly CellObserver[];
