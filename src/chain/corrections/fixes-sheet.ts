import { damage } from "../../corrections/damage/damage.ts";
import { FIX_COLUMNS, MORE_FIX_COLUMNS, parseFixRows } from "../../mapping/fix-rows.ts";
import { csvLine } from "../../plain/csv.ts";
import { DecisionNeeded } from "../../plain/errors.ts";
import { groupBy } from "../../plain/group-by.ts";
import type { Correction, Edited } from "./step.ts";

/** The text of `fixes.csv`: corrections in the format of files of fixes, with what more is known. */
export function fixesText(corrections: readonly Correction[]): string {
  const lines = corrections.map((one) => {
    const { file, legacyId, column, was, now, decision, cells, entity, why, who, when } = one;
    return csvLine([
      ...[file, legacyId, column, was, now],
      ...[decision, cells, entity, why, who, when],
    ]);
  });
  return `${csvLine([...FIX_COLUMNS, ...MORE_FIX_COLUMNS])}${lines.join("")}`;
}

/** Corrections that a file of fixes holds. @throws UsageError that names the line */
export function correctionsIn(name: string, text: string): Correction[] {
  return parseFixRows(name, text).map(({ line: _, oldValue, newValue, ...row }) => ({
    ...row,
    was: oldValue,
    now: newValue,
  }));
}

/**
 * What somebody changed in `fixes.csv`; undefined if it says the same, in whatever order and layout.
 *
 * @throws DecisionNeeded if it looks as if a spreadsheet program did it, and nobody meant it
 */
export function editOf(
  name: string,
  held: readonly Correction[],
  found: readonly Correction[],
): Edited | undefined {
  const [before, after] = [new Set(held.map(textOf)), new Set(found.map(textOf))];
  const gone = held.filter((one) => !after.has(textOf(one)));
  const come = found.filter((one) => !before.has(textOf(one)));
  if (gone.length === 0 && come.length === 0) return undefined;
  refuseDamage(name, { gone, come });
  return { gone, come };
}

/** All of a correction, as `fixes.csv` tells it. */
const textOf = (one: Correction): string =>
  [...CELLS.map((cell) => plain(one[cell])), one.decision].join("\0");

const CELLS = [
  ...(["entity", "file", "legacyId", "cells", "column"] as const),
  ...(["was", "now", "why", "who", "when"] as const),
];

/** Blanks around a cell, and how lines end in it, do not come through a file. */
const plain = (cell: string): string => cell.trim().replace(/\r\n?/g, "\n").normalize("NFC");

/** A row that is gone, and come back as spreadsheet programs write it: `0171` as `171`. */
function refuseDamage(name: string, { gone, come }: Edited): void {
  const byFile = groupBy(come, ({ file, column }) => `${file}\0${column}`);
  for (const was of gone) {
    for (const now of byFile.get(`${was.file}\0${was.column}`) ?? []) {
      const done = damageOf(was, now);
      if (done === undefined) continue;
      throw new DecisionNeeded(
        `${name}: a spreadsheet program seems to have changed values of column ${was.column || "legacy id"} (${done}).`,
        {
          cure: "Remove the file: it is written again as it was. Then correct with  hmsync import:fix  or with a program that leaves cells as they are.",
        },
      );
    }
  }
}

/** Undefined if a person made the difference, or some of it. */
function damageOf(was: Correction, now: Correction): string | undefined {
  let found: string | undefined;
  for (const cell of ["legacyId", "was", "now"] as const) {
    if (plain(was[cell]) === plain(now[cell])) continue;
    const done = damage(was[cell], now[cell]);
    if (done === undefined) return undefined;
    found = done;
  }
  return found;
}
