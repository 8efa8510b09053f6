import { cellsMark } from "../../mapping/record-mark.ts";
import type { Trail } from "./meetings.ts";
import type { TracedCorrection, TracedVersion } from "./record-trace.ts";
import type { TraceMeans } from "./trace-means.ts";

interface Shown {
  readonly alsoCalled: readonly string[];
  readonly versions: readonly TracedVersion[];
  /** Those that runs have applied. */
  readonly applied: readonly TracedCorrection[];
}

/** What is kept for every export about a record, and no run has applied yet. */
export function keptFor(
  { corrections }: TraceMeans,
  { importer, legacyId }: Trail,
  { alsoCalled, versions, applied }: Shown,
): TracedCorrection[] {
  const ids = new Set([...(legacyId === null ? [] : [legacyId]), ...alsoCalled]);
  const marks = new Set(versions.flatMap(({ cells }) => (cells ? [markOf(cells.columns)] : [])));
  const files = new Set(versions.map(({ place }) => place.file));
  const own = corrections.filter(
    ({ entity, file, legacyId: called, cells }) =>
      (entity === "" || entity === importer.entity) &&
      files.has(file) &&
      (called === "" || ids.has(called)) &&
      (cells === "" || marks.has(cells)),
  );
  const isKnown = (column: string, now: string) =>
    applied.some((one) => one.column === column && one.now === now);
  return own.flatMap((one): TracedCorrection[] => {
    const { column, oldValue, newValue, decision, who, why, when } = one;
    if (isKnown(column, newValue)) return [];
    const what = decision === "" ? "kept for every export" : decision;
    return [{ run: null, column, was: oldValue, now: newValue, what, who, why, when }];
  });
}

/** Of the cells as the export has them. */
const markOf = (columns: NonNullable<TracedVersion["cells"]>["columns"]): string =>
  cellsMark(columns.map(({ value, was = value }) => was));
