import { readdirSync, readFileSync, readlinkSync, realpathSync } from "node:fs";
import { join } from "node:path";

/** Where Linux lists processes, each with the files that it has open. */
const PROCESSES = "/proc";

/** The other processes that have a file open, as far as the system lets us see: `process 812 (python3)`. */
export function holdersOf(path: string): string[] {
  const file = realpathSync(path);
  return listed(PROCESSES)
    .filter((pid) => /^\d+$/.test(pid) && Number(pid) !== process.pid)
    .filter((pid) => hasOpen(pid, file))
    .map((pid) => `process ${pid}${nameOf(pid)}`);
}

function hasOpen(pid: string, file: string): boolean {
  const open = join(PROCESSES, pid, "fd");
  return listed(open).some((one) => unlessGone(() => readlinkSync(join(open, one))) === file);
}

function nameOf(pid: string): string {
  const name = unlessGone(() => readFileSync(join(PROCESSES, pid, "comm"), "utf8").trim());
  return name === undefined ? "" : ` (${name})`;
}

const listed = (folder: string): string[] => unlessGone(() => readdirSync(folder)) ?? [];

/** Another user's process is not to be seen, and any may end meanwhile: both have nothing to say here. */
function unlessGone<Result>(look: () => Result): Result | undefined {
  try {
    return look();
  } catch (error) {
    if (error instanceof Error && "code" in error) return undefined;
    throw error;
  }
}
