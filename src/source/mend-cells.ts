import type { LeftOut, MendKind } from "./lay-out.ts";
import type { Dialect, Flaw, SourceRecord } from "./record.ts";
import { unescaped } from "./split-escaped.ts";

// Takes off what programs put around and into cells that is no part of what was recorded: a spreadsheet's
// armour (="001", '001), characters that nobody sees, and the escapes of databases that write no quotes.
// Nothing is taken off unsaid: cells are counted by kind.

const FIRST_LINES = 20;
const TAB = 9;
const CR = 13;
const SPACE = 32;
const DELETE = 127;
const EQUALS = 61;
const APOSTROPHE = 39;

/** `="001"`, `=T("001")`. */
const FORMULA = /^=\s*(?:T\(\s*)?"((?:[^"]|"")*)"\s*\)?$/i;
/** A number, a code, a day, a telephone number: what a spreadsheet would spoil. A decade is a word. */
const SPOILED = /^(?!\d0s$)(?=.*\d)(?:[\p{L}\d._/#:+-]+|[-+()\d./: ]+)$/u;
/** From this share of a column's cells on, the apostrophe before all of them is armour. */
const ARMOURED = 0.9;
const FEWEST = 3;

/** What no printed form shows; blanks, NULs and a few signs of Arabic are reported elsewhere, or are visible. */
const INVISIBLE = /[\p{Cc}\p{Cf}]/gu;
const KEPT = new Set([
  0, 9, 10, 11, 12, 13, 0x6dd, 0x8e2, 0x600, 0x601, 0x602, 0x603, 0x604, 0x605,
]);
/** They have a meaning within words of some scripts. */
const JOINERS = /[\u200C\u200D]/g;
const FIRST_C1 = 0x80;
const LAST_C1 = 0x9f;

/** What stands from 80 to 9F was a letter or a sign in another code page: it is not taken for nothing. */
function isKept(sign: string): boolean {
  const unit = sign.codePointAt(0) ?? 0;
  const joins = unit === 0x200c || unit === 0x200d;
  return joins || KEPT.has(unit) || (unit >= FIRST_C1 && unit <= LAST_C1);
}

/** To look for one is safe in cells of any length; to match all of a cell of megabytes overflows the stack. */
const NOT_ASCII = /\P{ASCII}/u;
/** A cell of Excel holds no more signs: nothing longer came from a spreadsheet. */
const LONGEST_IN_SHEET = 32_767;

/** Text without characters that nobody sees. */
export function withoutInvisible(text: string): string {
  const seen = text.replace(INVISIBLE, (sign) => (isKept(sign) ? sign : ""));
  const bare = seen.replace(JOINERS, "");
  return NOT_ASCII.test(bare) ? seen : bare;
}

/** The name of a column without armour and invisible characters. */
export const mendedName = (name: string): string =>
  withoutInvisible(FORMULA.exec(name.trim())?.[1] ?? name);

/** A backslash and a zero stand for it. */
const NUL: Flaw = "not-text";

/** Mends the records of one file, group by group. */
export class CellMender {
  readonly #undoesEscapes: boolean;
  readonly #delimiter: string;
  readonly #mended = new Map<MendKind, LeftOut>();
  /** Columns whose cells all begin with an apostrophe; not known before the first group. */
  #armoured: ReadonlySet<number> | undefined;

  constructor({ escapes, quote, delimiter }: Pick<Dialect, "escapes" | "quote" | "delimiter">) {
    this.#undoesEscapes = escapes === "backslash" && quote === "";
    this.#delimiter = delimiter;
  }

  get mended(): readonly LeftOut[] {
    return [...this.#mended.values()];
  }

  mend(records: SourceRecord[]): SourceRecord[] {
    if (records.length === 0) return records;
    this.#armoured ??= armouredColumns(records);
    for (let at = 0; at < records.length; at++) {
      const record = records[at];
      if (record !== undefined && this.#concerns(record.cells)) records[at] = this.#record(record);
    }
    return records;
  }

  /** Nearly no record has any of it. */
  #concerns(cells: readonly string[]): boolean {
    for (const cell of cells) {
      const first = cell.charCodeAt(0);
      if (first === EQUALS || first === APOSTROPHE || !isPlain(cell)) return true;
      if (this.#undoesEscapes && cell.includes("\\")) return true;
    }
    return false;
  }

  #record(record: SourceRecord): SourceRecord {
    const cells = record.cells.map((cell, at) => this.#cell(cell, at, record.line));
    if (cells.every((cell, at) => cell === record.cells[at])) return record;
    // The quotes of the armour are not strays.
    const whole = cells.every((cell) => !cell.includes('"'));
    const flaws = whole ? record.flaws.filter((flaw) => flaw !== "quote-stray") : record.flaws;
    const nul = this.#undoesEscapes && cells.some((cell) => cell.includes("\0"));
    return { ...record, cells, flaws: nul ? [...flaws, NUL] : flaws };
  }

  #cell(cell: string, at: number, line: number): string {
    // First: a backslash escapes the sign that stands behind it, be it one that nobody sees.
    const undoes = this.#undoesEscapes && cell.includes("\\");
    const meant = undoes
      ? this.#told("backslash escapes", line, [cell, unescaped(cell, this.#delimiter)])
      : cell;
    const seen = this.#told("invisible characters", line, [meant, withoutInvisible(meant)]);
    return this.#told("spreadsheet armour", line, [seen, this.#unarmoured(seen, at)]);
  }

  #unarmoured(cell: string, at: number): string {
    if (cell.length > LONGEST_IN_SHEET) return cell;
    const text = cell.trim();
    if (text.startsWith("=")) return FORMULA.exec(text)?.[1]?.replaceAll('""', '"') ?? cell;
    if (!text.startsWith("'")) return cell;
    const rest = text.slice(1);
    return this.#armoured?.has(at) || SPOILED.test(rest) ? rest : cell;
  }

  #told(kind: MendKind, line: number, [was, is]: readonly [string, string]): string {
    if (was === is) return is;
    const known = this.#mended.get(kind) ?? { kind, count: 0, lines: [], of: "cells" };
    this.#mended.set(kind, known);
    known.count++;
    if (known.lines.length < FIRST_LINES && known.lines.at(-1) !== line) known.lines.push(line);
    return is;
  }
}

/** Signs of ASCII that are seen, and blanks: a look at each is quicker than an expression. */
function isPlain(cell: string): boolean {
  for (let at = 0; at < cell.length; at++) {
    const unit = cell.charCodeAt(at);
    if (unit >= DELETE || (unit < SPACE && (unit < TAB || unit > CR))) return false;
  }
  return true;
}

/** Counts of one column. */
interface Armour {
  filled: number;
  armoured: number;
}

function countArmour(records: readonly SourceRecord[]): Map<number, Armour> {
  const counts = new Map<number, Armour>();
  for (const { cells } of records) {
    for (const [at, cell] of cells.entries()) {
      if (cell === "") continue;
      const count = counts.get(at) ?? { filled: 0, armoured: 0 };
      counts.set(at, count);
      count.filled++;
      count.armoured += Number(cell.startsWith("'") && !cell.endsWith("'"));
    }
  }
  return counts;
}

function armouredColumns(records: readonly SourceRecord[]): Set<number> {
  const found = [...countArmour(records)].filter(
    ([, { filled, armoured }]) => armoured >= FEWEST && armoured >= filled * ARMOURED,
  );
  return new Set(found.map(([at]) => at));
}
