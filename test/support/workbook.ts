import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { workspace } from "./workspace.ts";
import { deflatedArchive } from "./zip.ts";

const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/** A sheet as its XML says it. */
export interface SheetXml {
  /** `<row>` elements. */
  readonly rows: string;
  readonly state?: "hidden" | "veryHidden";
  /** What stands before `<sheetData>`: `<cols>`; and behind it: `<mergeCells>`. */
  readonly before?: string;
  readonly behind?: string;
}

interface BookXml {
  readonly sheets: Readonly<Record<string, SheetXml>>;
  /** `<si>` elements. */
  readonly strings?: string;
  /** `<numFmt>` elements by id; a cell's style is the number of the format. */
  readonly formats?: readonly string[];
  readonly properties?: string;
}

/** The parts of a workbook, by their names. */
export function workbookParts(book: BookXml): Record<string, string> {
  const { strings = "", formats = [], properties = "" } = book;
  const sheets = Object.entries(book.sheets);
  const listed = sheets.map(
    ([name, { state }], at) =>
      `<sheet name="${name}" sheetId="${at + 1}"${state ? ` state="${state}"` : ""} r:id="rId${at + 1}"/>`,
  );
  const related = sheets.map(
    (_, at) => `<Relationship Id="rId${at + 1}" Target="worksheets/sheet${at + 1}.xml"/>`,
  );
  const codes = formats.map((code, at) => `<numFmt numFmtId="${164 + at}" formatCode="${code}"/>`);
  const styles = ["0", ...formats.map((_, at) => String(164 + at))];
  return {
    "xl/workbook.xml": `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}">${properties}<sheets>${listed.join("")}</sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `${HEAD}<Relationships>${related.join("")}</Relationships>`,
    "xl/styles.xml": `${HEAD}<styleSheet xmlns="${MAIN}"><numFmts>${codes.join("")}</numFmts><cellXfs>${styles.map((id) => `<xf numFmtId="${id}"/>`).join("")}</cellXfs></styleSheet>`,
    "xl/sharedStrings.xml": `${HEAD}<sst xmlns="${MAIN}">${strings}</sst>`,
    ...Object.fromEntries(
      sheets.map(([, { rows, before = "", behind = "" }], at) => [
        `xl/worksheets/sheet${at + 1}.xml`,
        `${HEAD}<worksheet xmlns="${MAIN}">${before}<sheetData>${rows}</sheetData>${behind}</worksheet>`,
      ]),
    ),
  };
}

/** Writes a workbook, and says where. */
export function writeWorkbook(book: BookXml, name = "book.xlsx"): string {
  const path = join(workspace(), name);
  writeFileSync(path, deflatedArchive(workbookParts(book)));
  return path;
}

/** A row of texts, written in place. */
export function textRow(row: number, cells: readonly string[]): string {
  const written = cells.map(
    (cell, at) =>
      `<c r="${String.fromCharCode(65 + at)}${row}" t="inlineStr"><is><t>${cell}</t></is></c>`,
  );
  return `<row r="${row}">${written.join("")}</row>`;
}
