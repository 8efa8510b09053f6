import type { DbValue } from "../db/database.ts";

// Rows as the ledger keeps them in JSON, which has no bytes.

/** The cells of a row by column. */
type Values = Readonly<Record<string, DbValue>>;

interface Bytes {
  readonly hex: string;
}

/** A row in JSON. */
export type WrittenValues = Readonly<Record<string, DbValue | Bytes>>;

export function withHex(values: Values): WrittenValues {
  const written: Record<string, DbValue | Bytes> = {};
  for (const key in values) {
    const value = values[key] ?? null;
    written[key] = Buffer.isBuffer(value) ? { hex: value.toString("hex") } : value;
  }
  return written;
}

/** Back from `withHex`. */
export function withBytes(written: WrittenValues): Values {
  const values: Record<string, DbValue> = {};
  for (const key in written) {
    const value = written[key] ?? null;
    values[key] =
      typeof value === "object" && value !== null && "hex" in value
        ? Buffer.from(value.hex, "hex")
        : value;
  }
  return values;
}
