import {
  closeSync,
  existsSync,
  fsyncSync,
  lstatSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
} from "node:fs";
import { dirname } from "node:path";
import { isClosedFolder, isReplaced, nameBeside } from "./beside.ts";
import { flush, writeAll } from "./copy-owner-only.ts";
import { HmsyncError, UsageError } from "./errors.ts";
import { makeFolder, notWhole, OwnerOnlyFile, unwritable } from "./owner-only.ts";

const OWNER_ONLY_FILE = 0o600;

/**
 * Writes a small file, its owner's alone, that people go on with: it is the new text or, whatever
 * happens, what it was before. It is read back before it is reported as written.
 *
 * @throws SystemError
 */
export async function writeWhole(path: string, text: string): Promise<void> {
  makeFolder(dirname(path));
  const bytes = Buffer.from(text);
  try {
    if (isReplaced(path) && replace(path, bytes) === "done") return;
  } catch (error) {
    throw error instanceof HmsyncError ? error : unwritable(path, error);
  }
  const file = new OwnerOnlyFile(path);
  await file.write(bytes);
  await file.close();
}

/**
 * The same for a file that other processes may replace at any instant: what it holds afterwards is what one of them
 * wrote, and whole.
 *
 * @throws SystemError
 */
export function writeAmongOthers(path: string, text: string): void {
  makeFolder(dirname(path));
  try {
    if (isReplaced(path) && putInPlace(path, Buffer.from(text)) === "done") return;
  } catch (error) {
    throw error instanceof HmsyncError ? error : unwritable(path, error);
  }
  throw unwritable(path, Object.assign(new Error("closed"), { code: "EACCES" }));
}

function replace(path: string, bytes: Buffer): "done" | "closed folder" {
  const done = putInPlace(path, bytes);
  if (done === "done" && !readFileSync(path).equals(bytes)) throw notWhole(path);
  return done;
}

function putInPlace(path: string, bytes: Buffer): "done" | "closed folder" {
  const folder = dirname(path);
  const fresh = nameBeside(path);
  try {
    writeFlushed(fresh, bytes);
    renameSync(fresh, path);
    flush(folder);
  } catch (error) {
    if (isClosedFolder(error) && !existsSync(fresh)) return "closed folder";
    throw error;
  } finally {
    rmSync(fresh, { force: true });
  }
  return "done";
}

function writeFlushed(path: string, bytes: Buffer): void {
  const handle = openSync(path, "wx", OWNER_ONLY_FILE);
  try {
    writeAll(handle, bytes);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/**
 * Writes such a file under a name that somebody gave. One that is there is replaced if it is of the
 * same kind: what people keep under that name is not.
 *
 * @param mark what a file of this kind holds
 * @throws SystemError, UsageError if there is a file of another kind
 */
export async function replaceOwn(path: string, text: string, mark: string): Promise<void> {
  if (isFile(path) && !holds(path, mark)) {
    throw new UsageError(`${path} already exists and was not written by this command.`, {
      cure: "Name another file with --out, or remove it.",
    });
  }
  await writeWhole(path, text);
}

const isFile = (path: string): boolean =>
  lstatSync(path, { throwIfNoEntry: false })?.isFile() === true;

function holds(path: string, mark: string): boolean {
  try {
    const bytes = readFileSync(path);
    return bytes.length === 0 || bytes.includes(mark);
  } catch (error) {
    throw unwritable(path, error);
  }
}
