import { extname } from "node:path";
import { createGunzip } from "node:zlib";
import { HmsyncError, SourceError } from "../errors.ts";
import type { ByteReader, SourceFile } from "./source-file.ts";

// What is in a file: its own bytes, or what it is the packing of.

/** What a file's content is written in. */
export type Format = "text" | "json" | "ndjson" | "workbook";

const FORMATS: Readonly<Record<string, Format>> = {
  ...{ ".csv": "text", ".tsv": "text", ".txt": "text", ".tab": "text", ".psv": "text" },
  ...{ ".ssv": "text", ".json": "json", ".ndjson": "ndjson", ".jsonl": "ndjson" },
  ...{ ".xlsx": "workbook", ".xlsm": "workbook" },
};

/** Unpacked, this much is let through whatever it was packed from: bytes. */
const HARMLESS = 256 * 2 ** 20;
/** Exports shrink to a tenth, seldom to a fiftieth; what shrinks to less is made to burst. */
const MOST_EXPANSION = 200;

/** The format that a name promises; nothing where it is none of ours. */
export function formatOf(name: string): Format | undefined {
  return FORMATS[extname(plainName(name)).toLowerCase()];
}

/** The name without the ending of its packing. */
export const plainName = (name: string): string => name.replace(/\.gz$/i, "");

const isGzip = (name: string): boolean => /\.gz$/i.test(name);

/**
 * The content of a file in chunks, unpacked where it is packed.
 *
 * @throws SourceError where the packing is damaged or bursts
 */
export async function* contents(file: SourceFile, bytes: ByteReader): AsyncGenerator<Buffer> {
  if (isGzip(file.path)) yield* unpacked(file, bytes);
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
    if (!gunzip.write(chunk)) {
      await new Promise<void>((go) => {
        gunzip.once("drain", go);
        gunzip.once("close", go);
      });
    }
  }
  gunzip.end();
}

/** @throws SourceError where a packed file has become too many bytes for what it was */
export function checkExpansion(name: string, unpackedSize: number, packedSize: number): void {
  if (unpackedSize <= HARMLESS || unpackedSize <= packedSize * MOST_EXPANSION) return;
  throw new SourceError(
    `${name} unpacks to more than ${MOST_EXPANSION} times its size: it is made to fill the machine.`,
    { cure: "Ask who made it; if it is what it should be, unpack it yourself." },
  );
}

export function damaged(name: string, cause: unknown): SourceError {
  const code = (cause as NodeJS.ErrnoException).code ?? "damaged";
  return new SourceError(`${name} cannot be unpacked (${code}).`, {
    cure: "The file is damaged or cut: copy or export it again.",
    cause,
  });
}
