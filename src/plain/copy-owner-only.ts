import {
  closeSync,
  fchmodSync,
  fstatSync,
  fsyncSync,
  openSync,
  readSync,
  statSync,
  writeSync,
} from "node:fs";

const OWNER_ONLY_FILE = 0o600;
const OTHERS = 0o077;
const WINDOW = 1024 * 1024;

/** A copy that is its owner's alone before its first byte, whoever may read the original. */
export function copyOwnerOnly(from: string, to: string): void {
  const source = openSync(from, "r");
  try {
    const copy = openSync(to, "wx", OWNER_ONLY_FILE);
    try {
      const window = Buffer.alloc(WINDOW);
      for (let size = readSync(source, window); size > 0; size = readSync(source, window)) {
        writeAll(copy, window.subarray(0, size));
      }
    } finally {
      closeSync(copy);
    }
  } finally {
    closeSync(source);
  }
}

/** Makes a file its owner's alone before it holds anything; one that holds something stays as it is. */
export function makeOwnerOnly(path: string): void {
  // To open and close a database at work would let go of the locks that this process has on it.
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 0) return;
  const handle = openSync(path, "a", OWNER_ONLY_FILE);
  try {
    if ((fstatSync(handle).mode & OTHERS) !== 0) fchmodSync(handle, OWNER_ONLY_FILE);
  } finally {
    closeSync(handle);
  }
}

/** The system may take fewer bytes at once than it was given. */
export function writeAll(handle: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(handle, bytes, at);
}

/** Has the disk keep what was written into a file, or which files a folder holds. */
export function flush(path: string): void {
  const handle = openSync(path, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
