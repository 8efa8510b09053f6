#!/usr/bin/env node
import { runCommandLine } from "./command-line.ts";

/** Everything this tool makes is its owner's alone. */
const OWNER_ONLY = 0o077;

process.umask(OWNER_ONLY);
// What --verbose prints of a failure names the places of the source, not those of the bundle.
if (process.argv.includes("--verbose")) process.setSourceMapsEnabled(true);
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
