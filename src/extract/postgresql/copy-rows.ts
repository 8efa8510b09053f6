import { isUtf8 } from "node:buffer";
import type { Readable } from "node:stream";
import { to as copyTo } from "pg-copy-streams";
import type { Connection } from "../../db/postgresql/connection.ts";
import { Stalled } from "../cannot-read.ts";

/** Less is not worth a write. */
const CHUNK = 64 * 1024;

/** The bytes of a COPY are no UTF-8, though the server was asked for it. */
export class NotUtf8 extends TypeError {}

/**
 * Copies what a query gives, as the text that `COPY ... (format csv, force_quote *)` writes, as fast as it is asked
 * for. If nobody reads on, the query ends at the server.
 *
 * @param patienceMs how long the server may be silent while we wait for it
 * @throws NotUtf8 after whole chunks that are text
 */
export async function* copyRows(
  { client, cancel }: Connection,
  query: string,
  patienceMs: number,
): AsyncGenerator<Buffer> {
  const copy = client.query(copyTo(`copy (${query}) to stdout (format csv, force_quote *)`));
  // Asked from the start: it may end while nobody waits for its next bytes.
  const over = endOf(copy);
  let isOver = false;
  try {
    for await (const bytes of wholeText(largeChunks(patiently(copy, patienceMs, cancel))))
      yield bytes;
    isOver = true;
  } catch (error) {
    isOver = !(error instanceof NotUtf8);
    throw error;
  } finally {
    // The connection answers nothing else before the copy has come to an end.
    if (!isOver) {
      await cancel();
      copy.resume();
      await over;
    }
  }
}

/** The chunks of a stream, which is left whole for whoever stops early. */
async function* patiently(
  stream: Readable,
  patienceMs: number,
  cancel: () => Promise<void>,
): AsyncGenerator<Buffer> {
  let stalled = false;
  // What counts is how long we wait for the server, and not how long it waits for us.
  let waiting = true;
  const timer = setTimeout(() => {
    stalled = waiting;
    if (waiting) void cancel();
  }, patienceMs);
  try {
    for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
      waiting = false;
      yield chunk as Buffer;
      waiting = true;
      timer.refresh();
    }
  } catch (cause) {
    throw stalled ? new Stalled("Nothing came in time.", { cause }) : cause;
  } finally {
    clearTimeout(timer);
  }
}

async function* largeChunks(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    waiting.push(chunk);
    size += chunk.length;
    if (size < CHUNK) continue;
    yield Buffer.concat(waiting, size);
    waiting = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(waiting, size);
}

/** A character is at most this long: one that a chunk cuts waits for the next. */
const LONGEST = 4;

/** The same bytes, proven to be UTF-8: a server that knows no encoding sends whatever it keeps. */
async function* wholeText(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let cut: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const bytes = cut.length === 0 ? chunk : Buffer.concat([cut, chunk]);
    const end = lastStart(bytes);
    cut = bytes.subarray(end);
    const whole = bytes.subarray(0, end);
    if (!isUtf8(whole)) throw new NotUtf8("The server sent text that is not UTF-8.");
    if (whole.length > 0) yield whole;
  }
  if (cut.length === 0) return;
  if (!isUtf8(cut)) throw new NotUtf8("The server sent text that is not UTF-8.");
  yield cut;
}

/** Where the last character begins, if it may be cut. */
function lastStart(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(LONGEST, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return bytes.length;
    if (byte >= 0xc0) return bytes.length - back;
  }
  return bytes.length;
}

/** Whatever it ends with. */
const endOf = (copy: Readable): Promise<void> =>
  new Promise((resolve) => {
    for (const event of ["error", "end", "close"]) copy.on(event, () => resolve());
  });
