import { SourceError } from "../../plain/errors.ts";
import { fileState, type SourceFile } from "../source-file.ts";
import { bookParts } from "./book-parts.ts";
import { type NumberStyle, numberStyle, unescapeText } from "./cell-value.ts";
import { readXml } from "./xml.ts";

/** What the cells of all sheets refer to. */
export interface Workbook {
  readonly strings: readonly string[];
  readonly styles: readonly NumberStyle[];
  readonly since1904: boolean;
  /** The program that wrote it left the formulas to the next one: a 0 may be no result. */
  readonly isUncalculated: boolean;
}

/** A sheet, and the part of the file that holds it. */
export interface Sheet {
  readonly name: string;
  readonly part: string;
  readonly isHidden: boolean;
}

/** As much text may be shared by all cells: characters. */
const MOST_SHARED = 256 * 2 ** 20;

/** The sheets of a workbook, in their order; charts and the like are none. */
export async function sheetsOf(file: SourceFile): Promise<Sheet[]> {
  const parts = await bookParts(file);
  const sheets: Sheet[] = [];
  await readXml(file, parts.book, {
    open(name, attributes) {
      if (name !== "sheet") return;
      const id = Object.entries(attributes).find(([key]) => key.endsWith(":id"))?.[1] ?? "";
      const part = parts.sheets.get(id);
      const isHidden = /hidden/i.test(attributes["state"] ?? "");
      if (part !== undefined) sheets.push({ name: attributes["name"] ?? "", part, isHidden });
    },
  });
  return sheets;
}

/** The workbook that was opened last: whoever reads one of its sheets reads them all. */
let last: { readonly of: string; readonly workbook: Workbook } | undefined;
/** So much shared text is kept between two sheets: characters. */
const MOST_KEPT = 16 * 2 ** 20;

/**
 * What the sheets of a workbook share.
 *
 * @throws SourceError if it is damaged, or shares too much text
 */
export async function openWorkbook(file: SourceFile): Promise<Workbook> {
  const of = await fileState(file.path);
  if (last?.of === of) return last.workbook;
  last = undefined;
  const { book, strings, styles } = await bookParts(file);
  const workbook = {
    strings: strings === undefined ? [] : await sharedStrings(file, strings),
    styles: styles === undefined ? [] : await numberStyles(file, styles),
    ...(await bookProperties(file, book)),
  };
  const shared = workbook.strings.reduce((sum, { length }) => sum + length, 0);
  if (shared <= MOST_KEPT) last = { of, workbook };
  return workbook;
}

async function bookProperties(
  file: SourceFile,
  part: string,
): Promise<Pick<Workbook, "since1904" | "isUncalculated">> {
  let [since1904, isUncalculated] = [false, false];
  const isOn = (value: string | undefined) => value === "1" || value === "true";
  await readXml(file, part, {
    open(name, { date1904, fullCalcOnLoad }) {
      if (name === "workbookPr") since1904 = isOn(date1904);
      if (name === "calcPr") isUncalculated = isOn(fullCalcOnLoad);
    },
  });
  return { since1904, isUncalculated };
}

async function sharedStrings(file: SourceFile, part: string): Promise<string[]> {
  const strings: string[] = [];
  const text = new TextCollector();
  let size = 0;
  await readXml(file, part, {
    open: (name) => text.open(name),
    text: (part) => text.text(part),
    close(name) {
      text.close(name);
      if (name !== "si") return;
      const whole = text.take();
      size += whole.length;
      if (size > MOST_SHARED) throw tooMuchText(file);
      strings.push(whole);
    },
  });
  return strings;
}

/** The text of a string, without the pronunciation that may stand beside it. */
export class TextCollector {
  #text = "";
  #inText = false;
  #inPhonetic = false;

  open(name: string): void {
    if (name === "rPh") this.#inPhonetic = true;
    if (name === "t") this.#inText = true;
  }

  text(part: string): void {
    if (this.#inText && !this.#inPhonetic) this.#text += part;
  }

  close(name: string): void {
    if (name === "rPh") this.#inPhonetic = false;
    if (name === "t") this.#inText = false;
  }

  take(): string {
    const text = unescapeText(this.#text);
    this.#text = "";
    return text;
  }
}

async function numberStyles(file: SourceFile, part: string): Promise<NumberStyle[]> {
  const codes = new Map<number, string>();
  const styles: NumberStyle[] = [];
  let inCells = false;
  await readXml(file, part, {
    open(name, { numFmtId, formatCode }) {
      if (name === "cellXfs") inCells = true;
      if (name === "numFmt") codes.set(Number(numFmtId), formatCode ?? "");
      const id = Number(numFmtId ?? 0);
      if (name === "xf" && inCells) styles.push(numberStyle(id, codes.get(id)));
    },
    close(name) {
      if (name === "cellXfs") inCells = false;
    },
  });
  return styles;
}

function tooMuchText(file: SourceFile): SourceError {
  return new SourceError(`${file.name} shares more text between its cells than fits in memory.`, {
    cure: "Save each sheet as CSV (UTF-8).",
  });
}
