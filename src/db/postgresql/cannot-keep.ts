import { DatabaseError } from "../../plain/errors.ts";

/** A value that one of the two sides, server and shadow, has no place for. The value itself is not told. */
export class CannotKeep extends DatabaseError {
  readonly table: string;
  readonly column: string;
  /** Which row of those that were handed over, counted from 1. */
  readonly row: number;

  constructor(
    {
      table,
      column,
      row,
    }: { readonly table: string; readonly column: string; readonly row: number },
    reason: string,
    cure: string,
  ) {
    super(`${table}.${column}, row ${row}: ${reason}.`, { cure });
    this.table = table;
    this.column = column;
    this.row = row;
  }
}
