import { extname } from "node:path";
import { createGunzip } from "node:zlib";
import { HmsyncError } from "../plain/errors.ts";
import { checkExpansion, damaged } from "./expansion.ts";
import { ByteReader, type SourceFile } from "./source-file.ts";
import { entryChunks } from "./zip.ts";

// What is in a file: its own bytes, or what it is the packing of.

/** What a file's content is written in. */
export type Format = "text" | "json" | "ndjson" | "workbook" | "dump";

const FORMATS: Readonly<Record<string, Format>> = {
  ".csv": "text",
  ".tsv": "text",
  ".txt": "text",
  ".tab": "text",
  ".psv": "text",
  ".ssv": "text",
  ".json": "json",
  ".ndjson": "ndjson",
  ".jsonl": "ndjson",
  ".xlsx": "workbook",
  ".xlsm": "workbook",
  ".sql": "dump",
  ".dump": "dump",
};

/** The format that the name of a whole file promises; undefined if it is not one of ours. */
export const formatOf = (name: string): Format | undefined =>
  FORMATS[extname(name.replace(/\.gz$/i, "")).toLowerCase()];

export const isArchive = (name: string): boolean => /\.zip$/i.test(name);

/** A table of a text of JSON has its name behind that of the file. */
const isGzip = ({ name, plain, json }: SourceFile): boolean =>
  !plain && (json === undefined ? /\.gz$/i : /\.gz(?:#.*)?$/is).test(name);

/**
 * The content of a file in chunks, unpacked where it is packed.
 *
 * @throws SourceError if the packing is damaged or bursts
 */
export async function* contents(file: SourceFile, bytes: ByteReader): AsyncGenerator<Buffer> {
  if (file.part !== undefined) {
    await bytes.readWhole();
    yield* entryChunks(file, file.part);
  } else yield* packed(file, bytes);
}

/** The same, without a look at what it is packed in: quick where only the start is wanted. */
export async function* startOf(file: SourceFile): AsyncGenerator<Buffer> {
  if (file.part !== undefined) yield* entryChunks(file, file.part);
  else yield* packed(file, new ByteReader(file));
}

async function* packed(file: SourceFile, bytes: ByteReader): AsyncGenerator<Buffer> {
  if (isGzip(file)) yield* unpacked(file, bytes);
  else yield* bytes.chunks();
}

async function* unpacked(file: SourceFile, bytes: ByteReader): AsyncGenerator<Buffer> {
  const gunzip = createGunzip();
  const fed = feed(bytes.chunks(), gunzip);
  // A failure of the file itself ends the stream; it is met behind the loop.
  fed.catch((error: Error) => gunzip.destroy(error));
  let size = 0;
  try {
    for await (const chunk of gunzip) {
      size += (chunk as Buffer).length;
      checkExpansion(file.name, size, bytes.size);
      yield chunk as Buffer;
    }
    await fed;
  } catch (error) {
    throw error instanceof HmsyncError ? error : damaged(file.name, error);
  } finally {
    gunzip.destroy();
  }
}

async function feed(
  chunks: AsyncIterable<Buffer>,
  gunzip: ReturnType<typeof createGunzip>,
): Promise<void> {
  for await (const chunk of chunks) {
    if (gunzip.destroyed) return;
    if (!gunzip.write(chunk)) await drained(gunzip);
  }
  gunzip.end();
}

/** Until it takes more, or is closed; listeners that were not needed do not pile up. */
function drained(gunzip: ReturnType<typeof createGunzip>): Promise<void> {
  return new Promise((go) => {
    const on = () => {
      gunzip.off("drain", on);
      gunzip.off("close", on);
      go();
    };
    gunzip.on("drain", on);
    gunzip.on("close", on);
  });
}
