#!/usr/bin/env node
import { runCommandLine } from "./command-line.ts";

/** Everything this tool makes is its owner's alone. */
const OWNER_ONLY = 0o077;

process.umask(OWNER_ONLY);
ignoreClosedPipes();
process.exitCode = await runCommandLine(process.argv.slice(2));

/** Whoever reads may stop reading (`hmsync ... | head`): the work goes on, the exit code holds. */
function ignoreClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
    });
  }
}
