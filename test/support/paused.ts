import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { inject } from "vitest";
import type { Failpoint } from "../../src/plain/failpoint.ts";
import { type Finished, hmsync } from "./cli.ts";

/** Milliseconds. */
const POLL = 20;

/**
 * Runs a command, stops it at a boundary, lets something happen around it, and lets it go on.
 *
 * @param at a failpoint and how often it is to be reached: `after-commit:2`
 */
export async function pausedAt(
  at: `${Failpoint}:${number}`,
  argv: readonly string[],
  {
    cwd,
    happens,
  }: {
    readonly cwd: string;
    readonly happens: (child: ChildProcess) => unknown;
  },
): Promise<Finished & { readonly paused: boolean }> {
  let paused = false;
  const finished = await hmsync(argv, {
    cwd,
    env: { HMSYNC_FAILPOINT: `${at}:SIGSTOP` },
    meanwhile: (child) => {
      const timer = setInterval(() => {
        if (!isStopped(child.pid ?? 0)) return;
        clearInterval(timer);
        paused = true;
        void Promise.resolve(happens(child)).finally(() => child.kill("SIGCONT"));
      }, POLL);
      child.on("close", () => clearInterval(timer));
    },
  });
  return { ...finished, paused };
}

function isStopped(pid: number): boolean {
  try {
    // Where the system tells it, no process is started to ask: on Node.js 24 the end of the other one may be missed.
    if (existsSync("/proc/self/stat")) {
      return /\) T /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
    }
    return execFileSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" }).startsWith(
      "T",
    );
  } catch {
    // It has ended.
    return false;
  }
}

/** Runs a command that can write no file beyond so many bytes, as on a disk that fills up. */
export async function withRoomFor(
  bytes: number,
  argv: readonly string[],
  cwd: string,
): Promise<Pick<Finished, "exitCode" | "stdout" | "stderr">> {
  // POSIX counts in blocks of 512 bytes.
  const script = `ulimit -f ${Math.floor(bytes / 512)}; exec "$@"`;
  const words = ["-c", script, "sh", process.execPath, inject("hmsync"), ...argv];
  const child = spawn("/bin/sh", words, { cwd, env: { ...process.env, NO_COLOR: "1" } });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (chunk) => {
    stdout += chunk;
  });
  child.stderr.on("data", (chunk) => {
    stderr += chunk;
  });
  return new Promise((resolve) => {
    child.on("close", (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
}
