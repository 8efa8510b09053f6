import { randomBytes } from "node:crypto";
import { constants, lstatSync, rmSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { dirname, join } from "node:path";
import { removeLeftovers } from "./leftovers.ts";

const FILE = 0o600;
const MARK = ".hmsync-new-";
/** A folder that takes no new file may hold one that can be written. */
const CLOSED_FOLDER = new Set(["EACCES", "EPERM"]);
/** Where the system has no such flag (Windows), links are followed. */
const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW = 0 } = constants;

/** Folders where this process has looked for what killed ones left: one may get a file for each of an export's. */
const swept = new Set<string>();
const inTheMaking = new Set<string>();

/**
 * A name in the folder of a file, for what takes its place when it is whole. What a process that is
 * killed leaves under such a name is removed by the next that writes there.
 */
export function nameBeside(path: string): string {
  const folder = dirname(path);
  if (!swept.has(folder)) removeLeftovers(folder, MARK);
  swept.add(folder);
  return join(folder, `${MARK}${process.pid}-${randomBytes(6).toString("hex")}`);
}

/** A file, or nothing yet: what is a device, a folder or a link is written to, or refused, as it is. */
export function isReplaced(path: string): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false });
  return found === undefined || found.isFile();
}

/** Whether a folder takes no new file. */
export const isClosedFolder = (failure: unknown): boolean =>
  CLOSED_FOLDER.has((failure as NodeJS.ErrnoException).code ?? "");

/** An open file, and the name that its bytes are under. */
export interface OpenedFile {
  readonly handle: FileHandle;
  readonly path: string;
}

/**
 * Opens a file that is its owner's alone, to be written anew: beside its place where that can be.
 *
 * @throws what the system says
 */
export async function openBeside(path: string): Promise<OpenedFile> {
  if (isReplaced(path)) {
    const fresh = nameBeside(path);
    // The process may end while the system is at it.
    removeAtExit(fresh);
    try {
      const handle = await open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, FILE);
      return { handle, path: fresh };
    } catch (error) {
      settled(fresh);
      if (!isClosedFolder(error)) throw error;
    }
  }
  return { handle: await openInPlace(path), path };
}

/** A process that ends in the middle of its work leaves no half. */
function removeAtExit(path: string): void {
  if (inTheMaking.size === 0) process.once("exit", removeUnfinished);
  inTheMaking.add(path);
}

function removeUnfinished(): void {
  for (const path of inTheMaking) rmSync(path, { force: true });
}

/** What was opened beside its place is there now, or gone. */
export function settled(path: string): void {
  inTheMaking.delete(path);
  if (inTheMaking.size === 0) process.off("exit", removeUnfinished);
}

/**
 * Opens a file for writing that is its owner's alone before the first byte, though it was there before
 * and others could read it. A link is not followed: somebody else may have said where it leads.
 */
async function openInPlace(path: string): Promise<FileHandle> {
  // Emptied only when it is ours alone: until then its content is its own.
  const handle = await open(path, O_WRONLY | O_CREAT | O_NOFOLLOW, FILE);
  try {
    const found = await handle.stat();
    if (found.isFile() && (found.mode & ~FILE & PERMISSIONS) !== 0) await handle.chmod(FILE);
    if (found.isFile()) await handle.truncate();
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

const PERMISSIONS = 0o777;
