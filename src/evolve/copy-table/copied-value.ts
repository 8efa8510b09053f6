import type { DbValue } from "../../db/database.ts";
import type { StoredValue } from "../../digest/content-hash.ts";
import type { CopiedColumn } from "./plan-copy.ts";

const INTEGER = /^[+-]?\d{1,18}$/;
/** How older tables and dumps write a flag. */
const FLAGS: ReadonlyMap<string, number> = new Map([
  ...["1", "1.0", "t", "true", "y", "yes", "on"].map((word) => [word, 1] as const),
  ...["0", "0.0", "f", "false", "n", "no", "off"].map((word) => [word, 0] as const),
]);

/** What a value of the older table becomes in its new column; undefined if it cannot be that. */
export function copiedValue(value: DbValue, { takes }: CopiedColumn): DbValue | undefined {
  if (value === null) return null;
  if (takes === "boolean") return FLAGS.get(String(value).trim().toLowerCase());
  if (takes === "text")
    return typeof value === "number" || typeof value === "bigint" ? String(value) : value;
  if (typeof value !== "string") return value;
  // As SQLite itself would, in a column of numbers.
  return INTEGER.test(value) && String(Number(value)) === value ? Number(value) : value;
}

/** A value as hashes and comparisons take it. */
export function comparable(value: DbValue): StoredValue {
  if (Buffer.isBuffer(value)) return `x'${value.toString("hex")}'`;
  return typeof value === "bigint" ? String(value) : value;
}
