import { defineConfig } from "vitest/config";

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
