import { type RecordReader, readRecords } from "../source/read-records.ts";
import type { ByteReader } from "../source/source-file.ts";
import type { FittedFile } from "./fit-mapping.ts";

/** Reads the records of a file, with what people have corrected in them. */
export function readFitted({ file, amend, dialect }: FittedFile, bytes: ByteReader): RecordReader {
  const reader = readRecords(file, bytes, dialect);
  if (amend === undefined) return reader;
  return { ...reader, groups: amended(reader.groups, amend) };
}

async function* amended(
  groups: RecordReader["groups"],
  amend: NonNullable<FittedFile["amend"]>,
): RecordReader["groups"] {
  for await (const group of groups) yield group.map(amend);
}
