import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
} from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { notedTable } from "../../extract/kept-tables.ts";
import type { SpooledTable } from "../../extract/manifest.ts";
import { isDatabase } from "../../extract/open-legacy-database.ts";
import { CellTotals } from "../../import/prepare/cell-totals.ts";
import type { ChainFile } from "../../ledger/trail/chain-files.ts";
import type { FittedFile, HeadedFile } from "../../mapping/fit.ts";
import { headFile } from "../../mapping/head-file.ts";
import type { Mapping } from "../../mapping/mapping.ts";
import { readFitted } from "../../mapping/read-fitted.ts";
import { HmsyncError } from "../../plain/errors.ts";
import { sha256OfFile } from "../../plain/hash-file.ts";
import { openExport, sourceFile } from "../../source/open-export.ts";
import type { SourceRecord } from "../../source/record.ts";
import { ByteReader, fileState, type SourceFile } from "../../source/source-file.ts";
import { unpackExport } from "../../source/unpack-export.ts";

/** Which record of which file is wanted. */
export interface WantedRecord {
  readonly file: ChainFile;
  /** By its number, or by the line that it begins in. */
  readonly at: { readonly record: number } | { readonly line: number };
  /** Bytes before it, where that is known. */
  readonly offset: number | null;
  /** Of its cells, where that is known. */
  readonly fingerprint?: number | null;
  /** How files are written, as far as that is known. */
  readonly mapping: Mapping | undefined;
  /** What the file is read as. */
  readonly fit: (headed: HeadedFile) => FittedFile;
}

/** A record as its file has it. */
export interface ReadAgain {
  readonly record: SourceRecord;
  readonly header: readonly string[];
}

/** The record, or why it could not be read. */
export type Attempt = ReadAgain | string;

/** Reads a record in the export itself, if that is still what the run read. */
export async function readInExport(source: string, wanted: WantedRecord): Promise<Attempt> {
  const { file } = wanted;
  if (isDatabase(source)) return `what the run read of ${source} is in its archive alone`;
  if (!existsSync(source)) return `the export is no longer at ${source}`;
  return attempted(async () => {
    const holding = holdingFile(openExport(source).files, file.name);
    if (holding === undefined) return `${source} no longer has ${file.name}`;
    if (!(await isSame(holding, file))) return `${file.name} has changed since the run read it`;
    return readIn(holding, wanted);
  });
}

/** Reads a record in the copy that the run kept of its export. */
export async function readInArchive(folder: string | null, wanted: WantedRecord): Promise<Attempt> {
  const { name } = wanted.file;
  const archive = join(folder ?? "", "source");
  if (folder === null || !existsSync(archive)) return "the run's report has no copy of the export";
  const noted = notedTable(folder, name);
  if (noted !== undefined) return attempted(() => readInTable(noted, archive, wanted));
  const packed = readdirSync(archive).filter((one) => one.endsWith(".gz"));
  const copies = packed.map((one) => ({ name: one.slice(0, -".gz".length), packed: one }));
  const found = holdingFile(copies, name);
  if (found === undefined) return `the run's report has no copy of ${name}`;
  return attempted(() =>
    withUnpacked(join(archive, found.packed), found.name, async (copy) => {
      if (!(await isSame(copy, wanted.file))) return `the copy of ${name} is not what the run read`;
      return readIn(copy, wanted);
    }),
  );
}

/** A table of a database is read as it was spooled. */
async function readInTable(
  { file, name, table }: SpooledTable,
  archive: string,
  wanted: WantedRecord,
): Promise<Attempt> {
  const packed = join(archive, `${file}.gz`);
  if (!existsSync(packed)) return `the run's report has no copy of ${name}`;
  return withUnpacked(packed, file, async (copy) => {
    if (!(await isSame(copy, wanted.file))) return `the copy of ${name} is not what the run read`;
    return readIn({ ...copy, name, plain: true, extracted: table }, wanted);
  });
}

/** What a person can put right is a reason; all else is a fault of ours. */
async function attempted(work: () => Promise<Attempt>): Promise<Attempt> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof HmsyncError) return error.message;
    throw error;
  }
}

/** The file that a record's file is, or is a sheet, a table or a part of. */
function holdingFile<File extends { readonly name: string }>(
  files: readonly File[],
  name: string,
): File | undefined {
  const own = files.find((file) => file.name === name);
  return own ?? files.find((file) => ["#", "/"].some((sign) => name.startsWith(file.name + sign)));
}

/** Files that were found to be what a run had read, as they stood then. */
const same = new Map<string, string>();

async function isSame({ path, size }: SourceFile, file: ChainFile): Promise<boolean> {
  if (file.sha256 === null) return true;
  const isWhole = size === file.size;
  const state = await fileState(path);
  if (same.get(state) === file.sha256) return true;
  const isAlike = (await sha256OfFile(path)) === file.sha256;
  if (isAlike) same.set(state, file.sha256);
  return isAlike && (isWhole || file.size === 0);
}

/** Works on an unpacked copy that nobody else can read, and of which nothing is left. */
async function withUnpacked<Result>(
  packed: string,
  name: string,
  work: (copy: SourceFile) => Promise<Result>,
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), "hmsync-trace-"));
  try {
    const path = join(folder, name);
    await pipeline(
      createReadStream(packed),
      createGunzip(),
      createWriteStream(path, { mode: 0o600, flags: "wx" }),
    );
    return await work(sourceFile(path, statSync(path)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function readIn(holding: SourceFile, wanted: WantedRecord): Promise<Attempt> {
  const { mapping, file } = wanted;
  const whole = { files: [holding], ignored: [] };
  const { files } = await unpackExport(whole, { reading: mapping?.reading ?? {} });
  const part = files.find(({ name }) => name === file.name);
  if (part === undefined) return `${holding.name} no longer has ${file.name}`;
  const headed = await headedOnce(part, mapping);
  const read = await recordIn(wanted.fit(headed), wanted);
  if (read === undefined) return `${file.name} has no such record`;
  return { record: read, header: headed.header };
}

/** Whether a file is text that can be read from the middle. */
export const canSeek = ({ name }: ChainFile, offset: number | null): boolean =>
  offset !== null && /\.(?:csv|tsv|txt|tab|psv|ssv)$/i.test(name) && !name.includes("/");

/** Files that were looked at, by their state and the mapping: to find out how one is written takes a while. */
const known = new Map<string, { readonly by: Mapping | undefined; readonly headed: HeadedFile }>();
const MOST_KNOWN = 50;

async function headedOnce(part: SourceFile, mapping: Mapping | undefined): Promise<HeadedFile> {
  const state = `${part.name} ${await fileState(part.path)}`;
  const found = known.get(state);
  if (found !== undefined && found.by === mapping) return found.headed;
  const headed = await headFile(part, mapping === undefined ? [] : [mapping]);
  if (known.size === MOST_KNOWN) known.clear();
  known.set(state, { by: mapping, headed });
  return headed;
}

/** Reads the bytes at the record's place, where that can be; else the file from its start. */
async function recordIn(
  fitted: FittedFile,
  { file, at, offset, fingerprint = null }: WantedRecord,
): Promise<SourceRecord | undefined> {
  if (offset !== null && canSeek(file, offset) && fitted.understanding !== undefined) {
    const read = await withExcerpt(fitted, offset, at);
    if (read !== undefined && isAsKnown(fitted, read, fingerprint)) return read;
  }
  return findRecord(fitted, at);
}

/** What programs put around cells is told by many records: of a few, some of it may be left on. */
function isAsKnown(
  { header, readers }: FittedFile,
  record: SourceRecord,
  fingerprint: number | null,
): boolean {
  const isKnown = fingerprint !== null && readers === undefined && record.cells.length > 0;
  return !isKnown || new CellTotals(header.length).add(record) === fingerprint;
}

/** No record is longer: it would have been refused. */
const LONGEST = 2 * 1024 * 1024;

async function withExcerpt(
  fitted: FittedFile,
  offset: number,
  at: WantedRecord["at"],
): Promise<SourceRecord | undefined> {
  const folder = mkdtempSync(join(tmpdir(), "hmsync-trace-"));
  try {
    const path = join(folder, "excerpt.csv");
    const from = await open(fitted.file.path, "r");
    try {
      const { bytesRead, buffer } = await from.read(Buffer.alloc(LONGEST), 0, LONGEST, offset);
      const to = await open(path, "wx", 0o600);
      await to.writeFile(buffer.subarray(0, bytesRead)).finally(() => to.close());
    } finally {
      await from.close();
    }
    const { dialect, header, file: whole } = fitted;
    const file = { ...sourceFile(path, statSync(path)), name: whole.name, plain: true };
    const plain = dialect && {
      ...dialect,
      header: "none" as const,
      skipLines: 0,
      strays: "records" as const,
      columns: header,
    };
    const read = await findRecord({ ...fitted, file, dialect: plain }, { record: 1 });
    return read && { ...read, offset, record: "record" in at ? at.record : 0 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Reads until the record is met. */
async function findRecord(
  fitted: FittedFile,
  at: WantedRecord["at"],
): Promise<SourceRecord | undefined> {
  const isIt = (one: SourceRecord) =>
    "record" in at ? one.record === at.record : one.line === at.line;
  for await (const group of readFitted(fitted, new ByteReader(fitted.file)).groups) {
    const found = group.find(isIt);
    if (found !== undefined) return found;
  }
  return undefined;
}
