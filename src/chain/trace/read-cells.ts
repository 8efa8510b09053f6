import type { HeadedFile } from "../../mapping/fit.ts";
import type { SourceRecord } from "../../source/record.ts";
import { fitFor, folderOf, type Reading, sourceOf } from "./reading.ts";
import type { CellsFrom } from "./record-trace.ts";
import { rejectedCopy } from "./rejected-copy.ts";
import { canSeek, readInArchive, readInExport } from "./source-again.ts";
import type { TraceMeans } from "./trace-means.ts";

interface ReadCells {
  readonly record?: SourceRecord;
  readonly from: CellsFrom;
  /** Whether corrections are in the cells already. */
  readonly isCorrected: boolean;
  readonly unread: string[];
  /** Bytes that would have to be read. */
  readonly inFileOf?: number;
}

/** Looks where cells are quickly had first. */
export async function readCells(means: TraceMeans, reading: Reading): Promise<ReadCells> {
  const { file, reader, place, offset, fingerprint, mapping, inLedger, importer, run } = reading;
  const { record, line } = place;
  const plain = (cells: readonly string[]): SourceRecord => ({
    record,
    line,
    offset: offset ?? 0,
    cells,
    flaws: [],
  });
  if (inLedger !== undefined) {
    return { record: plain(inLedger), from: "waiting", isCorrected: true, unread: [] };
  }
  const isLarge = file.size > (means.largest ?? Number.POSITIVE_INFINITY);
  if (isLarge && !canSeek(file, offset)) {
    return { from: "export", isCorrected: false, unread: [], inFileOf: file.size };
  }
  const fit = (headed: HeadedFile) => fitFor(means, reading, headed);
  const wanted = { file, at: { record }, offset, fingerprint: fingerprint ?? null, mapping, fit };
  const unread: string[] = [];
  const tries = [
    ["export", () => readInExport(sourceOf(reader), wanted)],
    ["archive", () => readInArchive(folderOf(reader), wanted)],
  ] as const;
  for (const [from, attempt] of tries) {
    const read = await attempt();
    if (typeof read !== "string") {
      return { record: read.record, from, isCorrected: false, unread: [] };
    }
    unread.push(read);
  }
  const copy = { entity: importer.entity, file: place.file, record };
  for (const folder of new Set([folderOf(reader), folderOf(run)])) {
    const read = await rejectedCopy(folder, copy);
    if (typeof read !== "string") {
      return { record: plain(read.cells), from: "rejected copy", isCorrected: false, unread: [] };
    }
    if (!unread.includes(read)) unread.push(read);
  }
  return { from: "export", isCorrected: false, unread };
}
