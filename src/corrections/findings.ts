import { DecisionNeeded, UsageError } from "../plain/errors.ts";
import { DECISIONS } from "./decision.ts";
import type { CellChange } from "./judge-record.ts";

/** As many lines of one kind are shown. */
const SHOWN = 20;
/** As many rows of one kind are named. */
const NAMED = 8;

interface ChangedCell {
  readonly sheet: string;
  readonly row: number;
  readonly change: CellChange;
}

/** Cells of one column of which the same became. */
interface ChangeGroup {
  readonly sheet: string;
  readonly column: string;
  readonly what: CellChange["what"];
  readonly damage: string | undefined;
  count: number;
  readonly rows: number[];
}

/** What was found in the files of corrections: notes, and what stops the retry. No values. */
export class Findings {
  readonly #notes: string[] = [];
  readonly #usage: string[] = [];
  readonly #decisions: string[] = [];
  readonly #changes = new Map<string, ChangeGroup>();

  note(text: string): void {
    this.#notes.push(text);
  }

  /** Something that a person must put right first. */
  usage(text: string): void {
    this.#usage.push(text);
  }

  /** Something that a person must decide first. */
  decision(text: string): void {
    this.#decisions.push(text);
  }

  change({ sheet, row, change: { column, what, damage } }: ChangedCell): void {
    const key = [sheet, column, what, damage].join("\0");
    const group = this.#changes.get(key) ?? { sheet, column, what, damage, count: 0, rows: [] };
    this.#changes.set(key, group);
    group.count++;
    if (group.rows.length < NAMED) group.rows.push(row);
  }

  /** What is reported, line by line. */
  lines(): string[] {
    return [...this.#notes, ...[...this.#changes.values()].map(groupText)];
  }

  count(what: CellChange["what"]): number {
    return [...this.#changes.values()]
      .filter((group) => group.what === what)
      .reduce((sum, { count }) => sum + count, 0);
  }

  /** @throws UsageError or DecisionNeeded if something stops the retry */
  settle(): void {
    const stops = [...this.#usage, ...this.#decisions];
    if (stops.length === 0) return;
    const more = stops.length > SHOWN ? [`  ... and ${stops.length - SHOWN} more`] : [];
    const list = [...stops.slice(0, SHOWN).map((line) => `  ${line}`), ...more];
    const what = `The corrections cannot be accepted as they are; nothing was written.\n${list.join("\n")}`;
    if (this.#usage.length > 0) {
      throw new UsageError(what, {
        cure: "Fix these and run the retry again. The folder originals/ of the report has the records as they were written.",
      });
    }
    throw new DecisionNeeded(what, {
      cure: `Restore the cells, or write the decision into _decision of the row:  ${DECISIONS}`,
    });
  }
}

function groupText({ sheet, column, what, damage, count, rows }: ChangeGroup): string {
  const places = `row${count === 1 ? "" : "s"} ${rows.join(", ")}${count > rows.length ? " ..." : ""}`;
  const cells = `${count} ${count === 1 ? "cell" : "cells"}`;
  const place = column === "" ? "beyond the named columns" : `column ${column}`;
  const named = `${sheet}, ${place}: ${cells}`;
  if (what === "put back")
    return `${named} restored to the value before the spreadsheet (${damage}): ${places}`;
  if (what === "changed unasked")
    return `${named} changed and accepted, though not wrong before: ${places}`;
  return `${named} corrected: ${places}`;
}
