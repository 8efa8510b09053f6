import { beginning, displayWidth } from "../plain/columns.ts";

const LONGEST = 24;

/** A value's shape: letters and digits are hidden, what stands between them and its length are not. */
export function masked(value: unknown): string {
  if (value === null) return "NULL";
  if (Buffer.isBuffer(value)) return `${value.length} bytes`;
  const text = shortened(String(value));
  return text === "" ? "''" : text.replace(/\p{N}/gu, "9").replace(/[\p{L}\p{M}]/gu, "x");
}

/** A value as a person asked to see it. */
export function revealed(value: unknown): string {
  if (value === null) return "NULL";
  if (Buffer.isBuffer(value)) {
    return `x'${value.toString("hex", 0, LONGEST)}'${value.length > LONGEST ? "..." : ""}`;
  }
  const text = shortened(String(value));
  return text === "" ? "''" : text;
}

const shortened = (text: string): string => {
  const line = text.replace(/\p{Cc}/gu, " ");
  return displayWidth(line) > LONGEST ? `${beginning(line, LONGEST)}...` : line;
};
