import { SourceError } from "../errors.ts";
import { unguard } from "../report/csv.ts";
import { readRecords } from "../source/read-records.ts";
import { RFC_4180, type SourceRecord } from "../source/record.ts";
import { ByteReader, type SourceFile } from "../source/source-file.ts";
import type { Amend } from "./fit-mapping.ts";

/** What stands before a record's own cells in `rejected/*.csv`: its identity, and why it is there. */
export const REJECT_COLUMNS = ["_record", "_line", "_codes"] as const;

const WHOLE = /^[1-9]\d*$/;

/**
 * Checks the header of a file of rejected records.
 *
 * @param columns the columns of the export file that they are of
 * @throws SourceError
 */
export function checkRejectHeader(
  name: string,
  header: readonly string[],
  columns: readonly string[],
): void {
  const expected = [...REJECT_COLUMNS, ...columns];
  if (header.length === expected.length && header.every((one, at) => one === expected[at])) return;
  const [only = ""] = header;
  if (header.length === 1 && /^_record[;\t|]/.test(only)) {
    throw new SourceError(`rejected/${name} was saved with other separators than commas.`, {
      cure: "Save it as CSV with commas, or replace the separators in an editor.",
    });
  }
  throw new SourceError(`rejected/${name} has not the columns that it was written with.`, {
    cure: "Correct cells only: the header and the first three columns say which record is which.",
  });
}

/** Makes of a line of `rejected/*.csv` the record that it stands for, in its place in the export. */
export function rejectedRecord(name: string): Amend {
  return (read) => {
    if (read.cells.length < REJECT_COLUMNS.length) return read;
    const [record = "", line = ""] = read.cells.map(unguard);
    if (!WHOLE.test(record) || !WHOLE.test(line)) {
      throw new SourceError(`rejected/${name} line ${read.line}: _record or _line is no number.`, {
        cure: "Put the first three columns back; they say which record this is.",
      });
    }
    const cells = read.cells.slice(REJECT_COLUMNS.length).map(unguard);
    return { ...read, record: Number(record), line: Number(line), cells };
  };
}

/**
 * Lays the corrected records over those of the export that they came from.
 *
 * @param rejects the file in `rejected/`
 * @throws SourceError where it cannot be read
 */
export async function overlayOf(rejects: SourceFile): Promise<Amend> {
  const corrected = new Map<number, SourceRecord>();
  const place = rejectedRecord(rejects.name);
  for await (const group of readRecords(rejects, new ByteReader(rejects), RFC_4180).groups) {
    for (const read of group) {
      const record = place(read);
      corrected.set(record.record, record);
    }
  }
  return (record) => {
    const found = corrected.get(record.record);
    if (found === undefined) return record;
    const { line, offset } = record;
    return { record: record.record, line, offset, cells: found.cells, flaws: found.flaws };
  };
}
