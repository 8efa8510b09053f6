import { once } from "node:events";
import { createGzip } from "node:zlib";
import type { ByteSink } from "./source-file.ts";

/** Fast compression: an export shrinks to a fifth either way, and the import waits for it. */
const LEVEL = 1;

/** Where compressed bytes go. */
export interface CompressedSink {
  write(bytes: Buffer): Promise<void>;
  close(): Promise<void>;
}

/** Gzips the bytes of a source file as they are read; compression runs in threads of its own. */
export function gzipInto(sink: CompressedSink): ByteSink & { close(): Promise<void> } {
  const gzip = createGzip({ level: LEVEL });
  const arrival = (async () => {
    for await (const bytes of gzip) await sink.write(bytes as Buffer);
    await sink.close();
  })();
  // A failure shows at the next write, or at the end.
  let failure: unknown;
  arrival.catch((error: unknown) => {
    failure = error;
    gzip.destroy();
  });
  return {
    async write(bytes) {
      if (failure !== undefined) throw failure;
      if (!gzip.write(bytes)) await Promise.race([once(gzip, "drain"), once(gzip, "close")]);
    },
    async close() {
      gzip.end();
      await arrival;
    },
  };
}
