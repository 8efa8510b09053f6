import { SourceError } from "../../plain/errors.ts";
import type { CellMark, SourceRecord } from "../record.ts";
import type { SourceFile } from "../source-file.ts";
import { cellName, columnOf, rowOf } from "./cell-reference.ts";
import { numberText, unescapeText } from "./cell-value.ts";
import { type MergedCells, mergedCells } from "./merged-cells.ts";
import { openWorkbook, TextCollector, type Workbook } from "./workbook.ts";
import { parseXml, type XmlListener } from "./xml.ts";

/** Columns that a sheet can have: XFD. */
const MOST_COLUMNS = 16_384;
const GROUP = 500;

/** How the rows of a sheet are read. */
interface SheetReading {
  /** Cells that a row has at least. */
  readonly width: number;
  /** Merged cells are filled in the rows below this one; nowhere unless said. */
  readonly below?: number;
  readonly merged?: "tell" | "fill" | "leave";
  readonly hidden?: "tell" | "read" | "skip";
}

/**
 * The rows of a sheet that have a cell, in groups; a row's line is its number in the sheet, and it
 * has no byte offset of its own. Cells that the file leaves out are empty.
 *
 * @throws SourceError if the workbook is damaged
 */
export async function* sheetRows(
  file: SourceFile,
  reading: SheetReading,
): AsyncGenerator<SourceRecord[]> {
  const workbook = await openWorkbook(file);
  const isFilled = reading.below !== undefined && reading.merged !== "leave";
  const merged = isFilled ? await mergedCells(file) : [];
  const rows = new RowCollector(file, workbook, { ...reading, ranges: merged });
  for await (const _ of parseXml(file, file.sheet ?? "", rows)) {
    while (rows.ready.length >= GROUP) yield rows.ready.splice(0, GROUP);
  }
  if (rows.ready.length > 0) yield rows.ready.splice(0);
}

/** A merged range that the rows are in, and what its first cell holds. */
interface Filling extends MergedCells {
  readonly text: string;
}

class RowCollector implements XmlListener {
  readonly ready: SourceRecord[] = [];
  readonly #file: SourceFile;
  readonly #workbook: Workbook;
  readonly #reading: SheetReading;
  readonly #text = new TextCollector();
  /** Merged ranges, by their first row. */
  readonly #ranges = new Map<number, MergedCells[]>();
  #filling: Filling[] = [];
  /** By column; those that the file leaves out are not there. */
  #cells: (string | undefined)[] = [];
  /** Columns whose cells are numbers. */
  #numbers = new Set<number>();
  #marks: CellMark[] = [];
  #line = 0;
  #records = 0;
  #column = 0;
  #type = "n";
  #style = 0;
  #value = "";
  #inValue = false;
  #hasFormula = false;
  #hasValue = false;

  constructor(
    file: SourceFile,
    workbook: Workbook,
    reading: SheetReading & { readonly ranges: readonly MergedCells[] },
  ) {
    this.#file = file;
    this.#workbook = workbook;
    this.#reading = reading;
    for (const range of reading.ranges) {
      this.#ranges.set(range.first, [...(this.#ranges.get(range.first) ?? []), range]);
    }
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    this.#text.open(name);
    if (name === "row") this.#beginRow(attributes);
    else if (name === "c") this.#beginCell(attributes);
    else if (name === "f") this.#hasFormula = true;
    else if (name === "v") {
      this.#inValue = true;
      this.#hasValue = true;
    }
  }

  text(part: string): void {
    if (this.#inValue) this.#value += part;
    this.#text.text(part);
  }

  close(name: string): void {
    this.#text.close(name);
    if (name === "v") this.#inValue = false;
    else if (name === "c") this.#endCell();
    else if (name === "row") this.#endRow();
  }

  #beginRow({ r, hidden }: Readonly<Record<string, string>>): void {
    const line = Number(r ?? this.#line + 1);
    if (!(line > this.#line)) throw misplaced(this.#file, `row ${r}`);
    this.#line = line;
    this.#cells = [];
    this.#numbers.clear();
    this.#column = 0;
    const isHidden = (hidden === "1" || hidden === "true") && this.#reading.hidden !== "read";
    this.#marks = isHidden ? [{ kind: "hidden", at: `row ${line}` }] : [];
  }

  #beginCell({ r, t = "n", s = "0" }: Readonly<Record<string, string>>): void {
    this.#column = r === undefined ? this.#column + 1 : columnOf(r);
    if (this.#column < 1 || this.#column > MOST_COLUMNS) throw tooWide(this.#file, this.#line);
    const isOther = r !== undefined && rowOf(r) !== this.#line;
    if (isOther || this.#cells[this.#column - 1] !== undefined) {
      throw misplaced(this.#file, `cell ${r}`);
    }
    this.#type = t;
    this.#style = Number(s);
    this.#value = "";
    this.#hasFormula = false;
    this.#hasValue = false;
  }

  #endCell(): void {
    const inline = this.#text.take();
    if (this.#isWithoutResult()) this.#mark("no-result");
    if (this.#type === "e") this.#mark("cell-error");
    if (this.#type === "n") this.#numbers.add(this.#column);
    this.#cells[this.#column - 1] = this.#cellText(inline);
  }

  /** A program that does not calculate writes a formula alone, or 0 for its result. */
  #isWithoutResult(): boolean {
    if (!this.#hasFormula) return false;
    if (this.#value !== "") return this.#workbook.isUncalculated && this.#value === "0";
    return !(this.#hasValue && this.#type === "str");
  }

  #mark(kind: CellMark["kind"]): void {
    const at = cellName(this.#column, this.#line);
    this.#marks.push({ kind, column: this.#column - 1, at });
  }

  #cellText(inline: string): string {
    const { strings, styles, since1904, isUncalculated } = this.#workbook;
    if (this.#hasFormula && isUncalculated && this.#value === "0") return "";
    switch (this.#type) {
      case "s":
        return this.#value === "" ? "" : (strings[Number(this.#value)] ?? this.#unshared());
      case "inlineStr":
        return inline;
      case "b":
        return this.#value === "" ? "" : this.#value === "1" ? "TRUE" : "FALSE";
      case "n":
        return numberText(this.#value, styles[this.#style] ?? "number", { since1904 });
      // What stands in place of a result is none: #N/A.
      case "e":
        return "";
      case "d":
        return this.#value.replace(/T00:00:00(?:\.0+)?Z?$/, "");
      default:
        return unescapeText(this.#value);
    }
  }

  #unshared(): never {
    throw new SourceError(
      `${this.#file.name} row ${this.#line}: a cell refers to a text that the workbook lacks.`,
      { cure: "The file is damaged: save it again with the program that made it." },
    );
  }

  #endRow(): void {
    if (this.#ranges.size > 0) this.#fillMerged();
    const length = Math.max(this.#cells.length, this.#reading.width);
    const cells: string[] = [];
    for (let at = 0; at < length; at++) cells.push(this.#cells[at] ?? "");
    const isEmpty = cells.every((cell) => cell === "");
    if (isEmpty && this.#marks.every(({ kind }) => kind === "hidden")) return;
    const place = { record: this.#records++, line: this.#line, offset: 0 };
    const marks = this.#marks;
    this.ready.push({ cells, flaws: [], ...place, ...(marks.length > 0 && { marks }) });
  }

  /** What people see in all of the rows stands in the first of them. Numbers would be counted once too often. */
  #fillMerged(): void {
    const { below = 0, width } = this.#reading;
    this.#filling = this.#filling.filter(({ last }) => last >= this.#line);
    const isRecord = this.#line > below && this.#cells.some((cell) => cell);
    for (const filling of isRecord ? this.#filling : []) {
      const isOpen = filling.column <= width && !this.#cells[filling.column - 1];
      if (isOpen) this.#fill(filling);
    }
    for (const range of this.#ranges.get(this.#line) ?? []) {
      const isAmount = this.#numbers.has(range.column) && range.column > 1;
      const text = this.#cells[range.column - 1] ?? "";
      const isLeft = isAmount && this.#reading.merged !== "fill";
      this.#filling.push({ ...range, text: isLeft ? "" : text });
    }
  }

  #fill({ column, range, text }: Filling): void {
    if (text !== "") this.#cells[column - 1] = text;
    if (this.#reading.merged === "fill") return;
    const at = `${range}${text === "" ? ", left empty" : ""}`;
    this.#marks.push({ kind: "merged", column: column - 1, at });
  }
}

function misplaced(file: SourceFile, what: string): SourceError {
  return new SourceError(`${file.name}: ${what} occurs twice or out of order.`, {
    cure: "Open the workbook in a spreadsheet program, check it, and save it again.",
  });
}

function tooWide(file: SourceFile, line: number): SourceError {
  return new SourceError(`${file.name} row ${line} has more columns than a sheet can have.`, {
    cure: "The file is damaged: save it again with the program that made it.",
  });
}
