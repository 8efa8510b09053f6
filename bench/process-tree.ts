import { readdirSync, readFileSync } from "node:fs";

/** What a process and all that it started hold of memory right now. */
export interface TreeMemory {
  /** Resident, all processes together: 2^20 bytes. What they share counts for each of them. */
  readonly residentMiB: number;
  /** The most that any one of them ever held: the kernel keeps it, so no look comes too late. */
  readonly highestMiB: number;
}

/**
 * Linux alone says it: https://man7.org/linux/man-pages/man5/proc_pid_status.5.html (VmRSS, VmHWM, in
 * KiB) and `task/<tid>/children` of https://man7.org/linux/man-pages/man5/proc_pid_task.5.html.
 * Null elsewhere, and of a process that has ended.
 */
export function treeMemory(pid: number): TreeMemory | null {
  const own = memoryOf(pid);
  if (own === null) return null;
  const below = childrenOf(pid).map(treeMemory);
  return below.reduce<TreeMemory>(
    (sum, one) => ({
      residentMiB: sum.residentMiB + (one?.residentMiB ?? 0),
      highestMiB: Math.max(sum.highestMiB, one?.highestMiB ?? 0),
    }),
    own,
  );
}

function memoryOf(pid: number): TreeMemory | null {
  const status = readIfThere(`/proc/${pid}/status`);
  const figure = (name: string): number | undefined => {
    const found = new RegExp(`^${name}:\\s+(\\d+) kB$`, "m").exec(status);
    return found === null ? undefined : Number(found[1]) / 1024;
  };
  const [residentMiB, highestMiB] = [figure("VmRSS"), figure("VmHWM")];
  return residentMiB === undefined || highestMiB === undefined ? null : { residentMiB, highestMiB };
}

function childrenOf(pid: number): number[] {
  return threadsOf(pid).flatMap((thread) =>
    readIfThere(`/proc/${pid}/task/${thread}/children`)
      .split(" ")
      .filter((child) => child !== "")
      .map(Number),
  );
}

function threadsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    // It has just ended.
    return [];
  }
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    // It has just ended, or the system has no /proc.
    return "";
  }
}
