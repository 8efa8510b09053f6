import { trimText } from "../../../shared/trim-text.ts";
import { damage } from "../../corrections/damage/damage.ts";
import { hashText } from "../../digest/content-hash.ts";
import { FIX_COLUMNS, MORE_FIX_COLUMNS, parseFixRows } from "../../mapping/fix-rows.ts";
import { csvLine } from "../../plain/csv.ts";
import { DecisionNeeded } from "../../plain/errors.ts";
import { groupBy } from "../../plain/group-by.ts";
import type { Correction, Edited } from "./step.ts";

/** Of corrections that hold: there may be very many, and each step writes them all. */
const lines = new WeakMap<Correction, string>();

/** The text of `fixes.csv`: corrections in the format of files of fixes, with what more is known. */
export function fixesText(corrections: readonly Correction[]): string {
  const header = csvLine([...FIX_COLUMNS, ...MORE_FIX_COLUMNS]);
  return `${header}${corrections.map(lineOf).join("")}`;
}

function lineOf(one: Correction): string {
  const known = lines.get(one);
  if (known !== undefined) return known;
  const { file, legacyId, column, was, now, decision, cells, entity, why, who, when } = one;
  const about = [decision, cells, entity, why, who, when];
  const line = csvLine([file, legacyId, column, was, now, ...about]);
  lines.set(one, line);
  return line;
}

/** Tells a set of corrections, whatever their order and however a file of them is laid out. */
export class SumOfCorrections {
  #low = 0;
  #high = 0;
  #count = 0;

  static of(corrections: readonly Correction[]): string {
    const sum = new SumOfCorrections();
    for (const one of corrections) sum.join(one);
    return sum.text;
  }

  join(one: Correction): void {
    this.#add(one, 1);
  }

  leave(one: Correction): void {
    this.#add(one, -1);
  }

  #add(one: Correction, sign: 1 | -1): void {
    const { low, high } = hashText(textOf(one), { low: 0, high: 0 });
    this.#low = (this.#low + sign * low) | 0;
    this.#high = (this.#high + sign * high) | 0;
    this.#count += sign;
  }

  get text(): string {
    return [this.#low, this.#high, this.#count].map((part) => (part >>> 0).toString(16)).join("-");
  }
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
 * What somebody changed in `fixes.csv`.
 *
 * @throws DecisionNeeded if it looks as if a spreadsheet program did it, and nobody meant it
 */
export function editOf(
  name: string,
  held: readonly Correction[],
  found: readonly Correction[],
): Edited {
  const [before, after] = [new Set(held.map(textOf)), new Set(found.map(textOf))];
  const gone = held.filter((one) => !after.has(textOf(one)));
  const come = found.filter((one) => !before.has(textOf(one)));
  refuseDamage(name, { gone, come });
  return { gone, come };
}

/** All of a correction, as `fixes.csv` tells it. */
function textOf(one: Correction): string {
  let text = one.decision as string;
  for (const cell of CELLS) text += `\0${plain(one[cell])}`;
  return text;
}

const CELLS = [
  ...(["entity", "file", "legacyId", "cells", "column"] as const),
  ...(["was", "now", "why", "who", "when"] as const),
];

/** Blanks around a cell, and how lines end in it, do not come through a file. */
const plain = (cell: string): string =>
  trimText(cell).replaceAll("\r\n", "\n").replaceAll("\r", "\n");

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
