import { sha256OfText } from "./hash-file.ts";

/**
 * JSON in one way only, so that equal values have equal texts: keys in the order of their UTF-16 units, no blanks,
 * nothing of what is undefined (RFC 8785, for the values that this program writes).
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((one) => canonicalJson(one ?? null)).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value)
    .filter(([, one]) => one !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${entries.map(([key, one]) => `${JSON.stringify(key)}:${canonicalJson(one)}`).join(",")}}`;
}

/** The SHA-256 of that text. */
export const sha256OfJson = (value: unknown): string => sha256OfText(canonicalJson(value));
