import { type RecordReader, readRecords } from "../source/read-records.ts";
import type { SourceRecord } from "../source/record.ts";
import type { ByteReader } from "../source/source-file.ts";
import { secretPlaces } from "./aside/secret-columns.ts";
import type { FittedFile } from "./fit-mapping.ts";

/** Reads the records of a file, with what people have corrected in them, and without its secrets. */
export function readFitted(fitted: FittedFile, bytes: ByteReader): RecordReader {
  const { file, amend, dialect, header, mapping, readers = [{ mapping }] } = fitted;
  const reader = readRecords(file, bytes, dialect);
  // A column that one of the entities of the file asks for is read.
  const [first = [], ...others] = readers.map((one) => secretPlaces(header, one.mapping));
  const secrets = first.filter((at) => others.every((places) => places.includes(at)));
  const groups = amend === undefined ? reader.groups : changed(reader.groups, amend);
  if (secrets.length === 0) return { ...reader, groups };
  return { ...reader, groups: changed(groups, withoutCells(secrets)) };
}

async function* changed(
  groups: RecordReader["groups"],
  change: (record: SourceRecord) => SourceRecord,
): RecordReader["groups"] {
  for await (const group of groups) yield group.map(change);
}

/** Nobody behind the reader sees them: no report, no ledger, no list of what was rejected. */
const withoutCells =
  (places: readonly number[]) =>
  (record: SourceRecord): SourceRecord => {
    const cells = [...record.cells];
    for (const at of places) if (at < cells.length) cells[at] = "";
    return { ...record, cells };
  };
