import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { z } from "zod";
import type { LogLine } from "../../import/run/run-progress.ts";
import { SystemError } from "../../plain/errors.ts";

const Line = z
  .object({ level: z.string(), time: z.iso.datetime(), event: z.string() })
  .catchall(z.union([z.string(), z.number()]));

/** A line as it stands, and what it says. */
export interface ReadLine {
  readonly text: string;
  readonly line: LogLine;
}

/** Reads a run's log from its start, and then what has been added. */
export class LogReader {
  readonly #path: string;
  #offset = 0;
  /** Bytes of a line whose end is not there yet. */
  #rest: Buffer = Buffer.alloc(0);

  constructor(path: string) {
    this.#path = path;
  }

  /**
   * The lines since the last call; a line without its end waits for it.
   *
   * @throws SystemError if the log is there and cannot be read
   */
  read(): ReadLine[] {
    const whole = Buffer.concat([this.#rest, this.#added()]);
    const end = whole.lastIndexOf("\n") + 1;
    this.#rest = whole.subarray(end);
    return whole.toString("utf8", 0, end).split("\n").flatMap(parseLine);
  }

  #added(): Buffer {
    let handle: number;
    try {
      handle = openSync(this.#path, "r");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return Buffer.alloc(0);
      throw unreadable(this.#path, error);
    }
    try {
      const bytes = Buffer.alloc(Math.max(fstatSync(handle).size - this.#offset, 0));
      const read = readSync(handle, bytes, 0, bytes.length, this.#offset);
      this.#offset += read;
      return bytes.subarray(0, read);
    } catch (error) {
      throw unreadable(this.#path, error);
    } finally {
      closeSync(handle);
    }
  }
}

/** What is no line of a log, a crash of the machine may leave it, is passed over. */
function parseLine(text: string): ReadLine[] {
  if (text === "") return [];
  try {
    return [{ text, line: Line.parse(JSON.parse(text)) }];
  } catch {
    return [];
  }
}

function unreadable(path: string, cause: unknown): SystemError {
  const code = (cause as NodeJS.ErrnoException).code ?? "error";
  const cure = "Get permission to read it.";
  return new SystemError(`${path} cannot be read (${code}).`, { cure, cause });
}
