import { HmsyncError } from "../../src/plain/errors.ts";
import { openTable, readTable } from "../../src/source/read-table.ts";
import type { SourceRecord } from "../../src/source/record.ts";
import { ByteReader, type SourceFile } from "../../src/source/source-file.ts";

/**
 * Reads a file and says what does not add up: records that were counted otherwise by the scanner or
 * by the second count, numbers or places out of order, a record without cells that has no flaw. A
 * file may be refused, with a reason.
 */
export async function unaccounted(file: SourceFile): Promise<string[]> {
  try {
    return await read(file);
  } catch (error) {
    if (error instanceof HmsyncError) return error.message.includes(file.name) ? [] : ["no name"];
    return [`crashed: ${String(error)}`];
  }
}

async function read(file: SourceFile): Promise<string[]> {
  const table = await openTable(file, {});
  const bytes = new ByteReader(file);
  const reader = readTable(table, bytes);
  const wrong: string[] = [];
  let records = 0;
  let offset = -1;
  for await (const group of reader.groups) {
    for (const one of group) {
      wrong.push(...outOfPlace(one, { record: ++records, offset }));
      offset = one.offset;
    }
  }
  const again = reader.recounted();
  if (reader.scanned() !== records) wrong.push(`${reader.scanned()} scanned, ${records} read`);
  if (again !== undefined && again !== records)
    wrong.push(`${again} counted again, ${records} read`);
  if (bytes.totals().size !== file.size) wrong.push("not all bytes were read");
  return wrong;
}

function outOfPlace(one: SourceRecord, expected: { record: number; offset: number }): string[] {
  const { record, offset } = expected;
  return [
    ...(one.record === record ? [] : [`record ${record} is numbered ${one.record}`]),
    ...(one.offset > offset ? [] : [`record ${record} lies before the one above`]),
    ...(one.cells.length + one.flaws.length > 0 ? [] : [`record ${record} is lost`]),
  ];
}
