import { randomUUID } from "node:crypto";
import { closeSync, fstatSync, fsyncSync, openSync, readSync } from "node:fs";
import { dirname } from "node:path";
import { crc32 } from "node:zlib";
import { flush, writeAll } from "../../plain/copy-owner-only.ts";
import { SourceError, SystemError } from "../../plain/errors.ts";
import { makeFolder, openToAppend, unwritable } from "../../plain/owner-only.ts";
import { Entry } from "./step.ts";

const NEWLINE = 0x0a;
/** So often somebody else may have been first. */
const TRIES = 100;

/**
 * A history that is only ever added to, by several processes at once. Each entry says which number it
 * has; of two with one number the first in the file holds, whoever looks, so that nobody needs a lock
 * that a killed process could leave behind. Who was second sees it and tries again.
 */
export class StepLog {
  readonly #path: string;
  /** Bytes that were read to their last line's end. */
  #read = 0;
  #file = 0;
  #lines = 0;
  #entries: Entry[] = [];
  #broken: number[] = [];
  #isTorn = false;
  /** What this process has just written: it need not be read to be known. */
  #own: { readonly line: Buffer; readonly entry: Entry } | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  /** In their order. */
  get entries(): readonly Entry[] {
    return this.#entries;
  }

  /** The number of the last entry. */
  get version(): number {
    return this.#entries.at(-1)?.n ?? 0;
  }

  /** Lines that a killed process did not bring to their end; nobody was told that they hold. */
  get broken(): readonly number[] {
    return this.#isTorn ? [...this.#broken, this.#lines + 1] : this.#broken;
  }

  /** Reads what has been added. @returns whether anything was */
  refresh(): boolean {
    const handle = this.#open();
    if (handle === undefined) return this.#forget();
    try {
      const { ino, size } = fstatSync(handle);
      if (ino !== this.#file || size < this.#read) this.#forget();
      this.#file = ino;
      return this.#take(bytesFrom(handle, this.#read, size));
    } finally {
      closeSync(handle);
    }
  }

  #open(): number | undefined {
    try {
      return openSync(this.#path, "r");
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "ENOENT") return undefined;
      throw new SourceError(`${this.#path} cannot be read (${code}).`, {
        cure: "Get the right to read it.",
        cause: error,
      });
    }
  }

  #forget(): boolean {
    const had = this.#entries.length > 0;
    this.#read = 0;
    this.#lines = 0;
    this.#entries = [];
    this.#broken = [];
    this.#isTorn = false;
    return had;
  }

  #take(bytes: Buffer): boolean {
    const before = this.#entries.length;
    let from = 0;
    for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, from)) {
      this.#takeLine(bytes.subarray(from, at));
      from = at + 1;
    }
    this.#read += from;
    this.#isTorn = from < bytes.length;
    return this.#entries.length > before;
  }

  #takeLine(line: Buffer): void {
    this.#lines++;
    if (line.length === 0) return;
    const entry = this.#own?.line.equals(line) ? this.#own.entry : entryIn(line.toString("utf8"));
    if (entry === undefined) {
      this.#broken.push(this.#lines);
      return;
    }
    // Somebody else was first.
    if (entry.n <= this.version) return;
    if (entry.n > this.version + 1) throw this.#lacks(this.version + 1);
    this.#entries.push(entry);
  }

  #lacks(n: number): SourceError {
    return new SourceError(
      `${this.#path} lacks its entry ${n} (line ${this.#lines} has a later one).`,
      {
        cure: "Put the file back from a copy. Without a copy, rename it: the corrections are then read from fixes.csv.",
      },
    );
  }

  /**
   * Adds an entry. It is on the disk when this returns.
   *
   * @param make is called again where another process was first; undefined if there is nothing to add any more
   */
  append<One extends Entry | undefined>(make: (n: number) => One): One {
    for (let tries = 0; tries < TRIES; tries++) {
      const entry = make(this.version + 1);
      if (entry === undefined) return entry;
      this.#write(entry);
      this.refresh();
      this.#own = undefined;
      if (this.#entries[entry.n - 1]?.id === entry.id) return entry;
    }
    throw new SystemError(`${this.#path} is being written to without end.`, {
      cure: "Stop the other program that writes to it, then try again.",
    });
  }

  #write(entry: Entry): void {
    makeFolder(dirname(this.#path));
    const line = Buffer.from(lineOf(entry));
    this.#own = { line, entry };
    try {
      const handle = openToAppend(this.#path);
      try {
        const isNew = fstatSync(handle).size === 0;
        // A partial line left by a killed process must not swallow this one.
        const start = this.#isTorn ? "\n" : "";
        writeAll(handle, Buffer.concat([Buffer.from(start), line, Buffer.from("\n")]));
        fsyncSync(handle);
        if (isNew) flush(dirname(this.#path));
      } finally {
        closeSync(handle);
      }
    } catch (error) {
      throw unwritable(this.#path, error);
    }
  }
}

export const newEntryId = (): string => randomUUID();

function bytesFrom(handle: number, from: number, size: number): Buffer {
  const bytes = Buffer.alloc(Math.max(0, size - from));
  let filled = 0;
  while (filled < bytes.length) {
    const read = readSync(handle, bytes, filled, bytes.length - filled, from + filled);
    if (read === 0) break;
    filled += read;
  }
  return bytes.subarray(0, filled);
}

const crcOf = (text: string): string => crc32(text).toString(16);

function lineOf(entry: Entry): string {
  const text = JSON.stringify(entry);
  return `{"crc":"${crcOf(text)}","entry":${text}}`;
}

const LINE = /^\{"crc":"([0-9a-f]+)","entry":(.*)\}$/s;

/** Undefined if the line is not as it was written. */
function entryIn(line: string): Entry | undefined {
  const [, crc, text = ""] = LINE.exec(line) ?? [];
  if (crc === undefined || crcOf(text) !== crc) return undefined;
  return Entry.safeParse(JSON.parse(text)).data;
}
