import { createGzip } from "node:zlib";
import type { ByteSink } from "./source-file.ts";

/** Fast compression: an export shrinks to a fifth either way, and the import waits for it. */
const LEVEL = 1;
/**
 * Compressed bytes that are handed over at once: with fewer, compression waits again and again for
 * the thread that reads, which is at work.
 */
const CHUNK = 1024 * 1024;

/** Where compressed bytes go. */
export interface CompressedSink {
  write(bytes: Buffer): Promise<void>;
  close(): Promise<void>;
}

/** What little is compressed at once. */
const LEAST = 16 * 1024;

/**
 * Gzips the bytes of a source file as they are read; compression runs in threads of its own.
 *
 * @param size of the file, in bytes: a small one takes no more room than it needs
 */
export function gzipInto(
  sink: CompressedSink,
  size = CHUNK,
): ByteSink & { close(): Promise<void> } {
  const gzip = createGzip({ level: LEVEL, chunkSize: Math.min(CHUNK, Math.max(LEAST, size)) });
  const arrived = (async () => {
    for await (const bytes of gzip) await sink.write(bytes as Buffer);
    await sink.close();
  })();
  // Its failure is met at the next write or at the end; until then nobody waits for it.
  arrived.catch((error: Error) => gzip.destroy(error));
  let compressed = Promise.resolve();
  return {
    async write(bytes) {
      await compressed;
      compressed = new Promise((done, failed) => {
        // A place that failed took the stream along: its own error is the one to tell.
        const tell = (error: Error) => arrived.then(() => failed(error), failed);
        gzip.write(bytes, (error) => (error ? tell(error) : done()));
      });
      compressed.catch(() => undefined);
    },
    async close() {
      gzip.end();
      await arrived;
    },
  };
}
