// What the npm scripts of a clone run: the built program, in this very process. It is built again first
// where the sources have changed, so that an edit is never run in its former state.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { STAMP, stampOfSources } from "./build-stamp.mjs";

const root = resolve(import.meta.dirname, "../..");
const program = join(root, "dist/src/cli/main.js");

if (isBuilt() || build()) await import(program);

function isBuilt() {
  const stamp = join(root, STAMP);
  return (
    existsSync(program) && existsSync(stamp) && readFileSync(stamp, "utf8") === stampOfSources(root)
  );
}

function build() {
  process.stderr.write("Building, as the sources are newer than the program.\n");
  try {
    // Results go to stdout, so the build may not write there.
    execFileSync(process.execPath, ["build.mjs", "--program"], { cwd: root, stdio: [0, 2, 2] });
    return true;
  } catch {
    process.stderr.write(
      "The program cannot be built. Fix the errors above; if packages are missing, run  npm ci\n",
    );
    process.exitCode = 1;
    return false;
  }
}
