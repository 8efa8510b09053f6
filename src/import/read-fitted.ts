import { type RecordReader, readRecords } from "../source/read-records.ts";
import { RFC_4180 } from "../source/record.ts";
import type { ByteReader } from "../source/source-file.ts";
import type { FittedFile } from "./fit-mapping.ts";

/** Reads the records of a file, with what people have corrected in them. */
export function readFitted({ file, amend }: FittedFile, bytes: ByteReader): RecordReader {
  const reader = readRecords(file, bytes, RFC_4180);
  if (amend === undefined) return reader;
  return { groups: amended(reader.groups, amend), scanned: reader.scanned };
}

async function* amended(
  groups: RecordReader["groups"],
  amend: NonNullable<FittedFile["amend"]>,
): RecordReader["groups"] {
  for await (const group of groups) yield group.map(amend);
}
