import { SourceError } from "../../errors.ts";
import type { SourceRecord } from "../record.ts";
import type { SourceFile } from "../source-file.ts";
import { numberText } from "./cell-value.ts";
import { openWorkbook, TextCollector, type Workbook } from "./workbook.ts";
import { parseXml, type XmlListener } from "./xml.ts";

/** Columns that a sheet can have: XFD. */
const MOST_COLUMNS = 16_384;
const GROUP = 500;
const LETTERS = 26;
const BEFORE_A = 64;

/**
 * The rows of a sheet that have a cell, in groups; a row's line is its number in the sheet, and it
 * has no byte offset of its own. Cells that the file leaves out are empty.
 *
 * @param width cells that a row has at least
 * @throws SourceError where the workbook is damaged
 */
export async function* sheetRows(file: SourceFile, width: number): AsyncGenerator<SourceRecord[]> {
  const workbook = await openWorkbook(file);
  const rows = new RowCollector(file, workbook, width);
  for await (const _ of parseXml(file, file.sheet ?? "", rows)) {
    while (rows.ready.length >= GROUP) yield rows.ready.splice(0, GROUP);
  }
  if (rows.ready.length > 0) yield rows.ready.splice(0);
}

class RowCollector implements XmlListener {
  readonly ready: SourceRecord[] = [];
  readonly #file: SourceFile;
  readonly #workbook: Workbook;
  readonly #width: number;
  readonly #text = new TextCollector();
  /** By column; those that the file leaves out are not there. */
  #cells: (string | undefined)[] = [];
  #line = 0;
  #records = 0;
  #column = 0;
  #type = "n";
  #style = 0;
  #value = "";
  #inValue = false;

  constructor(file: SourceFile, workbook: Workbook, width: number) {
    this.#file = file;
    this.#workbook = workbook;
    this.#width = width;
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    this.#text.open(name);
    if (name === "row") {
      const line = Number(attributes["r"] ?? this.#line + 1);
      if (!(line > this.#line)) throw misplaced(this.#file, `row ${attributes["r"]}`);
      this.#line = line;
      this.#cells = [];
      this.#column = 0;
    } else if (name === "c") {
      const { r, t = "n", s = "0" } = attributes;
      this.#column = r === undefined ? this.#column + 1 : columnOf(r);
      if (this.#column < 1 || this.#column > MOST_COLUMNS) throw tooWide(this.#file, this.#line);
      const isOther = r !== undefined && rowOf(r) !== this.#line;
      if (isOther || this.#cells[this.#column - 1] !== undefined) {
        throw misplaced(this.#file, `cell ${r}`);
      }
      this.#type = t;
      this.#style = Number(s);
      this.#value = "";
    } else if (name === "v") this.#inValue = true;
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

  #endCell(): void {
    const inline = this.#text.take();
    this.#cells[this.#column - 1] = this.#cellText(inline);
  }

  #cellText(inline: string): string {
    const { strings, styles, since1904 } = this.#workbook;
    switch (this.#type) {
      case "s":
        return this.#value === "" ? "" : (strings[Number(this.#value)] ?? this.#unshared());
      case "inlineStr":
        return inline;
      case "b":
        return this.#value === "1" ? "TRUE" : "FALSE";
      case "n":
        return numberText(this.#value, styles[this.#style] ?? "number", { since1904 });
      default:
        // A formula's text, an error such as #N/A, a date in ISO 8601.
        return this.#value;
    }
  }

  #unshared(): never {
    throw new SourceError(
      `${this.#file.name} row ${this.#line}: a cell names a text that the workbook does not hold.`,
      { cure: "The file is damaged: save it again with the program that made it." },
    );
  }

  #endRow(): void {
    const length = Math.max(this.#cells.length, this.#width);
    const cells: string[] = [];
    for (let at = 0; at < length; at++) cells.push(this.#cells[at] ?? "");
    if (cells.every((cell) => cell === "")) return;
    const place = { record: this.#records++, line: this.#line, offset: 0 };
    this.ready.push({ cells, flaws: [], ...place });
  }
}

/** The number of the column that a reference such as AB12 names. */
function columnOf(reference: string): number {
  let column = 0;
  for (const letter of /^[A-Z]*/.exec(reference)?.[0] ?? "") {
    column = column * LETTERS + letter.charCodeAt(0) - BEFORE_A;
  }
  return column;
}

/** The number of the row that a reference such as AB12 names. */
const rowOf = (reference: string): number => Number(/\d*$/.exec(reference)?.[0]);

function misplaced(file: SourceFile, what: string): SourceError {
  return new SourceError(`${file.name}: ${what} stands twice, or out of its order.`, {
    cure: "Open the workbook in a spreadsheet program, look through it, and save it again.",
  });
}

function tooWide(file: SourceFile, line: number): SourceError {
  return new SourceError(`${file.name} row ${line} has more columns than a sheet can have.`, {
    cure: "The file is damaged: save it again with the program that made it.",
  });
}
