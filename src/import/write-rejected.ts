import { join } from "node:path";
import { csvLine } from "../report/csv.ts";
import type { SourceRecord } from "../source/record.ts";
import { ByteReader } from "../source/source-file.ts";
import type { FittedFile } from "./fit-mapping.ts";
import type { Issue } from "./issue.ts";
import { OwnerOnlyFile } from "./owner-only.ts";
import { RawBytes } from "./raw-bytes.ts";
import { readFitted } from "./read-fitted.ts";
import { REJECT_COLUMNS } from "./rejects.ts";

/** Which records of a file were rejected; asked for one after the other, as they are read. */
export interface Rejections {
  /** The codes of what is wrong with a record, a blank between them; nothing where it was not rejected. */
  codesOf(record: SourceRecord): string | undefined;
  /** No further record of the file was rejected. */
  done(): boolean;
}

/** What of a file is needed to read it once more. */
export type ReadAgain = Pick<FittedFile, "file" | "header" | "dialect" | "amend">;

/**
 * Writes `rejected/<file>` with the original cells of rejected records, which it takes from the
 * source, and `rejected/<file>.raw` with the bytes of those that could not be read as text.
 *
 * @throws SystemError where that cannot be written
 */
export async function writeRejected(
  folder: string,
  fitted: ReadAgain,
  rejections: Rejections,
): Promise<void> {
  if (rejections.done()) return;
  const path = join(folder, "rejected", fitted.file.name);
  const cells = new OwnerOnlyFile(path);
  const raw = new RawBytes(`${path}.raw`);
  await cells.write(csvLine([...REJECT_COLUMNS, ...fitted.header]));
  const lines: string[] = [];
  for await (const group of readFitted(fitted, new ByteReader(fitted.file)).groups) {
    for (const record of group) {
      const codes = rejections.codesOf(record);
      if (codes === undefined) continue;
      lines.push(csvLine([record.record, record.line, codes, ...record.cells]));
      if (record.raw !== undefined) await raw.add(record);
    }
    await cells.write(lines.splice(0).join(""));
    if (rejections.done()) break;
  }
  await cells.close();
  await raw.close();
}

/** The codes of errors, each once, a blank between them. */
export function errorCodes(issues: readonly Issue[]): string {
  const [only] = issues;
  if (issues.length === 1 && only?.severity === "error") return only.code;
  const errors = issues.filter(({ severity }) => severity === "error");
  return [...new Set(errors.map(({ code }) => code))].join(" ");
}
