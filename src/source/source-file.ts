import { createHash, type Hash } from "node:crypto";
import type { Stats } from "node:fs";
import { type FileHandle, open, stat } from "node:fs/promises";
import { SourceError } from "../plain/errors.ts";
import type { DeclaredTable } from "./declared-table.ts";
import type { DumpDialect } from "./dump/dump-dialect.ts";
import type { DumpTable } from "./dump/dump-table.ts";

import type { JsonPlace } from "./json/json-place.ts";

const CHUNK = 256 * 1024;

/** A file of an export. */
export interface SourceFile {
  readonly path: string;
  /** Relative to the export: what messages, the ledger and the report call it. */
  readonly name: string;
  /** Bytes, when the export was looked through. */
  readonly size: number;
  /** When it was last written, then: milliseconds since 1970. */
  readonly modified: number;
  /** When anything of it changed last, its times among that, then: unlike those, nobody can set it. */
  readonly changed?: number;
  /** The file in the archive at this path that is meant. */
  readonly part?: string;
  /** The sheet of the workbook that is meant: the part that holds it. */
  readonly sheet?: string;
  /** Of a sheet: what people call it, and whether they see it. */
  readonly sheetName?: string;
  readonly isHidden?: boolean;
  /** It is delimited text as it stands, whatever its name promises. */
  readonly plain?: boolean;
  /** Where in a text of JSON the records stand, where that is no plain list and not one object a line. */
  readonly json?: JsonPlace;
  /** The table of the SQL dump that is meant. */
  readonly table?: TableOfDump;
  /** The table of a legacy database that was read into it. */
  readonly extracted?: DeclaredTable;
  /** Databases of the dump that have a table of this name, where nobody has said which one is meant. */
  readonly namesakes?: readonly string[];
}

/** What was read of a file, known at its end. */
export interface ReadTotals {
  /** Bytes. */
  readonly size: number;
  /** Hexadecimal. */
  readonly sha256: string;
}

/** Receives the very bytes that are read, to keep them. */
export interface ByteSink {
  write(bytes: Buffer): Promise<void>;
}

/** Files that were read whole for one of their parts, by their paths: as each stood then, and what was read. */
const wholes = new Map<string, { readonly of: string; readonly totals: ReadTotals }>();

/** A file as it stands: another text where it was written since. */
export async function fileState(path: string): Promise<string> {
  const { ino, size, mtimeMs, ctimeMs } = await stat(path);
  return [path, ino, size, mtimeMs, ctimeMs].join();
}

/** Reads a file from start to end, once, and knows afterwards exactly what it read. */
export class ByteReader {
  readonly #file: SourceFile;
  readonly #copy: ByteSink | undefined;
  readonly #hash: Hash = createHash("sha256");
  #size = 0;
  #waited = 0;
  #done = false;
  #known: ReadTotals | undefined;

  constructor(file: SourceFile, copy?: ByteSink) {
    this.#file = file;
    this.#copy = copy;
  }

  /** Bytes read so far. */
  get size(): number {
    return this.#size;
  }

  /** Milliseconds that were spent waiting for the disk, the copy's included. */
  get waited(): number {
    return this.#waited;
  }

  async *chunks(): AsyncGenerator<Buffer> {
    const handle = await openFile(this.#file);
    try {
      this.#checkUnchanged(await handle.stat());
      for (;;) {
        const chunk = await this.#awaited(read(handle, this.#file.size));
        if (chunk.length === 0) break;
        this.#hash.update(chunk);
        this.#size += chunk.length;
        // Else a file that is still being written would be read for as long as it grows.
        if (this.#size > this.#file.size) throw this.#changed();
        if (this.#copy !== undefined) await this.#awaited(this.#copy.write(chunk));
        yield chunk;
      }
      this.#checkUnchanged(await handle.stat());
      if (this.#size !== this.#file.size) throw this.#changed();
      this.#done = true;
    } finally {
      await handle.close();
    }
  }

  /**
   * Reads to the end what is hashed and copied as a whole, and then read part by part. A file that an earlier
   * part had read, and that nobody has written into since, is what it was: with as many parts as an archive may
   * have, it would else be read as many times.
   */
  async readWhole(): Promise<void> {
    const { path } = this.#file;
    const of = await fileState(path).catch(() => undefined);
    const known = wholes.get(path);
    if (this.#copy === undefined && of !== undefined && known?.of === of) {
      this.#checkUnchanged(await stat(path));
      this.#known = known.totals;
      this.#size = known.totals.size;
      return;
    }
    for await (const _ of this.chunks());
    if (of !== undefined) wholes.set(path, { of, totals: this.totals() });
  }

  /** @throws SourceError before the end of the file has been read */
  totals(): ReadTotals {
    if (this.#known !== undefined) return this.#known;
    if (!this.#done) throw this.#changed();
    return { size: this.#size, sha256: this.#hash.copy().digest("hex") };
  }

  async #awaited<Result>(work: Promise<Result>): Promise<Result> {
    const began = performance.now();
    const result = await work;
    this.#waited += performance.now() - began;
    return result;
  }

  #checkUnchanged(now: FileTimes): void {
    if (!looksTheSame(this.#file, now)) throw this.#changed();
  }

  #changed(): SourceError {
    return new SourceError(`${this.#file.name} changed while the run was reading it.`, {
      cure: "Wait until the export is complete, then run again.",
    });
  }
}

type FileTimes = Pick<Stats, "size" | "mtimeMs" | "ctimeMs">;

/** Whether nobody has written into a file since it was found, as far as the file system tells. */
export function looksTheSame(file: SourceFile, { size, mtimeMs, ctimeMs }: FileTimes): boolean {
  const { changed = ctimeMs } = file;
  return size === file.size && mtimeMs === file.modified && ctimeMs === changed;
}

/** @param size of the whole file: a small one takes no more room than it needs */
async function read(handle: FileHandle, size: number): Promise<Buffer> {
  const chunk = Buffer.allocUnsafe(Math.min(CHUNK, size + 1));
  const { bytesRead } = await handle.read(chunk, 0, chunk.length);
  return chunk.subarray(0, bytesRead);
}

async function openFile(file: SourceFile): Promise<FileHandle> {
  try {
    return await open(file.path, "r");
  } catch (error) {
    throw new SourceError(
      `${file.name} cannot be opened (${(error as NodeJS.ErrnoException).code}).`,
      {
        cure: "Check that the file exists and that you may read it.",
        cause: error,
      },
    );
  }
}

/** What a folder that a legacy system was exported to holds. */
export interface Export {
  readonly files: readonly SourceFile[];
  readonly ignored: readonly { readonly name: string; readonly reason: string }[];
}

/** A dump that can be read. */
export interface OpenedDump {
  readonly file: SourceFile;
  readonly dialect: DumpDialect;
  /** Its text from the start, in an encoding in which a quote is a quote. */
  chunks(bytes: ByteReader): AsyncIterable<Buffer>;
}

/** One table, and the dump that it is in. */
export interface TableOfDump {
  readonly dump: OpenedDump;
  readonly table: DumpTable;
}
