import { resolve } from "node:path";
import type { Importer } from "../../../importers/define.ts";
import type { DbValue } from "../../db/database.ts";
import { type CompiledEntity, compileEntity } from "../../import/prepare/compile-entity.ts";
import { stored } from "../../import/prepare/prepare.ts";
import type { LedgerRun } from "../../ledger/run-ledger.ts";
import type { ChainFile } from "../../ledger/trail/chain-files.ts";
import { columnsAside } from "../../mapping/aside/aside.ts";
import { entityOfFile } from "../../mapping/file-options.ts";
import type { FittedFile, HeadedFile } from "../../mapping/fit.ts";
import type { EntityMapping, Mapping } from "../../mapping/mapping.ts";
import { readersOf } from "../../mapping/readers.ts";
import { HmsyncError } from "../../plain/errors.ts";
import type { SourceRecord } from "../../source/record.ts";
import type {
  CellsFrom,
  TracedCell,
  TracedCorrection,
  TracedIssue,
  TracedPlace,
  TracedVersion,
} from "./record-trace.ts";
import { rejectedCopy } from "./rejected-copy.ts";
import { readInArchive, readInExport, type WantedRecord } from "./source-again.ts";
import { retriesOf, takenCorrections } from "./taken-corrections.ts";
import type { TraceMeans } from "./trace-means.ts";

/** Which version of a record is wanted. */
export interface WantedVersion {
  readonly importer: Importer;
  /** The run that met it so. */
  readonly run: LedgerRun;
  readonly place: TracedPlace;
  readonly offset: number | null;
  /** What was found on it. */
  readonly issues: readonly TracedIssue[];
  /** Its cells, where the ledger has them. */
  readonly inLedger: readonly string[] | undefined;
}

/** A version, and the corrections that made it what it is. */
export interface FoundVersion {
  readonly version: TracedVersion;
  readonly corrections: readonly TracedCorrection[];
  /** By label of a reference, the entity and the legacy id that the record names. */
  readonly named: ReadonlyMap<string, { readonly entity: string; readonly legacyId: string }>;
}

interface Reading extends WantedVersion {
  readonly file: ChainFile;
  /** The run that read the file. */
  readonly reader: LedgerRun;
  readonly mapping: Mapping | undefined;
}

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
  const retries = retriesOf(means.chain.runs, reader, run);
  const corrections = await takenCorrections(retries, place);
  const notes = note === undefined ? [] : [note];
  const told = { run: run.name, place, unread: read.unread };
  if (read.record === undefined) {
    return { version: { ...told, notes }, corrections, named: new Map() };
  }
  const fixed = fixedRecord(means, reading, read.record);
  const amended = withCorrections(fixed, file.header, read.isCorrected ? [] : corrections);
  const mapped = await mapRecord(means, reading, amended);
  const before = { now: amended.cells, was: read.record.cells };
  const cells = { from: read.from, columns: cellsOf(reading, before, mapped?.compiled) };
  const said = mapped?.note === undefined ? notes : [...notes, mapped.note];
  return {
    version: { ...told, cells, notes: said, mapped: mapped?.values },
    corrections,
    named: mapped?.named ?? new Map(),
  };
}

interface ReadCells {
  readonly record?: SourceRecord;
  readonly from: CellsFrom;
  /** Whether corrections are in the cells already. */
  readonly isCorrected: boolean;
  readonly unread: string[];
}

/** Looks where cells are quickly had first. */
async function readCells(means: TraceMeans, reading: Reading): Promise<ReadCells> {
  const { file, reader, place, offset, mapping, inLedger, importer, run } = reading;
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
  const fit = (headed: HeadedFile) => fitFor(means, reading, headed);
  const wanted = { file, at: { record }, offset, mapping, fit };
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

const sourceOf = ({ request, summary }: LedgerRun): string =>
  request?.source ?? summary?.source ?? "";

const folderOf = ({ reportFolder, name }: LedgerRun): string =>
  reportFolder ?? resolve("reports", name);

const NO_MAPPING: EntityMapping = {
  file: undefined,
  fields: {},
  ignore: [],
  nullTokens: [],
  rules: {},
};

/** The file as the import saw it; without its mapping, what looks like a secret is left out all the same. */
function fitFor(
  { importers }: TraceMeans,
  { importer, mapping, file }: Reading,
  headed: HeadedFile,
): FittedFile {
  const own = mapping?.entities[importer.entity];
  return {
    ...headed,
    importer,
    mapping: own === undefined ? NO_MAPPING : entityOfFile(own, file.name),
    readers: mapping && readersOf(file.name, mapping, importers),
    unmapped: [],
    absent: [],
  };
}

/** A file of the ledger, which is not opened. */
const unopened = ({ name, header }: ChainFile): HeadedFile => ({
  file: { path: "", name, size: 0, modified: 0 },
  header,
});

/** What comes of fixes is kept by the run that applied them. */
const UNHEARD = { applied: () => undefined, withdrawn: () => undefined };

/** What the fixes of the run make of the record. */
function fixedRecord(means: TraceMeans, reading: Reading, record: SourceRecord): SourceRecord {
  const fixes = means.fixesOf(reading.reader)?.anew();
  const fitted = fitFor(means, reading, unopened(reading.file));
  const fix = fixes?.amendFor(fitted, UNHEARD);
  return fix?.(record) ?? record;
}

/** What people made of the record in retries. */
function withCorrections(
  record: SourceRecord,
  header: readonly string[],
  corrections: readonly TracedCorrection[],
): SourceRecord {
  if (corrections.length === 0) return record;
  const cells = [...record.cells];
  for (const { column, now } of corrections) {
    const at = header.indexOf(column);
    if (at >= 0) cells[at] = now;
  }
  return { ...record, cells, flaws: [] };
}

interface Mapped {
  readonly legacyId?: string | null;
  readonly values?: ReadonlyMap<string, DbValue>;
  readonly named: FoundVersion["named"];
  readonly compiled?: CompiledEntity;
  readonly note?: string;
}

/** Maps the record with the stage that the import itself maps with. */
async function mapRecord(
  means: TraceMeans,
  reading: Reading,
  record: SourceRecord,
): Promise<Mapped | undefined> {
  const { mapping, reader, file, importer, run } = reading;
  if (mapping?.entities[importer.entity] === undefined) return undefined;
  try {
    const fitted = fitFor(means, reading, unopened(file));
    const fit = await means.lookedUp({ mapping, files: [fitted], ignored: [] }, sourceOf(reader));
    const [own = fitted] = fit.files;
    const settings = run.request?.settings ?? {};
    const aside = columnsAside(own, mapping, settings);
    const compiled = compileEntity(own, { ...mapping, asOf: run.asOf, aside });
    const filled = compiled.prepare(record);
    const values = new Map<string, DbValue>();
    const named = new Map<string, { entity: string; legacyId: string }>();
    for (const [at, { key, reference }] of compiled.columns.entries()) {
      const of = compiled.references[reference ?? -1];
      const legacyId = filled.parents[reference ?? -1] ?? null;
      if (of !== undefined && legacyId !== null) named.set(key, { entity: of.entity, legacyId });
      if (of === undefined) values.set(key, stored(filled.written[at]));
    }
    return { values, named, compiled, legacyId: filled.legacyId };
  } catch (error) {
    if (!(error instanceof HmsyncError)) throw error;
    return { named: new Map(), note: `The cells could not be mapped: ${error.message}` };
  }
}

/** The cells by column, with what they fill and what was found on them. */
function cellsOf(
  { file, mapping, importer, issues }: Reading,
  { now, was }: { readonly now: readonly string[]; readonly was: readonly string[] },
  compiled: CompiledEntity | undefined,
): TracedCell[] {
  const fields = Object.entries(mapping?.entities[importer.entity]?.fields ?? {});
  const width = Math.max(file.header.length, now.length);
  return Array.from({ length: width }, (_, at): TracedCell => {
    const column = file.header[at] ?? `column ${at + 1}`;
    const fills = fields
      .filter(([, field]) => field?.columns.includes(column) === true)
      .map(([name]) => importer.fields[name]?.column ?? name)
      .filter((key) => compiled?.columns.some((one) => one.key === key) !== false);
    const codes = issues
      .filter((issue) => (issue.column ?? "").split(" + ").includes(column))
      .map(({ code }) => code);
    const value = now[at] ?? "";
    const before = was[at] ?? "";
    return { column, value, ...(before !== value && { was: before }), fills, codes };
  });
}

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
  const mapped = await mapRecord(means, reading, fixedRecord(means, reading, read.record));
  return mapped?.legacyId ?? undefined;
}
