import { mkdirSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { dirname } from "node:path";
import { SystemError } from "../errors.ts";

const FOLDER = 0o700;
const FILE = 0o600;
/** Lines are gathered up to this many characters before they are written: of ASCII, at once. */
const GATHERED = 448 * 1024;

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
  #handle: FileHandle | undefined;
  #gathered = "";
  /** Lines that are being written while the next are gathered. */
  #writing: Promise<void> = Promise.resolve();

  constructor(path: string) {
    makeFolder(dirname(path));
    this.#path = path;
  }

  /**
   * Bytes are written when it returns; a text is gathered as by `add`.
   *
   * @throws SystemError
   */
  async write(content: string | Buffer): Promise<void> {
    if (typeof content === "string") await this.add(content);
    else {
      await this.writeBehind(content);
      await this.#writing;
    }
  }

  /**
   * Begins to write bytes, which must not be changed before the next call of this file has returned.
   *
   * @throws SystemError where what came before could not be written
   */
  async writeBehind(bytes: Buffer): Promise<void> {
    if (this.#gathered !== "") await this.#flush();
    await this.#begin(bytes);
  }

  /**
   * Adds lines, of which most are only gathered: there is something to wait for now and then.
   *
   * @throws SystemError where lines that were added before could not be written
   */
  add(lines: string): Promise<void> | undefined {
    this.#gathered += lines;
    return this.#gathered.length >= GATHERED ? this.#flush() : undefined;
  }

  /**
   * @param last is written first
   * @throws SystemError where not everything arrived
   */
  async close(last?: Buffer): Promise<void> {
    try {
      await this.#flush();
      if (last !== undefined) await this.#begin(last);
      await this.#writing;
    } finally {
      await this.#handle?.close();
    }
  }

  async #flush(): Promise<void> {
    const bytes = Buffer.from(this.#gathered);
    this.#gathered = "";
    await this.#begin(bytes);
  }

  /** Begins to write bytes as soon as those before them are written. */
  async #begin(bytes: Buffer): Promise<void> {
    await this.#writing;
    this.#writing = this.#put(bytes);
    // Who waits for it next hears of a failure.
    this.#writing.catch(() => undefined);
  }

  async #put(bytes: Buffer): Promise<void> {
    try {
      this.#handle ??= await open(this.#path, "w", FILE);
      await this.#handle.writeFile(bytes);
    } catch (error) {
      throw unwritable(this.#path, error);
    }
  }
}

/** Says why something cannot be written, and what to do about it. */
export function unwritable(path: string, cause: unknown): SystemError {
  const code = (cause as NodeJS.ErrnoException).code ?? "error";
  return new SystemError(`${path} cannot be written (${code}).`, {
    cure: code === "ENOSPC" ? "Free some disk space." : "Give yourself write rights on the folder.",
    cause,
  });
}
