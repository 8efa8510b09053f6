import { existsSync, statfsSync } from "node:fs";
import { defineConfig } from "vitest/config";

// Tests make thousands of small databases, and each is flushed many times: on a disk half of the time is waiting for it.
const MEMORY = "/dev/shm";
const ROOM = 4 * 1024 ** 3;
if (process.env["TMPDIR"] === undefined && hasRoom(MEMORY)) process.env["TMPDIR"] = MEMORY;

function hasRoom(folder: string): boolean {
  if (!existsSync(folder)) return false;
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize > ROOM;
}

export default defineConfig({
  test: {
    include: ["test/**/*.test.{ts,tsx}"],
    globalSetup: ["test/support/build.ts", "test/support/postgresql-setup.ts"],
    // They end what hangs. No test is to fail because a machine is slow or busy.
    testTimeout: 900_000,
    hookTimeout: 900_000,
    // better-sqlite3 is a native module: a process each keeps one crash from taking the others along.
    pool: "forks",
    // Much of the time is spent waiting for the command line, a process of its own.
    maxWorkers: 3,
    // Loading the modules anew for each file takes longer than half of the tests.
    isolate: false,
    // What is built runs as it is.
    server: { deps: { external: [/hmsync-built-/] } },
    reporters: ["default", ["json", { outputFile: ".vitest/results.json" }]],
  },
});
