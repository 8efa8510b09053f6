import { join } from "node:path";
import { Writable } from "node:stream";
import type { Cell, Row, stream } from "exceljs";
import type { Importer } from "../../importers/define.ts";
import type { EntityMapping } from "../mapping/mapping.ts";
import { type RuleBook, ruleBook } from "../mapping/rule-book.ts";
import { OwnerOnlyFile } from "../plain/owner-only.ts";
import { ColumnBook } from "./columns-at-fault.ts";
import { MOST_IN_WORKBOOK, NO_WORKBOOK, WORKBOOK } from "./folder.ts";
import { crcOf, type OriginalRecord, originalRecords, type RejectedEntity } from "./originals.ts";
import { planColumns, REJECT_COLUMNS, type RejectColumn } from "./reject-columns.ts";

/** A spreadsheet program has no room for more. */
const MOST_CHARACTERS = 32_767;
const MOST_LIST = 255;

const TEXT = "@";
const AT_FAULT = { type: "pattern", pattern: "solid", fgColor: { argb: "FFFFC7CE" } } as const;
const OURS = { type: "pattern", pattern: "solid", fgColor: { argb: "FFEDEDED" } } as const;
const WIDTHS = { _record: 9, _file: 16, _line: 7, _codes: 24, _what: 48, _decision: 20 } as const;
const WIDTH = 16;

/** An entity whose rejected records are written, and what is known of its columns. */
export interface WorkbookEntity extends RejectedEntity {
  readonly importer: Importer;
  readonly mapping: EntityMapping;
}

type Sheet = ReturnType<stream.xlsx.WorkbookWriter["addWorksheet"]>;

/**
 * Writes `rejected/rejects.xlsx`: a sheet for each entity, all cells as text, the wrong ones coloured
 * with what is wrong as a comment. It says what the files beside it say.
 *
 * @param folder of the report
 * @returns what tells later that it was not edited; undefined if there are too many records
 */
export async function writeWorkbook(
  folder: string,
  entities: readonly WorkbookEntity[],
): Promise<number | undefined> {
  const records = entities.reduce((sum, one) => sum + one.records, 0);
  if (records === 0) return undefined;
  if (records > MOST_IN_WORKBOOK) {
    await sayNone(folder, records);
    return undefined;
  }
  const path = join(folder, "rejected", WORKBOOK);
  // Loaded where there is something to write: it takes longer than a small import.
  const { default: WorkbookWriter } = await import("exceljs/lib/stream/xlsx/workbook-writer.js");
  const file = new OwnerOnlyFile(path);
  const out = streamInto(file);
  const failed = new Promise<never>((_, reject) => out.on("error", reject));
  const workbook = new WorkbookWriter({ stream: out, useStyles: true });
  const writeAll = async () => {
    for (const entity of entities) await writeSheet(folder, workbook, entity);
    await workbook.commit();
  };
  try {
    await Promise.race([writeAll(), failed]);
  } catch (error) {
    await file.discard();
    throw error;
  }
  return crcOf(path);
}

/** It is at its end when the file is whole. */
const streamInto = (file: OwnerOnlyFile): Writable =>
  new Writable({
    write(chunk: Buffer, _, done) {
      file.write(chunk).then(() => done(), done);
    },
    final(done) {
      file.close().then(() => done(), done);
    },
  });

/** Explains a missing workbook to somebody who looks for it. */
async function sayNone(folder: string, records: number): Promise<void> {
  const note = new OwnerOnlyFile(join(folder, "rejected", NO_WORKBOOK));
  const count = records.toLocaleString("en");
  const most = MOST_IN_WORKBOOK.toLocaleString("en");
  await note.write(
    `${WORKBOOK} was not written: ${count} records were rejected, and it is only written for up to ${most}.\n` +
      "The .csv files beside this one hold them all. If many fail for the same reason, correct the export or the mapping, and import again.\n",
  );
  await note.close();
}

async function writeSheet(
  folder: string,
  workbook: stream.xlsx.WorkbookWriter,
  entity: WorkbookEntity,
): Promise<void> {
  const { columns } = planColumns(entity.files.map(({ header }) => header));
  const book = new ColumnBook(entity.importer, entity.mapping);
  const sheet = workbook.addWorksheet(entity.entity, {
    views: [{ state: "frozen", ySplit: 1, xSplit: 1 }],
  });
  layOut(sheet, columns);
  const describe = describer({ book, rules: ruleBook(entity.importer), columns });
  const lists = columns.map(({ name }) => listOf(book.codesOf(name)));
  const original: OriginalRecord[] = [];
  for await (const one of originalRecords(folder, entity)) original.push(one);
  for (const record of clashesTogether(original, { book, columns })) {
    const file = entity.files[record.file]?.name ?? "";
    writeRow(sheet, { record, file, lists, said: describe(record.codes) });
  }
  // The protection prevents accidental edits; anybody who must change a place can remove it.
  await sheet.protect("", {
    formatCells: true,
    formatColumns: true,
    formatRows: true,
    autoFilter: true,
    sort: true,
  });
  putProtectionFirst(sheet);
  sheet.commit();
}

/** What exceljs 4.4.0 writes a sheet with; Excel repairs a sheet whose parts are not in their order. */
interface SheetParts {
  _writeCloseSheetData(): void;
  _writeSheetProtection(): void;
}

/** The protection stands behind the cells and before the lists (ECMA-376 part 1, 18.3.1.99). */
function putProtectionFirst(sheet: Sheet): void {
  const parts = sheet as unknown as SheetParts;
  const closeCells = parts._writeCloseSheetData.bind(sheet);
  const protect = parts._writeSheetProtection.bind(sheet);
  parts._writeCloseSheetData = () => {
    closeCells();
    protect();
  };
  parts._writeSheetProtection = () => undefined;
}

function layOut(sheet: Sheet, columns: readonly RejectColumn[]): void {
  sheet.columns = [
    ...REJECT_COLUMNS.map((header) => ({
      header,
      width: WIDTHS[header],
      style: { numFmt: TEXT, protection: { locked: header !== "_decision" } },
    })),
    ...columns.map(({ name }) => ({
      header: name,
      width: WIDTH,
      style: { numFmt: TEXT, protection: { locked: false } },
    })),
  ];
  const header = sheet.getRow(1);
  header.font = { bold: true };
  header.eachCell((cell) => {
    cell.protection = { locked: true };
  });
  header.commit();
}

interface WorkbookRow {
  readonly record: OriginalRecord;
  readonly file: string;
  readonly lists: readonly (string | undefined)[];
  readonly said: Said;
}

function writeRow(sheet: Sheet, { record, file, lists, said }: WorkbookRow): void {
  const { laid, codes, line } = record;
  const own = [String(record.record), file, String(line), codes.join(" "), record.what, ""];
  const row = sheet.addRow([...own, ...laid.map((cell) => cell.slice(0, MOST_CHARACTERS))]);
  for (let at = 1; at < own.length; at++) row.getCell(at).fill = OURS;
  addList(row.getCell(own.length), '"new id,as written,withdraw: "');
  for (let at = 0; at < laid.length; at++) markCell(row, { at, said, list: lists[at] });
  row.commit();
}

function markCell(
  row: Row,
  { at, said, list }: { at: number; said: Said; list: string | undefined },
): void {
  const wrong = said.get(at);
  if (wrong === undefined && list === undefined) return;
  const cell = row.getCell(REJECT_COLUMNS.length + at + 1);
  if (list !== undefined) addList(cell, list);
  if (wrong === undefined) return;
  cell.fill = AT_FAULT;
  cell.note = wrong;
}

/** A list to choose from, which does not forbid other texts. */
function addList(cell: Cell, formula: string): void {
  cell.dataValidation = {
    type: "list",
    allowBlank: true,
    formulae: [formula],
    showErrorMessage: false,
  };
}

/** A list as a cell offers it; undefined if there is none, or none that fits. */
function listOf(codes: readonly string[]): string | undefined {
  const list = codes.filter((code) => !/[",]/.test(code)).join(",");
  return list === "" || list.length > MOST_LIST ? undefined : `"${list}"`;
}

/** What is wrong with a record, by the places of the columns. */
type Said = ReadonlyMap<number, string>;

interface Described {
  readonly book: ColumnBook;
  readonly rules: RuleBook;
  readonly columns: readonly RejectColumn[];
}

function describer({ book, rules, columns }: Described): (codes: readonly string[]) => Said {
  const known = new Map<string, Said>();
  return (codes) => {
    const key = codes.join(" ");
    const found = known.get(key);
    if (found !== undefined) return found;
    const said = new Map<number, string>();
    for (const code of codes) {
      const names = book.columnsAt(code);
      const advice = rules.get(code)?.advice ?? code;
      for (const [at, { name }] of columns.entries()) {
        if (!names.includes(name)) continue;
        said.set(at, [said.get(at), advice].filter(Boolean).join(" "));
      }
    }
    known.set(key, said);
    return said;
  };
}

/** The records in their order, but those that claim one id next to each other. */
function clashesTogether(
  records: readonly OriginalRecord[],
  { book, columns }: Pick<Described, "book" | "columns">,
): OriginalRecord[] {
  const ids = book.idColumns.map((name) => columns.findIndex((one) => one.name === name));
  const groups = new Map<string | number, OriginalRecord[]>();
  for (const [nth, record] of records.entries()) {
    const clashes = record.codes.some((code) => code.endsWith(".legacyId.duplicate"));
    const key = clashes ? JSON.stringify(ids.map((at) => record.laid[at]?.trim())) : nth;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [record]);
    else group.push(record);
  }
  return [...groups.values()].flat();
}
