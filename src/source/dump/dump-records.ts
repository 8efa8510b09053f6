import type { Flaw, SourceRecord } from "../record.ts";
import type { ByteReader, TableOfDump } from "../source-file.ts";
import { dumpRows } from "./dump-rows.ts";
import { cellOf, type DumpRow } from "./dump-value.ts";

/** The rows of a dump's table as records, in groups: what is null there is an empty cell. */
export async function* dumpRecords(
  { dump, table }: TableOfDump,
  bytes: ByteReader,
): AsyncGenerator<SourceRecord[]> {
  let record = 0;
  for await (const rows of dumpRows(dump, table, bytes)) {
    yield rows.map((row) => recordOf(row, record++));
  }
}

function recordOf({ values, line, offset, undecoded }: DumpRow, record: number): SourceRecord {
  const cells = values.map(cellOf);
  const flaws: Flaw[] = [];
  if (undecoded !== undefined) flaws.push("encoding");
  if (cells.some((cell) => cell.includes("\0"))) flaws.push("not-text");
  const place = { record, line, offset };
  return undecoded === undefined
    ? { cells, flaws, ...place }
    : { cells, flaws, ...place, raw: undecoded };
}
