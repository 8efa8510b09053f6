import { closeSync, openSync, readSync } from "node:fs";

/**
 * What a file begins with; less where it is shorter.
 *
 * @throws what the system says
 */
export function firstBytes(path: string, most: number): Buffer {
  const handle = openSync(path, "r");
  try {
    const start = Buffer.alloc(most);
    return start.subarray(0, readSync(handle, start));
  } finally {
    closeSync(handle);
  }
}
