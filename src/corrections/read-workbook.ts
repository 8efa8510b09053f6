import { statSync } from "node:fs";
import { UsageError } from "../plain/errors.ts";
import { sourceFile } from "../source/open-export.ts";
import { sheetRows } from "../source/workbook/sheet-rows.ts";
import { sheetsOf } from "../source/workbook/workbook.ts";
import type { CorrectionSheet, SheetRow } from "./sheet.ts";

/** What a workbook of corrections holds. */
export interface CorrectionWorkbook {
  readonly sheets: readonly CorrectionSheet[];
  /** Sheets that are of no entity and hold something. */
  readonly others: readonly string[];
}

/**
 * Opens the sheets of a workbook of corrections, one for each entity.
 *
 * @param name what messages call it
 * @param entities those that have rejected records
 * @throws SourceError if it is damaged
 */
export async function openWorkbookOf(
  path: string,
  name: string,
  entities: readonly string[],
): Promise<CorrectionWorkbook> {
  const file = { ...sourceFile(path, statSync(path)), name };
  const sheets: CorrectionSheet[] = [];
  const others: string[] = [];
  for (const { name: title, part } of await sheetsOf(file)) {
    const rows = rowsOf(sheetRows({ ...file, sheet: part }, { width: 0 }));
    const { value: header, done } = await rows.next();
    const entity = entities.find((one) => one === title);
    if (entity === undefined) {
      if (!done) others.push(title);
      await rows.return(undefined);
      continue;
    }
    const place = `${name} sheet ${title}`;
    if (done || header === undefined) throw emptySheet(place);
    sheets.push({ name: place, entity, header: header.cells, rows, guards: "nothing", notes: [] });
  }
  return { sheets, others };
}

const emptySheet = (place: string): UsageError =>
  new UsageError(`${place} is empty: it has no header row.`, {
    cure: "Restore the workbook from the folder originals/ of the report.",
  });

async function* rowsOf(groups: ReturnType<typeof sheetRows>): AsyncGenerator<SheetRow> {
  for await (const group of groups) {
    for (const { line, cells } of group) yield { row: line, cells };
  }
}
