import type { EntityState } from "./entity-state.ts";
import { errorsOf, type Issue } from "./issue.ts";
import type { PreparedRecord } from "./prepared-record.ts";

/**
 * Notes a record whose only fault so far is that a parent is not there: should nothing else come up,
 * it waits for the run that brings the parent. In the run at hand it is rejected all the same.
 */
export function noteOrphan(state: EntityState, record: PreparedRecord): void {
  const { context, compiled } = state;
  const at = record.parents.findIndex((named, position) => {
    const column = compiled.references[position]?.column ?? -1;
    return named !== null && record.values[column] === null;
  });
  const parentEntity = compiled.references[at]?.entity;
  if (parentEntity === undefined) return;
  const parentLegacyId = record.parents[at] ?? "";
  context.spool.addOrphan(state.placeOf(record), {
    ...{ parentEntity, parentLegacyId, cells: JSON.stringify(record.cells) },
  });
}

/** Whether nothing is wrong with a record but that parents are unknown. */
export function lacksParentsOnly(issues: readonly Issue[]): boolean {
  const errors = errorsOf(issues);
  return errors.length > 0 && errors.every(({ code }) => code.endsWith(".unknown"));
}
