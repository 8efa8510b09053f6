import { once } from "node:events";
import { createWriteStream, mkdirSync, type WriteStream } from "node:fs";
import { dirname } from "node:path";
import { finished } from "node:stream/promises";
import { SystemError } from "../errors.ts";

const FOLDER = 0o700;
const FILE = 0o600;

/**
 * Makes a folder that only its owner can read.
 *
 * @throws SystemError
 */
export function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: FOLDER });
  } catch (error) {
    throw unwritable(path, error);
  }
}

/** A file in the making that only its owner can read. */
export class OwnerOnlyFile {
  readonly #path: string;
  readonly #stream: WriteStream;
  #failure: unknown;

  constructor(path: string) {
    makeFolder(dirname(path));
    this.#path = path;
    this.#stream = createWriteStream(path, { mode: FILE });
    this.#stream.on("error", (error) => {
      this.#failure = error;
    });
  }

  /** Waits where the disk is slower than the writer. */
  async write(content: string | Buffer): Promise<void> {
    if (this.#failure !== undefined) throw unwritable(this.#path, this.#failure);
    if (!this.#stream.write(content)) {
      await Promise.race([once(this.#stream, "drain"), once(this.#stream, "close")]);
    }
  }

  /** @throws SystemError where not everything arrived */
  async close(): Promise<void> {
    this.#stream.end();
    try {
      await finished(this.#stream);
    } catch (error) {
      throw unwritable(this.#path, error);
    }
  }
}

function unwritable(path: string, cause: unknown): SystemError {
  const code = (cause as NodeJS.ErrnoException).code ?? "error";
  return new SystemError(`${path} cannot be written (${code}).`, {
    cure: code === "ENOSPC" ? "Free some disk space." : "Give yourself write rights on the folder.",
    cause,
  });
}
