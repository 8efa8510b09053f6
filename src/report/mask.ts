import { beginning, displayWidth } from "../plain/columns.ts";
import { shapeOf } from "../plain/visible.ts";

const LONGEST = 24;

/** A value by its shape alone. */
export function masked(value: unknown): string {
  if (value === null) return "NULL";
  if (Buffer.isBuffer(value)) return `${value.length} bytes`;
  const text = shortened(String(value));
  return text === "" ? "''" : shapeOf(text);
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
