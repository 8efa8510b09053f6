import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sourceFile } from "../../src/source/open-export.ts";
import { readRecords } from "../../src/source/read-records.ts";
import { RFC_4180, type SourceRecord } from "../../src/source/record.ts";
import { ByteReader, type SourceFile } from "../../src/source/source-file.ts";
import { workspace } from "./workspace.ts";

/** A file of an export with this content, as it is found. */
export function fileOf(content: string | Buffer, name = "patients.csv"): SourceFile {
  const path = join(workspace(), name);
  writeFileSync(path, content);
  return sourceFile(path, statSync(path));
}

/** All records of a file behind its header, and how many the scanner counted. */
export async function readAll(
  file: SourceFile,
): Promise<{ records: SourceRecord[]; scanned: number; groups: number }> {
  const reader = readRecords(file, new ByteReader(file), RFC_4180);
  const groups: SourceRecord[][] = [];
  for await (const group of reader.groups) groups.push(group);
  return { records: groups.flat(), scanned: reader.scanned(), groups: groups.length };
}
