import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
} from "node:fs";
import { dirname, isAbsolute } from "node:path";
import { type OpenedFile, openBeside, settled } from "./beside.ts";
import { SystemError } from "./errors.ts";

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
    // Node.js tries for ever to make a folder below one that is gone, and remembers where it once was.
    if (!isAbsolute(path)) realpathSync.native(".");
    mkdirSync(path, { recursive: true, mode: FOLDER });
  } catch (error) {
    throw unwritable(path, error);
  }
}

/** A file in the making that only its owner can read: whole in the end, or not there. */
export class OwnerOnlyFile {
  readonly #path: string;
  /** Until it is whole it has another name: a process that is killed leaves no half. */
  #opened: OpenedFile | undefined;
  #gathered = "";
  /** Bytes that the system took. */
  #size = 0;
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
   * @throws SystemError if what came before could not be written
   */
  async writeBehind(bytes: Buffer): Promise<void> {
    if (this.#gathered !== "") await this.#flush();
    await this.#begin(bytes);
  }

  /**
   * Adds lines, of which most are only gathered: there is something to wait for now and then.
   *
   * @throws SystemError if lines that were added before could not be written
   */
  add(lines: string): Promise<void> | undefined {
    this.#gathered += lines;
    return this.#gathered.length >= GATHERED ? this.#flush() : undefined;
  }

  /**
   * Looks at what is there then: the file of this name has every byte, or there is none.
   *
   * @param last is written first
   * @throws SystemError if not everything arrived
   */
  async close(last?: Buffer): Promise<void> {
    try {
      await this.#flush();
      if (last !== undefined) await this.#begin(last);
      await this.#writing;
      await this.#finish();
    } catch (error) {
      await this.#remove();
      throw error;
    }
  }

  /** Of what cannot be brought to its end no half is left that could pass for the whole. */
  async discard(): Promise<void> {
    await this.#writing.catch(() => undefined);
    await this.#remove();
  }

  async #remove(): Promise<void> {
    const opened = this.#opened;
    this.#opened = undefined;
    if (opened === undefined) return;
    if (isNamed(opened.path, await opened.handle.stat())) rmSync(opened.path);
    settled(opened.path);
    await opened.handle.close();
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
    // The next caller that waits for it gets the failure.
    this.#writing.catch(() => undefined);
  }

  async #put(bytes: Buffer): Promise<void> {
    try {
      this.#opened ??= await openBeside(this.#path);
      await this.#opened.handle.writeFile(bytes);
      this.#size += bytes.length;
    } catch (error) {
      await this.#remove();
      throw unwritable(this.#path, error);
    }
  }

  /** A network disk says only when a file is closed that it had no room. */
  async #finish(): Promise<void> {
    const opened = this.#opened;
    if (opened === undefined) return;
    const written = await opened.handle.stat();
    if (written.isFile()) this.#checkThere(opened.path, written);
    this.#opened = undefined;
    try {
      await opened.handle.close();
      if (opened.path !== this.#path) renameSync(opened.path, this.#path);
    } catch (error) {
      if (isNamed(opened.path, written)) rmSync(opened.path);
      throw unwritable(this.#path, error);
    } finally {
      settled(opened.path);
    }
    if (written.isFile()) this.#checkThere(this.#path, written);
  }

  #checkThere(path: string, written: Stats): void {
    if (!isNamed(path, written)) {
      throw new SystemError(`${this.#path} was written, and is no longer there.`, {
        cure: "Keep other programs from moving or removing it, then run again.",
      });
    }
    if (lstatSync(path).size !== this.#size) throw notWhole(this.#path);
  }
}

/** Whether a path leads to the file that was opened. */
function isNamed(path: string, opened: Stats): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false });
  return opened.isFile() && found?.ino === opened.ino && found.dev === opened.dev;
}

/** Says that a file is not what was written into it. */
export const notWhole = (path: string): SystemError =>
  new SystemError(`${path} does not hold what was written to it.`, {
    cure: "Keep other programs from writing to it and check the disk; then run again.",
  });

/** Where the system has no such flag (Windows), links are followed. */
const { O_WRONLY, O_CREAT, O_APPEND, O_NOFOLLOW = 0 } = constants;

/**
 * Opens a file to add lines to it: its owner's alone before the first of them, and no link is followed.
 *
 * @throws what the system says
 */
export function openToAppend(path: string): number {
  const handle = openSync(path, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW, FILE);
  try {
    const { mode } = fstatSync(handle);
    if ((mode & ~FILE & PERMISSIONS) !== 0) fchmodSync(handle, FILE);
    return handle;
  } catch (error) {
    closeSync(handle);
    throw error;
  }
}

const PERMISSIONS = 0o777;

/** What a file or folder is refused for, where more rights would not help. */
const CURES: Readonly<Record<string, string>> = {
  ENOSPC: "Free some disk space.",
  ENOENT: "Its folder is gone: make it again, or name another place.",
  ELOOP: "It is a link: remove it, or name another place.",
  EISDIR: "A folder already has this name: remove it, or name another place.",
  ENOTDIR: "A part of the path is a file: name another place.",
  EPERM: "It belongs to another user: remove it, or name another place.",
};

/** Says why something cannot be written, and what to do about it. */
export function unwritable(path: string, cause: unknown): SystemError {
  const code = (cause as NodeJS.ErrnoException).code ?? "error";
  return new SystemError(`${path} cannot be written (${code}).`, {
    cure: CURES[code] ?? "Get write permission on the folder.",
    cause,
  });
}
