import type { Accepted } from "../../plain/ask.ts";
import type { Contradiction } from "./contradictions.ts";
import type { DecisionLock } from "./decision-lock.ts";

/** What of a later export is to be taken as decided, for it not to contradict the lock any more. */
export function acceptedFrom(now: DecisionLock, { entity, field }: Contradiction): Accepted {
  if (field !== null) {
    const value = now.decisions.find((one) => one.entity === entity && one.field === field);
    return { entity, field, value };
  }
  const files = now.files.filter((one) => one.entity === entity);
  return { entity, field, value: [...new Set(files.flatMap(({ columns }) => columns))] };
}

/**
 * The lock with one thing of a later export taken as decided. All else is still compared with what was locked: the
 * files that are named in it have not been looked at anew.
 */
export function withAccepted(before: DecisionLock, { entity, field, value }: Accepted) {
  const isMeant = (one: DecisionLock["decisions"][number]) =>
    one.entity === entity && one.field === field;
  const isNew = field !== null && !before.decisions.some(isMeant);
  return Object.assign({}, before, {
    files: before.files.map((file) =>
      file.entity === entity
        ? Object.assign({}, file, field === null ? { columns: value, sha256: "" } : { sha256: "" })
        : file,
    ),
    decisions: [
      ...before.decisions.map((one) => (isMeant(one) ? value : one)),
      ...(isNew ? [value] : []),
    ],
  });
}
