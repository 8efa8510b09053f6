import { spawn } from "node:child_process";
import type { Readable } from "node:stream";
import { treeMemory } from "./process-tree.ts";

/** Children that come and go are missed in between; a single process's peak is not: milliseconds. */
const POLL = 50;
/** As much as is kept of what a process says: characters. */
const KEPT = 1 << 20;

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
  /** The most memory that it and its children held at once, 2^20 bytes; null where the system does not say. */
  readonly peakMiB: number | null;
  /** The most that any one of them held. */
  readonly largestMiB?: number | null;
}

/** A run to its end, and what the process said. */
export interface Run {
  readonly cost: Cost;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a process to its end, from nothing to nothing: start-up counts. */
export async function measure({ command, args, cwd, input, exitCodes }: Work): Promise<Run> {
  const started = performance.now();
  const child = spawn(command, args, { cwd, stdio: "pipe" });
  const [stdout, stderr] = [listen(child.stdout), listen(child.stderr)];
  child.stdin.end(input ?? "");
  let peakMiB: number | null = null;
  let largestMiB: number | null = null;
  const timer = setInterval(() => {
    const now = child.pid === undefined ? null : treeMemory(child.pid);
    if (now === null) return;
    peakMiB = Math.max(peakMiB ?? 0, now.residentMiB, now.highestMiB);
    largestMiB = Math.max(largestMiB ?? 0, now.highestMiB);
  }, POLL);
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  }).finally(() => clearInterval(timer));
  const seconds = (performance.now() - started) / 1000;
  if (exitCode === null || !exitCodes.includes(exitCode)) {
    throw new BenchError(
      `${[command, ...args].join(" ")} ended with ${exitCode}:\n${stdout().slice(-2_000)}${stderr().slice(-2_000)}`,
    );
  }
  return { cost: { seconds, peakMiB, largestMiB }, stdout: stdout(), stderr: stderr() };
}

/** Keeps the end of what is said. */
function listen(stream: Readable): () => string {
  let said = "";
  stream.setEncoding("utf8").on("data", (chunk) => {
    said = `${said}${chunk}`.slice(-KEPT);
  });
  return () => said;
}

/** A benchmark that cannot go on. */
export class BenchError extends Error {}
