#!/usr/bin/env node
import { runCommandLine } from "./command-line.ts";

/** Everything this tool makes is its owner's alone. */
const OWNER_ONLY = 0o077;

process.umask(OWNER_ONLY);
// What --verbose prints of a failure names the places of the source, not those of the bundle.
if (process.argv.includes("--verbose")) process.setSourceMapsEnabled(true);
outliveOutput();
const exitCode = await runCommandLine(process.argv.slice(2));
// What could not be printed was decided before: another failure stays what it is.
process.exitCode = exitCode || process.exitCode || 0;

/**
 * Whoever reads may stop reading (`hmsync ... | head`): the work goes on, the exit code holds. Where a
 * result has no place (a full disk), the work goes on too, and the exit code says that it was not printed.
 */
function outliveOutput(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", ({ code }: NodeJS.ErrnoException) => {
      if (code === "EPIPE" || process.exitCode === 1) return;
      process.exitCode ||= 1;
      if (stream === process.stdout) {
        process.stderr.write(
          `The result cannot be printed (${code}), but the command has done its work:  hmsync import:status  and  hmsync db:status  show it.\n`,
        );
      }
    });
  }
}
