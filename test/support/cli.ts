import { spawn } from "node:child_process";
import { inject } from "vitest";

/** What a command left behind. */
export interface Finished {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Surroundings {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Called with the process as soon as it runs. */
  readonly meanwhile?: (child: ReturnType<typeof spawn>) => void;
}

/** Runs the built command line as a user does, as a process of its own, with nothing of npm around it. */
export async function hmsync(argv: readonly string[], around: Surroundings): Promise<Finished> {
  const bare = Object.entries(process.env).filter(([name]) => !/^npm_|^DATABASE_URL$/i.test(name));
  const child = spawn(process.execPath, [inject("hmsync"), ...argv], {
    cwd: around.cwd,
    env: { ...Object.fromEntries(bare), NO_COLOR: "1", ...around.env },
  });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk) => {
    stdout += chunk;
  });
  child.stderr.on("data", (chunk) => {
    stderr += chunk;
  });
  around.meanwhile?.(child);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (exitCode, signal) => resolve({ exitCode, signal, stdout, stderr }));
  });
}
