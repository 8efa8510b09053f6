import type { Issue } from "../../ledger/issue.ts";
import type { Awaited } from "../notes/new-note.ts";
import type { CompiledEntity } from "../prepare/compile-entity.ts";
import type { PreparedRecord } from "../prepare/prepared-record.ts";

/**
 * What a record waits for whose only fault is that a parent is not there: should nothing else come
 * up, it waits for the run that brings the parent. In the run at hand it is rejected all the same.
 */
export function awaitedBy(
  { references }: CompiledEntity,
  record: PreparedRecord,
  issues: readonly Issue[],
): Awaited | undefined {
  const { legacyId, parents, values } = record;
  if (legacyId === null || !lacksParentsOnly(issues)) return undefined;
  const at = parents.findIndex((named, position) => {
    const column = references[position]?.column ?? -1;
    return named !== null && values[column] === null;
  });
  const reference = references[at];
  // No export brings the rows of a table that no import fills.
  if (reference === undefined || reference.rows !== undefined) return undefined;
  const { entity } = reference;
  return { entity, legacyId: parents[at] ?? "" };
}

/** Whether nothing is wrong with a record but that parents are unknown. */
export function lacksParentsOnly(issues: readonly Issue[]): boolean {
  let lacksAny = false;
  for (const { code, severity } of issues) {
    if (severity !== "error") continue;
    if (!code.endsWith(".unknown")) return false;
    lacksAny = true;
  }
  return lacksAny;
}
