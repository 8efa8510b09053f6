import type { DbValue } from "../database.ts";
import type { TableDigest } from "./digest.ts";

/** Rows of a shadow as `COPY ... FROM STDIN (FORMAT binary)` takes them, and their digest on the way. */
export interface RowEncoder {
  /** The columns in their order, quoted: `copy t (HERE) from stdin (format binary)`. */
  readonly columns: string;
  /** What to select from the shadow, in the same order: whole numbers beyond 2^53 come as text. */
  readonly shadowColumns: string;
  /**
   * @param row the shadow's values, in the order of the columns
   * @throws CannotKeep if a value cannot stand on the server as it is
   */
  add(row: readonly DbValue[]): void;
  /** Bytes that wait to be taken. */
  readonly size: number;
  /** The bytes of the rows that were added since the last time, behind COPY's header the first time; the caller's own. */
  take(): Buffer;
  /** The same, and COPY's trailer. */
  end(): Buffer;
  /** Of all rows that were added. */
  digest(): TableDigest;
}
