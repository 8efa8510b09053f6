import { existsSync, readFileSync, statfsSync } from "node:fs";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

// Tests make thousands of small databases, and each is flushed many times: on a disk half of the time is waiting for it.
const MEMORY = "/dev/shm";
const ROOM = 4 * 1024 ** 3;
if (process.env["TMPDIR"] === undefined && isFit(MEMORY)) process.env["TMPDIR"] = MEMORY;

/** It has room, and what lies there may be run: containers often have it small, or mounted noexec. */
function isFit(folder: string): boolean {
  if (!existsSync(folder) || !existsSync("/proc/mounts")) return false;
  const mounts = readFileSync("/proc/mounts", "utf8").split("\n");
  const mounted = mounts.map((line) => line.split(" ")).find(([, place]) => place === folder);
  const { bavail, bsize } = statfsSync(folder);
  const mayRun = mounted !== undefined && !mounted[3]?.split(",").includes("noexec");
  return mayRun && bavail * bsize > ROOM;
}

/** What starts processes, a browser or a server takes long, however short its file is. */
const WAITS =
  /node:child_process|hmsyncProcess|meanwhile|HMSYNC_FAILPOINT|support\/(?:browser|kill|running|paused|postgresql|mariadb)\.ts/;

/** Else by size, as Vitest has it where it knows no better: a long file that comes last is waited for by all. */
class WaitingFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const [waiting = [], others = []] = [true, false].map((waits) =>
      sorted.filter(({ moduleId }) => WAITS.test(readFileSync(moduleId, "utf8")) === waits),
    );
    return [...waiting, ...others];
  }
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
    sequence: { sequencer: WaitingFirst },
    // What is built runs as it is.
    server: { deps: { external: [/hmsync-built-/] } },
    reporters: ["default", ["json", { outputFile: ".vitest/results.json" }]],
  },
});
