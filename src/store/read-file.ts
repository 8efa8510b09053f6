import { createHash } from "node:crypto";
import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { mediaTypeOf, TELLING } from "./media-type.ts";

/** What a file holds. */
export interface FileContent {
  /** Lower-case hexadecimal. */
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
  readonly mediaType: string | null;
}

const WINDOW = 1024 * 1024;
/** Used by one file after the other: each is read to its end before the next. */
let window: Buffer | undefined;

/** Where the system has no such flags (Windows), links are followed, and a pipe is waited for. */
const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;

/**
 * Reads a file to its end, however large, in a window of memory.
 *
 * @param take is handed the bytes as they come
 * @returns undefined if it is a folder, a device or a pipe
 * @throws what the system says
 */
export function readFile(path: string, take?: (bytes: Buffer) => void): FileContent | undefined {
  const handle = openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  try {
    if (!fstatSync(handle).isFile()) return undefined;
    window ??= Buffer.allocUnsafe(WINDOW);
    const hash = createHash("sha256");
    let size = 0;
    let start = Buffer.alloc(0);
    for (let read = readSync(handle, window); read > 0; read = readSync(handle, window)) {
      const bytes = window.subarray(0, read);
      hash.update(bytes);
      if (start.length < TELLING) start = Buffer.concat([start, bytes.subarray(0, TELLING)]);
      take?.(bytes);
      size += read;
    }
    return { sha256: hash.digest("hex"), size, mediaType: mediaTypeOf(start.subarray(0, TELLING)) };
  } finally {
    closeSync(handle);
  }
}
