import type { HeadedFile } from "../../mapping/fit.ts";
import { madeOf } from "./made-of.ts";
import { cellsOf, mapRecord } from "./map-record.ts";
import { readCells } from "./read-cells.ts";
import {
  type FoundVersion,
  fitFor,
  folderOf,
  type Reading,
  sourceOf,
  type WantedVersion,
} from "./reading.ts";
import type { TracedCorrection } from "./record-trace.ts";
import { readInArchive, readInExport, type WantedRecord } from "./source-again.ts";
import { retriesOf, takenCorrections } from "./taken-corrections.ts";
import type { TraceMeans } from "./trace-means.ts";

/** Reads the cells of a record as a run met it, and says what the run's mapping makes of them. */
export async function readVersion(
  means: TraceMeans,
  wanted: WantedVersion,
): Promise<FoundVersion | undefined> {
  const { run, place } = wanted;
  const file = means.files.get(place.fileId);
  const reader = means.chain.runs.find(({ id }) => id === file?.runId);
  if (file === undefined || reader === undefined) return undefined;
  const { mapping, note } = means.mappingOf(run);
  const reading = { ...wanted, file, reader, mapping };
  const read = await readCells(means, reading);
  const notes = note === undefined ? [] : [note];
  const told = { run: run.name, place, unread: read.unread, inFileOf: read.inFileOf };
  if (read.record === undefined) {
    const corrections = await correctionsIn(means, reading);
    return { version: { ...told, notes }, corrections, named: new Map() };
  }
  // What the ledger has of it is what it was judged as.
  const made = read.isCorrected
    ? { record: read.record, corrections: [] }
    : await madeOf(means, reading, read.record);
  const mapped = await mapRecord(means, reading, made.record);
  const before = { now: made.record.cells, was: read.record.cells, raw: read.record.raw };
  const cells = { from: read.from, columns: cellsOf(reading, before, mapped?.compiled) };
  const said = mapped?.note === undefined ? notes : [...notes, mapped.note];
  return {
    version: { ...told, cells, notes: said, mapped: mapped?.values },
    corrections: made.corrections,
    named: mapped?.named ?? new Map(),
  };
}

/** What retries say of a record whose cells cannot be read any more. */
const correctionsIn = (
  { chain }: TraceMeans,
  { reader, run, place }: Reading,
): Promise<TracedCorrection[]> => takenCorrections(retriesOf(chain.runs, reader, run), place);

/** What the record in a place of a file is called, as the cells there say it; undefined if that cannot be read. */
export async function legacyIdAt(
  means: TraceMeans,
  { importer, file, at }: Pick<Reading, "importer" | "file"> & Pick<WantedRecord, "at">,
): Promise<string | undefined> {
  const reader = means.chain.runs.find(({ id }) => id === file.runId);
  if (reader === undefined) return undefined;
  const { mapping } = means.mappingOf(reader);
  const place = { fileId: file.id, file: file.name, record: 0, line: 0 };
  const asked = { importer, run: reader, place, offset: null, issues: [], inLedger: undefined };
  const reading = { ...asked, file, reader, mapping };
  const fit = (headed: HeadedFile) => fitFor(means, reading, headed);
  const wanted = { file, at, offset: null, mapping, fit };
  const inExport = await readInExport(sourceOf(reader), wanted);
  const read =
    typeof inExport === "string" ? await readInArchive(folderOf(reader), wanted) : inExport;
  if (typeof read === "string") return undefined;
  const made = await madeOf(means, reading, read.record);
  const mapped = await mapRecord(means, reading, made.record);
  return mapped?.legacyId ?? undefined;
}
