/** How a cell is laid out as a moment, before it is known which number is what. */
export interface Layout {
  /** Cells of one key have the same orders. */
  readonly key: string;
  /** What a mapping's format could be, with `{D}`, `{M}`, `{H}`, `{h}` for a number of one digit or two. */
  readonly orders: readonly string[];
  /** Day, month and hour are written with two digits. */
  readonly padded: boolean;
  /** What the month is called, where it is. */
  readonly month?: string;
  /** Digits only, or a letter before them: an id, an amount or a code may look the same. */
  readonly bare?: true;
  /** Of an era, where it is named by a letter. */
  readonly letter?: string | undefined;
}
