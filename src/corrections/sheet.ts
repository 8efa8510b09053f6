/** A row of a file of corrections; its number is the one that a spreadsheet program shows. */
export interface SheetRow {
  readonly row: number;
  readonly cells: readonly string[];
}

/** A file of corrections, or a sheet of one, as a person saved it. */
export interface CorrectionSheet {
  /** What messages call it. */
  readonly name: string;
  readonly entity: string;
  readonly header: readonly string[];
  readonly rows: AsyncIterable<SheetRow>;
  /** How its cells protect a text that a spreadsheet would run: csv has an apostrophe there. */
  readonly guards: "apostrophe" | "nothing";
  /** No spreadsheet program has been at its cells: what they say is meant. */
  readonly isMeant?: true;
  /** How it was saved, where not as it was written. */
  readonly notes: readonly string[];
}

/** Blanks of any kind around a cell that is ours are no part of it. */
export const bareCell = (cell: string | undefined): string =>
  (cell ?? "").replace(/^[\s\u00a0\ufeff]+|[\s\u00a0]+$/g, "");
