/** A moment on the hospital's calendar and clock. */
export interface Moment {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
}

/** Reads a cell in one format; undefined if the cell is not written so, or names no real moment. */
export type ReadMoment = (cell: string) => Moment | undefined;
