import { lstatSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { isProcessAlive } from "./process-alive.ts";

/**
 * Takes away what processes that were killed have left in a folder.
 *
 * @param mark what their names begin with, before the number of the process
 */
export function removeLeftovers(folder: string, mark: string): void {
  for (const name of namesIn(folder)) {
    const pid = name.startsWith(mark) ? /^\d+/.exec(name.slice(mark.length)) : null;
    if (pid === null || isProcessAlive(Number(pid[0]))) continue;
    const path = join(folder, name);
    if (isOurs(path)) rmSync(path, { recursive: true, force: true });
  }
}

/** Whoever writes there reports what cannot be read. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** In a folder of all, others have theirs. */
function isOurs(path: string): boolean {
  const { getuid } = process;
  const found = lstatSync(path, { throwIfNoEntry: false });
  return found !== undefined && (getuid === undefined || found.uid === getuid());
}
