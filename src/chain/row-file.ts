import { createHash, type Hash } from "node:crypto";
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { SourceError } from "../plain/errors.ts";
import { OwnerOnlyFile } from "../plain/owner-only.ts";

// Row by row what was signed: 16 bits a cell, so that a cell that changed later can be found. Pages of rows of one
// part (an entity, or the other rows of a table), each compressed by itself: a file of two million rows is read and
// written with a few pages in memory.

/** Rows of one part, in the order in which they were read. */
export interface RowPage {
  /** The entity; for rows of others `/` and the table. */
  readonly part: string;
  /** In the crosswalk; of rows of others, counted through. */
  readonly ids: readonly number[];
  /** What the legacy system calls them; of rows of others, their keys. */
  readonly names: readonly string[];
  /** Positions of those whose row is not there. */
  readonly gone: readonly number[];
  /** Of the columns of the first row, then of the second, ... */
  readonly marks: Uint16Array;
}

/** Length of what follows, of its first piece, of the part's name. */
const HEAD_BYTES = 10;
const QUICKLY = { level: 1 };

/** Writes pages; the file is there when it is whole. */
export class RowFileWriter {
  readonly #file: OwnerOnlyFile;
  readonly #hash: Hash = createHash("sha256");

  constructor(path: string) {
    this.#file = new OwnerOnlyFile(path);
  }

  async add({ part, ids, names, gone, marks }: RowPage): Promise<void> {
    const meta = Buffer.from(JSON.stringify([ids, names, gone]));
    const bytes = Buffer.from(marks.buffer, marks.byteOffset, marks.byteLength);
    const packed = deflateRawSync(Buffer.concat([meta, bytes]), QUICKLY);
    const name = Buffer.from(part);
    const head = Buffer.alloc(HEAD_BYTES);
    head.writeUInt32LE(packed.length, 0);
    head.writeUInt32LE(meta.length, 4);
    head.writeUInt16LE(name.length, 8);
    const page = Buffer.concat([head, name, packed]);
    this.#hash.update(page);
    await this.#file.write(page);
  }

  /** @returns the SHA-256 of the file */
  async close(): Promise<string> {
    await this.#file.write(Buffer.alloc(0));
    await this.#file.close();
    return this.#hash.digest("hex");
  }

  discard(): Promise<void> {
    return this.#file.discard();
  }
}

/** A row as it was signed. */
export interface SignedRow {
  readonly id: number;
  readonly name: string;
  readonly isGone: boolean;
  readonly marks: Uint16Array;
}

interface PlacedPage {
  readonly at: number;
  readonly length: number;
  readonly metaLength: number;
}

/** Reads such a file, part by part. */
export class RowFileReader {
  readonly #path: string;
  readonly #handle: number;
  readonly #pages = new Map<string, PlacedPage[]>();

  /** @throws SourceError if it is not whole */
  constructor(path: string) {
    this.#path = path;
    this.#handle = openSync(path, "r");
    const { size } = fstatSync(this.#handle);
    for (let at = 0; at < size; ) {
      const head = this.#read(at, HEAD_BYTES);
      const name = this.#read(at + HEAD_BYTES, head.readUInt16LE(8)).toString();
      const page = {
        at: at + HEAD_BYTES + head.readUInt16LE(8),
        length: head.readUInt32LE(0),
        metaLength: head.readUInt32LE(4),
      };
      const known = this.#pages.get(name);
      if (known === undefined) this.#pages.set(name, [page]);
      else known.push(page);
      at = page.at + page.length;
    }
  }

  close(): void {
    closeSync(this.#handle);
  }

  *rowsOf(part: string): Generator<SignedRow> {
    for (const page of this.#pages.get(part) ?? []) yield* this.#rowsIn(page);
  }

  *#rowsIn({ at, length, metaLength }: PlacedPage): Generator<SignedRow> {
    const bytes = inflateRawSync(this.#read(at, length));
    const [ids, names, gone] = JSON.parse(bytes.toString("utf8", 0, metaLength)) as [
      number[],
      string[],
      number[],
    ];
    // A copy of its own begins where 16 bits may begin.
    const marks = new Uint16Array(Uint8Array.from(bytes.subarray(metaLength)).buffer);
    const columns = ids.length === 0 ? 0 : marks.length / ids.length;
    const isGone = new Set(gone);
    for (const [nth, id] of ids.entries()) {
      yield {
        id,
        name: names[nth] ?? "",
        isGone: isGone.has(nth),
        marks: marks.subarray(nth * columns, (nth + 1) * columns),
      };
    }
  }

  #read(at: number, length: number): Buffer {
    const bytes = Buffer.alloc(length);
    if (readSync(this.#handle, bytes, 0, length, at) === length) return bytes;
    throw new SourceError(`${this.#path} is not whole.`, {
      cure: "Put it back from a copy, or remove it: without it, what changed is told by column alone.",
    });
  }
}
