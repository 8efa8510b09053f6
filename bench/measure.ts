import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { platform } from "node:os";

/** The kernel keeps the high-water mark, so asking seldom loses next to nothing: milliseconds. */
const POLL = 20;

/** A process to be measured. */
export interface Work {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** What it is to read on stdin. */
  readonly input?: string;
  /** What it may end with. */
  readonly exitCodes: readonly number[];
}

/** What running a process cost. */
export interface Cost {
  readonly seconds: number;
  /** The most memory that it held at once, 2^20 bytes; null where the system does not say. */
  readonly peakMiB: number | null;
}

/** Runs a process to its end, from nothing to nothing: start-up counts. */
export async function measure({ command, args, cwd, input, exitCodes }: Work): Promise<Cost> {
  const started = performance.now();
  const child = spawn(command, args, { cwd, stdio: ["pipe", "ignore", "pipe"] });
  let complaint = "";
  child.stderr.on("data", (chunk) => {
    complaint = `${complaint}${chunk}`.slice(-2_000);
  });
  child.stdin.end(input ?? "");
  let peakMiB: number | null = null;
  const timer = setInterval(() => {
    peakMiB = peakOf(child.pid) ?? peakMiB;
  }, POLL);
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  }).finally(() => clearInterval(timer));
  const seconds = (performance.now() - started) / 1000;
  if (exitCode !== null && exitCodes.includes(exitCode)) return { seconds, peakMiB };
  throw new BenchError(`${command} ended with ${exitCode}:\n${complaint}`);
}

/** A benchmark that cannot go on. */
export class BenchError extends Error {}

/** https://man7.org/linux/man-pages/man5/proc_pid_status.5.html: VmHWM, in KiB. */
function peakOf(pid: number | undefined): number | null {
  if (platform() !== "linux" || pid === undefined) return null;
  try {
    const found = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
    return found === null ? null : Number(found[1]) / 1024;
  } catch {
    // It has just ended.
    return null;
  }
}
