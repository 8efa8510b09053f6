import { CODE_WORDS } from "../../importers/vocabulary/code-words.ts";
import type { Decision } from "../../src/assess/assessment.ts";
import type { ColumnRole } from "../../src/assess/evidence/column-role.ts";
import { ColumnObserver } from "../../src/assess/evidence/observe-column.ts";

/** What a column of these cells proves on 14 January 2026. */
export function observe(
  cells: readonly string[],
  role?: ColumnRole,
  minorDigits?: number,
): readonly Decision[] {
  const observer = new ColumnObserver({ asOf: "2026-01-14", codeWords: CODE_WORDS });
  for (const cell of cells) observer.add(cell);
  return observer.result(role, minorDigits);
}

/** Certain: what a mapping is to say. Else the readings that are open, each with its proofs. */
export function settled(decision: Decision | undefined): unknown {
  if (decision?.status === "certain") return decision.options;
  return decision?.readings.map(({ reading, proves }) => `${proves} ${reading}`);
}

/** The same cell so many times. */
export const times = (count: number, cell: string): string[] => new Array(count).fill(cell);
