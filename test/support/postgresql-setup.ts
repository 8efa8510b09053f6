import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { createInterface } from "node:readline";
import type { TestProject } from "vitest/node";
import { SystemError } from "../../src/plain/errors.ts";
import type { Started } from "./postgresql-supervisor.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The port that tests ask for a PostgreSQL server at. */
    postgresql: number;
  }
}

/**
 * One PostgreSQL server for all tests, started when the first of them asks: whoever runs a few tests of
 * something else waits for none.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  let started: Promise<Running> | undefined;
  const door = createServer(async (asking) => {
    asking.on("error", () => undefined);
    started ??= start();
    const told = await started.then(({ told: line }) => line).catch((error) => noServer(error));
    asking.end(told);
  }).listen(0, "127.0.0.1");
  await once(door, "listening");
  const address = door.address();
  project.provide("postgresql", typeof address === "object" ? (address?.port ?? 0) : 0);
  return async () => {
    door.close();
    await started?.then(({ supervisor }) => end(supervisor));
  };
}

interface Running {
  readonly supervisor: ChildProcess;
  /** What it said: see `Started`. */
  readonly told: string;
}

async function start(): Promise<Running> {
  const program = "test/support/postgresql-supervisor.ts";
  const supervisor = spawn(process.execPath, ["--import", "tsx", program], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface({ input: supervisor.stdout });
  for await (const told of lines) {
    const started = JSON.parse(told) as Started;
    if ("none" in started)
      process.stderr.write(`PostgreSQL's tests are skipped. ${started.none}\n`);
    return { supervisor, told };
  }
  throw new SystemError("The PostgreSQL server for tests did not start.", {
    cure: `Run  npx tsx ${program}`,
  });
}

/** The tests that asked fail with it. */
const noServer = (error: unknown): string => JSON.stringify({ failed: String(error) });

async function end(supervisor: ChildProcess): Promise<void> {
  supervisor.stdin?.end();
  if (supervisor.exitCode === null) await once(supervisor, "exit");
}
