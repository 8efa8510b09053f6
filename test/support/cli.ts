import { spawn } from "node:child_process";
import { openSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
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
  /** A file that stands for stdout, of a process of its own. */
  readonly stdout?: string;
  /** Called with the process as soon as it runs. */
  readonly meanwhile?: (child: ReturnType<typeof spawn>) => void;
}

/** A command is at work in this very process. */
let atWork = false;

/**
 * Runs the built command line as a user does, with nothing of npm around it. Starting a process takes
 * longer than most commands do, so a command that nothing is done to meanwhile runs in this one: in
 * its folder, with its environment, its output caught.
 */
export async function hmsync(argv: readonly string[], around: Surroundings): Promise<Finished> {
  const mayDie = around.env !== undefined && "HMSYNC_FAILPOINT" in around.env;
  if (atWork || mayDie || around.meanwhile !== undefined) return hmsyncProcess(argv, around);
  atWork = true;
  try {
    return await within(around, () => runHere(argv));
  } finally {
    atWork = false;
  }
}

/** The same in a process of its own. */
export async function hmsyncProcess(
  argv: readonly string[],
  around: Surroundings,
): Promise<Finished> {
  const out = around.stdout === undefined ? "pipe" : openSync(around.stdout, "w");
  const child = spawn(process.execPath, [inject("hmsync"), ...argv], {
    cwd: around.cwd,
    env: environment(around),
    stdio: ["pipe", out, "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout?.on("data", (chunk) => {
    stdout += chunk;
  });
  child.stderr?.on("data", (chunk) => {
    stderr += chunk;
  });
  around.meanwhile?.(child);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (exitCode, signal) => resolve({ exitCode, signal, stdout, stderr }));
  });
}

function environment({ env }: Surroundings): Record<string, string> {
  const bare = Object.entries(process.env).filter(
    (entry): entry is [string, string] => !/^npm_|^DATABASE_URL$/i.test(entry[0]),
  );
  return { ...Object.fromEntries(bare), NO_COLOR: "1", ...env };
}

/** Does something in the folder and the environment of a command, and comes back to its own. */
async function within<Result>(around: Surroundings, work: () => Promise<Result>): Promise<Result> {
  const { env } = process;
  const cwd = process.cwd();
  const umask = process.umask(0o077);
  try {
    process.env = environment(around);
    process.chdir(around.cwd);
    return await work();
  } finally {
    process.chdir(cwd);
    process.env = env;
    process.umask(umask);
  }
}

interface CommandLine {
  runCommandLine(argv: readonly string[]): Promise<number>;
}

async function runHere(argv: readonly string[]): Promise<Finished> {
  const built = pathToFileURL(join(dirname(inject("hmsync")), "command-line.js")).href;
  const { runCommandLine } = (await import(/* @vite-ignore */ built)) as CommandLine;
  const stdout = caught(process.stdout);
  const stderr = caught(process.stderr);
  try {
    const exitCode = await runCommandLine(argv);
    return { exitCode, signal: null, stdout: stdout.text(), stderr: stderr.text() };
  } finally {
    stdout.release();
    stderr.release();
  }
}

/** Catches what is written to a stream instead of letting it out. */
function caught(stream: NodeJS.WriteStream) {
  const { write } = stream;
  const pieces: Buffer[] = [];
  stream.write = ((piece: string | Uint8Array) => {
    pieces.push(Buffer.from(piece as string));
    return true;
  }) as typeof write;
  return {
    text: () => Buffer.concat(pieces).toString("utf8"),
    release() {
      stream.write = write;
    },
  };
}
