import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import type { DbValue } from "../database.ts";
import type { PairedTable } from "../target-server.ts";
import type { TableDigest } from "./digest.ts";
import { encoderFor } from "./row-encoder.ts";

/** Bytes that are handed on at once. */
const CHUNK = 65_536;

/** Where rows are copied to, and which. */
export interface Copying {
  /** Quoted. */
  readonly into: string;
  /** What they are encoded as; its columns are those that are filled. */
  readonly pair: PairedTable;
  /** @param selected SQL for the pair's columns in the shadow */
  readonly rows: (selected: string) => Iterable<DbValue[]>;
}

export interface Copied {
  /** As the server counts them. */
  readonly rows: number;
  /** Of what was sent. */
  readonly digest: TableDigest;
}

/** Sends rows of the shadow to the server. */
export async function copyRows(client: pg.Client, { into, pair, rows }: Copying): Promise<Copied> {
  const encoder = encoderFor(pair);
  const copy = client.query(
    copyFrom(`copy ${into} (${encoder.columns}) from stdin (format binary)`),
  );
  const chunks = function* () {
    for (const row of rows(encoder.shadowColumns)) {
      encoder.add(row);
      if (encoder.size >= CHUNK) yield encoder.take();
    }
    yield encoder.end();
  };
  await pipeline(Readable.from(chunks(), { objectMode: false }), copy);
  return { rows: copy.rowCount, digest: encoder.digest() };
}
