import type { UnmappedColumn } from "../../mapping/aside/unmapped-cells.ts";

/** Which cells of a record its unmapped cells tell already: between threads they go once. */
export class KeptCells {
  readonly columns: readonly UnmappedColumn[];
  /** Columns that a file has. */
  readonly width: number;
  /** The positions of all other cells, in their order. */
  readonly others: readonly number[];

  constructor(columns: readonly UnmappedColumn[], width: number) {
    this.columns = columns;
    this.width = width;
    const kept = new Set(columns.map(({ at }) => at));
    this.others = Array.from({ length: width }, (_, at) => at).filter((at) => !kept.has(at));
  }

  /** Whether a record of so many cells goes over whole. */
  isWhole(cells: number): boolean {
    return this.columns.length === 0 || cells !== this.width;
  }

  /**
   * @param others the cells at the positions of `others`
   * @param unmapped what stands in the columns that are kept, as `settingAside` wrote it
   * @returns all cells of a record
   */
  merge(others: readonly string[], unmapped: string): string[] {
    const kept = new Map(Object.entries(JSON.parse(unmapped) as Record<string, string>));
    const cells = new Array<string>(this.width).fill("");
    for (const [nth, at] of this.others.entries()) cells[at] = others[nth] ?? "";
    for (const { at, name } of this.columns) cells[at] = kept.get(name) ?? "";
    return cells;
  }
}
