import { isUtf8 } from "node:buffer";
import type pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import { DatabaseError } from "../../plain/errors.ts";

const NEWLINE = 0x0a;

/**
 * The lines of a `COPY ... TO STDOUT` in text format, some hundred at a time.
 *
 * @throws DatabaseError if they are no UTF-8, or fewer than the server says that it sent
 */
export async function* copyLines(client: pg.Client, query: string): AsyncGenerator<string[]> {
  const copy = client.query(copyTo(`copy (${query}) to stdout`));
  let cut: Buffer[] = [];
  let count = 0;
  for await (const chunk of copy as AsyncIterable<Buffer>) {
    const end = chunk.lastIndexOf(NEWLINE);
    cut.push(end < 0 ? chunk : chunk.subarray(0, end));
    if (end < 0) continue;
    const lines = textOf(Buffer.concat(cut)).split("\n");
    cut = [chunk.subarray(end + 1)];
    count += lines.length;
    yield lines;
  }
  if (count !== copy.rowCount) {
    throw new DatabaseError(`The server sent ${copy.rowCount} rows, and ${count} came.`, {
      cure: "Run again.",
    });
  }
}

/** A server that knows no encoding sends whatever it keeps. */
function textOf(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString("utf8");
  throw new DatabaseError("The server sent text that is not UTF-8.", {
    cure: "Its encoding is SQL_ASCII, which says nothing about texts: import into a database whose encoding is UTF8.",
  });
}
