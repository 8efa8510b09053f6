import { isUtf8 } from "node:buffer";
import type { Readable } from "node:stream";
import type pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import { DatabaseError } from "../../plain/errors.ts";
import { requestCancel } from "./connection.ts";

const NEWLINE = 0x0a;

/**
 * The lines of a `COPY ... TO STDOUT` in text format, some hundred at a time. If nobody reads on, the query ends at the
 * server, and the connection is free for others.
 *
 * @throws DatabaseError if they are no UTF-8, or fewer than the server says that it sent
 */
export async function* copyLines(client: pg.Client, query: string): AsyncGenerator<string[]> {
  const copy = client.query(copyTo(`copy (${query}) to stdout`));
  // Asked from the start: it may end while nobody waits for its next bytes.
  const over = endOf(copy);
  let cut: Buffer[] = [];
  let count = 0;
  try {
    for await (const chunk of copy.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      const end = chunk.lastIndexOf(NEWLINE);
      cut.push(end < 0 ? chunk : chunk.subarray(0, end));
      if (end < 0) continue;
      const lines = textOf(Buffer.concat(cut)).split("\n");
      cut = [chunk.subarray(end + 1)];
      count += lines.length;
      yield lines;
    }
  } finally {
    if (!over.isReached()) {
      await requestCancel(client);
      copy.resume();
      await over.reached;
    }
  }
  if (count !== copy.rowCount) {
    throw new DatabaseError(`The server sent ${copy.rowCount} rows, and ${count} came.`, {
      cure: "Run again.",
    });
  }
}

/** Whatever a copy ends with. */
function endOf(copy: Readable): {
  readonly reached: Promise<void>;
  readonly isReached: () => boolean;
} {
  let isReached = false;
  const reached = new Promise<void>((resolve) => {
    for (const event of ["error", "end", "close"]) {
      copy.on(event, () => {
        isReached = true;
        resolve();
      });
    }
  });
  return { reached, isReached: () => isReached };
}

/** A server that knows no encoding sends whatever it keeps. */
function textOf(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString("utf8");
  throw new DatabaseError("The server sent text that is not UTF-8.", {
    cure: "Its encoding is SQL_ASCII, which says nothing about texts: import into a database whose encoding is UTF8.",
  });
}
