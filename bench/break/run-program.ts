import { type ChildProcess, spawn } from "node:child_process";

/** How the program is started, and what happens to it. */
export interface Start {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Sent after so many milliseconds. */
  readonly kill?: { readonly signal: NodeJS.Signals; readonly after: number };
  /** Milliseconds after which it is taken to hang; on a machine that is busy with others, it may only be slow. */
  readonly patience?: number;
  /** Words of the shell before it: `ulimit -f 8`, `umask 0`. */
  readonly shell?: string;
  /** Of Node.js itself. */
  readonly nodeFlags?: readonly string[];
  /** As another user; only root may. */
  readonly uid?: number;
  readonly meanwhile?: (child: ChildProcess) => void;
}

/** How a command ended. */
export interface Ended {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly milliseconds: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What takes longer hangs. */
const HANG = 60_000;

/** Runs the program to its end, whatever that is. */
export async function runProgram(
  main: string,
  argv: readonly string[],
  start: Start,
): Promise<Ended> {
  const began = performance.now();
  const words = [process.execPath, ...(start.nodeFlags ?? []), main, ...argv];
  const [command = "", ...args] =
    start.shell === undefined
      ? words
      : ["/bin/sh", "-c", `${start.shell}; exec "$@"`, "sh", ...words];
  const { DATABASE_URL: _, ...env } = process.env;
  const child = spawn(command, args, {
    cwd: start.cwd,
    env: { ...env, NO_COLOR: "1", ...start.env },
    stdio: ["ignore", "pipe", "pipe"],
    ...(start.uid === undefined ? {} : { uid: start.uid, gid: start.uid }),
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (chunk) => {
    stdout += chunk;
  });
  child.stderr.on("data", (chunk) => {
    stderr += chunk;
  });
  const { kill, patience = HANG } = start;
  const timers = [setTimeout(() => child.kill("SIGKILL"), patience)];
  if (kill !== undefined) timers.push(setTimeout(() => child.kill(kill.signal), kill.after));
  start.meanwhile?.(child);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (exitCode, signal) => {
      for (const timer of timers) clearTimeout(timer);
      const milliseconds = performance.now() - began;
      resolve({ exitCode, signal, milliseconds, stdout, stderr });
    });
  });
}
