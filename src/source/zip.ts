import { isUtf8 } from "node:buffer";
import { once } from "node:events";
import { open } from "node:fs/promises";
import { crc32 } from "node:zlib";
import type { Entry, ZipFile } from "yauzl";
import { HmsyncError, SourceError } from "../plain/errors.ts";
import { checkExpansion, damaged } from "./expansion.ts";
import { fileState, type SourceFile } from "./source-file.ts";

// Archives are read by yauzl, from their central directory: it refuses names that lead out of a folder.

/** An archive of more files than this is no export. */
const MOST_ENTRIES = 10_000;

/** What the entries after the last that the directory counts would begin with. */
const DIRECTORY_ENTRY = 0x02014b50;
/** Of the attributes that Unix programs write: what kind of file it is, and a link. */
const [KIND_SHIFT, KIND, LINK] = [16, 0o170000, 0o120000];

/**
 * The names of the files in an archive, in its order.
 *
 * @throws SourceError if the archive is damaged, or a name in it is not that of one file
 */
export async function entryNames(file: SourceFile): Promise<string[]> {
  const names = new Map<string, string>();
  await withArchive(file, async (archive) => {
    for await (const entry of archive.eachEntry()) {
      const { fileName } = entry;
      if (!fileName.endsWith("/")) {
        const plain = plainName(entry);
        if (names.has(plain)) throw twice(file, fileName);
        names.set(plain, fileName);
        await checkEntry(file, archive, entry);
      }
      if (names.size > MOST_ENTRIES) throw tooMany(file);
    }
    if (await goesOn(file, Number(archive.readEntryCursor))) throw damaged(file.name, uncounted());
  });
  return [...names.values()];
}

/** Names that one file system or another takes for the same; many programs write UTF-8 and do not say so. */
function plainName({ fileName, fileNameRaw }: Entry): string {
  const name = isUtf8(fileNameRaw) ? fileNameRaw.toString("utf8") : fileName;
  const path = name.replaceAll("\\", "/").replace(/(?:^|(?<=\/))\.?\/+/g, "");
  return path.normalize("NFC").toLowerCase();
}

/** A file's name stands in the directory and before its bytes: where they differ, one of them is wrong. */
async function checkEntry(file: SourceFile, archive: ZipFile, entry: Entry): Promise<void> {
  if (((entry.externalFileAttributes >>> KIND_SHIFT) & KIND) === LINK) {
    throw new SourceError(`${file.name}/${entry.fileName} is a link, not a file.`, {
      cure: "Pack the file that it points to.",
    });
  }
  const { fileName } = await archive.readLocalFileHeaderPromise(entry);
  if (!fileName.equals(entry.fileNameRaw)) {
    throw damaged(file.name, new Error("two names of one entry"));
  }
}

/** Whether the directory holds more than it counts. */
async function goesOn({ path }: SourceFile, end: number): Promise<boolean> {
  const handle = await open(path, "r");
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, end);
    return bytesRead === 4 && buffer.readUInt32LE(0) === DIRECTORY_ENTRY;
  } finally {
    await handle.close();
  }
}

const uncounted = (): Error => new Error("more entries than the directory counts");

/**
 * The bytes of one file in an archive. Whoever reads to the end knows that they are those that were packed.
 *
 * @throws SourceError if the archive is damaged, or the entry bursts, is missing or is encrypted
 */
export async function* entryChunks(file: SourceFile, name: string): AsyncGenerator<Buffer> {
  const archive = await openArchive(file);
  try {
    const entry = await findEntry(file, archive, name);
    if (entry === undefined) throw missing(file, name);
    if (!entry.canDecodeFileData()) throw unopened(file, entry);
    const stream = await archive.openReadStreamPromise(entry);
    let size = 0;
    let sum = 0;
    for await (const chunk of stream) {
      size += (chunk as Buffer).length;
      checkExpansion(file.name, size, entry.compressedSize);
      sum = crc32(chunk as Buffer, sum);
      yield chunk as Buffer;
    }
    if (sum !== entry.crc32) throw damaged(file.name, new Error("checksum"));
  } catch (error) {
    throw error instanceof HmsyncError ? error : damaged(file.name, error);
  } finally {
    await closed(archive);
  }
}

/** Directories that were read: whoever asks for one file of an archive asks for all of them. */
const directories = new Map<string, ReadonlyMap<string, Entry>>();
/** Directories of so many entries are kept. */
const MOST_KEPT = 4 * MOST_ENTRIES;

async function findEntry(
  { path }: SourceFile,
  archive: ZipFile,
  name: string,
): Promise<Entry | undefined> {
  const of = await fileState(path);
  const known = directories.get(of);
  if (known !== undefined) return known.get(name);
  const entries = new Map<string, Entry>();
  for await (const entry of archive.eachEntry()) {
    if (!entries.has(entry.fileName)) entries.set(entry.fileName, entry);
  }
  const kept = [...directories.values()].reduce((sum, { size }) => sum + size, entries.size);
  if (kept > MOST_KEPT) directories.clear();
  directories.set(of, entries);
  return entries.get(name);
}

async function openArchive(file: SourceFile): Promise<ZipFile> {
  const { default: yauzl } = await import("yauzl");
  try {
    return await yauzl.openPromise(file.path, { autoClose: false, lazyEntries: true });
  } catch (error) {
    throw new SourceError(`${file.name} cannot be opened as an archive, or is encrypted.`, {
      cure: "Open it with the program that made it, and save it without a password.",
      cause: error,
    });
  }
}

async function withArchive(
  file: SourceFile,
  work: (archive: ZipFile) => Promise<void>,
): Promise<void> {
  const archive = await openArchive(file);
  try {
    await work(archive);
  } catch (error) {
    throw error instanceof HmsyncError ? error : damaged(file.name, error);
  } finally {
    await closed(archive);
  }
}

async function closed(archive: ZipFile): Promise<void> {
  if (!archive.isOpen) return;
  const done = once(archive, "close");
  archive.close();
  await done;
}

function unopened(file: SourceFile, entry: Entry): SourceError {
  const why = entry.isEncrypted()
    ? "is encrypted"
    : `is packed with an unsupported method ( ${entry.compressionMethod})`;
  return new SourceError(`${file.name}: ${entry.fileName} ${why}.`, {
    cure: "Unpack it, or pack it again as an ordinary .zip without a password.",
  });
}

function twice(file: SourceFile, name: string): SourceError {
  return new SourceError(
    `${file.name} holds several files called ${name}, apart from letter case and similar differences.`,
    { cure: "Unpack it, check which one is meant, and name the folder with the export." },
  );
}

function tooMany(file: SourceFile): SourceError {
  return new SourceError(`${file.name} holds more than ${MOST_ENTRIES} files.`, {
    cure: "Unpack it, and name the folder with the export.",
  });
}

function missing(file: SourceFile, name: string): SourceError {
  return new SourceError(`${file.name} has no part ${name}.`, {
    cure: "The file is damaged or cut: copy or export it again.",
  });
}
