/** Two fields of which the first never lies after the second, counted for all candidates of both. */
export class OrderCount {
  readonly early: string;
  readonly late: string;
  /** By candidate of the first and of the second, how often the order is broken. */
  readonly broken: readonly number[][];
  compared = 0;

  constructor(early: string, late: string, sizes: readonly [number, number]) {
    this.early = early;
    this.late = late;
    this.broken = Array.from({ length: sizes[0] }, () => new Array<number>(sizes[1]).fill(0));
  }

  /** @param first @param second by candidate, the days as ISO 8601; null if a cell is none */
  add(first: readonly (string | null)[], second: readonly (string | null)[]): void {
    this.compared++;
    for (const [at, row] of this.broken.entries()) {
      const early = first[at] ?? null;
      for (const [other, late] of second.entries()) {
        if (early !== null && late !== null && early > late) row[other] = (row[other] ?? 0) + 1;
      }
    }
  }

  /** How often the order is broken by a candidate of one side at least, whatever the other's is. */
  leastBroken(field: string, candidate: number): number {
    if (field === this.early) return Math.min(...(this.broken[candidate] ?? [0]));
    return Math.min(...this.broken.map((row) => row[candidate] ?? 0));
  }
}
