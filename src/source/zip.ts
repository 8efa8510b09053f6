import { once } from "node:events";
import type { Entry, ZipFile } from "yauzl";
import { HmsyncError, SourceError } from "../errors.ts";
import { checkExpansion, damaged } from "./expansion.ts";
import type { SourceFile } from "./source-file.ts";

// Archives are read by yauzl, from their central directory: it refuses names that lead out of a folder.

/** An archive of more files than this is no export. */
const MOST_ENTRIES = 10_000;

/** The names of the files in an archive, in its order. */
export async function entryNames(file: SourceFile): Promise<string[]> {
  const names: string[] = [];
  await withArchive(file, async (archive) => {
    for await (const { fileName } of archive.eachEntry()) {
      if (!fileName.endsWith("/")) names.push(fileName);
      if (names.length > MOST_ENTRIES) throw tooMany(file);
    }
  });
  return names;
}

/**
 * The bytes of one file in an archive.
 *
 * @throws SourceError where the archive is damaged, or the entry bursts, is missing or is encrypted
 */
export async function* entryChunks(file: SourceFile, name: string): AsyncGenerator<Buffer> {
  const archive = await openArchive(file);
  try {
    const entry = await findEntry(archive, name);
    if (entry === undefined) throw missing(file, name);
    const stream = await archive.openReadStreamPromise(entry);
    let size = 0;
    for await (const chunk of stream) {
      size += (chunk as Buffer).length;
      checkExpansion(file.name, size, entry.compressedSize);
      yield chunk as Buffer;
    }
  } catch (error) {
    throw error instanceof HmsyncError ? error : damaged(file.name, error);
  } finally {
    await closed(archive);
  }
}

async function findEntry(archive: ZipFile, name: string): Promise<Entry | undefined> {
  for await (const entry of archive.eachEntry()) if (entry.fileName === name) return entry;
  return undefined;
}

async function openArchive(file: SourceFile): Promise<ZipFile> {
  const { default: yauzl } = await import("yauzl");
  try {
    return await yauzl.openPromise(file.path, { autoClose: false, lazyEntries: true });
  } catch (error) {
    throw new SourceError(`${file.name} is no archive that can be opened, or is encrypted.`, {
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
