import type { z } from "zod";
import { nearestHint } from "../nearest.ts";

/**
 * What zod found, one line a key: the key's path first.
 *
 * @param vocabulary the keys that are known anywhere, to name the nearest
 */
export function explainIssues(error: z.ZodError, vocabulary: readonly string[]): string[] {
  return error.issues.flatMap((issue) => {
    const path = issue.path.join(".") || "the file";
    if (issue.code !== "unrecognized_keys") return [`  ${path}: ${issue.message}`];
    return issue.keys.map(
      (key) => `  ${path}: does not know "${key}"${nearestHint(key, vocabulary)}`,
    );
  });
}
