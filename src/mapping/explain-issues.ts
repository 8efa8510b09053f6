import type { z } from "zod";
import { nearestHint } from "../plain/nearest.ts";

/** Every key that a mapping may have, with the places where it may stand. */
export type Vocabulary = ReadonlyMap<string, readonly string[]>;

/**
 * What zod found, one line a key: the key's path first.
 *
 * @param vocabulary the keys that are known anywhere, and where they belong; to name the nearest
 */
export function explainIssues(error: z.ZodError, vocabulary: Vocabulary): string[] {
  return error.issues.flatMap((issue) => {
    const path = issue.path.join(".") || "the file";
    if (issue.code !== "unrecognized_keys") return [`  ${path}: ${messageOf(issue)}`];
    return issue.keys.map((key) => `  ${path}: ${strangeKey(key, path, vocabulary)}`);
  });
}

/** A key that is known elsewhere is not misspelt: it says where it belongs. */
function strangeKey(key: string, path: string, vocabulary: Vocabulary): string {
  const place = vocabulary.get(key)?.at(-1);
  if (place === undefined) {
    // Of the keys that may stand here, where these are known.
    const own = [...vocabulary]
      .filter(([, places]) => places.includes(path))
      .map(([known]) => known);
    return `does not know "${key}"${nearestHint(key, own.length > 0 ? own : [...vocabulary.keys()])}`;
  }
  if (path.endsWith("rules")) return `"${key}" is always an error; a mapping cannot change that`;
  return `"${key}" does not belong here but in ${place}`;
}

/** Of a few words, one must be chosen. */
function messageOf(issue: z.core.$ZodIssue): string {
  if (issue.code !== "invalid_value" || issue.path.at(-2) !== "rules") return issue.message;
  const choices = issue.values.map((value) => `"${String(value)}"`).join(" or ");
  return issue.values.includes("off")
    ? `takes ${choices}`
    : `takes ${choices}, but not "off": its findings must be counted, or records would be lost silently`;
}
