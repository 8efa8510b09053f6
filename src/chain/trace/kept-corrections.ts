import type { Trail } from "./meetings.ts";
import type { TracedCorrection } from "./record-trace.ts";
import type { TraceMeans } from "./trace-means.ts";

/** What is kept for every export about a record, by any of the ids that it is called by. */
export function keptFor(
  { corrections }: TraceMeans,
  { importer, legacyId }: Trail,
  alsoCalled: readonly string[],
): TracedCorrection[] {
  const ids = new Set([...(legacyId === null ? [] : [legacyId]), ...alsoCalled]);
  const own = corrections.filter((one) => one.entity === importer.entity && ids.has(one.legacyId));
  return own.map(({ column, was, now, decision, who, why, when }) => {
    const what = decision === "" ? "kept for every export" : decision;
    return { run: null, column, was, now, what, who, why, when };
  });
}
