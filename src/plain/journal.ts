import { closeSync, existsSync, fstatSync, fsyncSync, ftruncateSync, openSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";
import { flush, writeAll } from "./copy-owner-only.ts";
import { HmsyncError, UsageError } from "./errors.ts";
import { readNamedFile } from "./hand-written.ts";
import { makeFolder, openToAppend, unwritable } from "./owner-only.ts";

// What people decided, line by line in a file that only grows: JSON, one entry a line, or those that belong together.

/**
 * Adds entries, all or none: when it returns, the disk has them.
 *
 * @throws SystemError
 */
export function appendToJournal(path: string, entries: readonly unknown[]): void {
  if (entries.length === 0) return;
  makeFolder(dirname(path));
  const isNew = !existsSync(path);
  try {
    takeOffTorn(path);
    const handle = openToAppend(path);
    try {
      // One line is there or it is not, wherever a program is killed.
      append(handle, `${JSON.stringify(entries.length === 1 ? entries[0] : entries)}\n`);
    } finally {
      closeSync(handle);
    }
    if (isNew) flush(dirname(path));
  } catch (error) {
    throw error instanceof HmsyncError ? error : unwritable(path, error);
  }
}

/** Of entries that the disk has no room for no half is left. */
function append(handle: number, lines: string): void {
  const { size } = fstatSync(handle);
  try {
    writeAll(handle, Buffer.from(lines));
    fsyncSync(handle);
  } catch (error) {
    ftruncateSync(handle, size);
    throw error;
  }
}

/** What a process that was killed had begun to write was never said to be kept. */
function takeOffTorn(path: string): void {
  if (!existsSync(path)) return;
  const bytes = readNamedFile(path);
  const whole = bytes.lastIndexOf("\n") + 1;
  if (whole === bytes.length) return;
  const handle = openSync(path, "r+");
  try {
    ftruncateSync(handle, whole);
  } finally {
    closeSync(handle);
  }
}

/**
 * The entries of such a file, the oldest first; none if there is no file. A last line that was not written to
 * its end is none.
 *
 * @throws UsageError that names a line which is no such entry
 */
export function readJournal<T>(path: string, entry: z.ZodType<T>): T[] {
  if (!existsSync(path)) return [];
  const bytes = readNamedFile(path);
  const lines = bytes.toString("utf8", 0, bytes.lastIndexOf("\n") + 1).split("\n");
  return lines.slice(0, -1).flatMap((line, at) => {
    const read = z.array(entry).safeParse([plainJson(line)].flat());
    if (read.success) return read.data;
    throw new UsageError(`${path} line ${at + 1} is not what this program writes there.`, {
      cure: "Restore the file from a copy; it is not to be edited by hand.",
    });
  });
}

function plainJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Said with its line by the caller.
    return undefined;
  }
}
