import { Worker } from "node:worker_threads";
import { DRIVER } from "../../src/db/sqlite/driver-name.ts";

/** What the application came to while a run was at work. */
export interface Application {
  /** Rows that it has written so far. */
  readonly writes: number;
  /** Times that it gave up: the database was locked for longer than it waits. */
  readonly locked: number;
}

// Drivers wait for five seconds, and look again in the intervals of SQLite's own busy handler.
const SCRIPT = `
const { parentPort, workerData } = require("node:worker_threads");
const Driver = require(${JSON.stringify(DRIVER)});
const { path, counts } = workerData;
const driver = new Driver(path, { timeout: 5000 });
driver.exec("create table if not exists app_notes (id integer primary key, note text)");
const insert = driver.prepare("insert into app_notes (note) values ('seen')");
parentPort.postMessage("ready");
const next = () => {
  if (Atomics.load(counts, 2) === 1) return driver.close();
  try {
    insert.run();
    Atomics.add(counts, 0, 1);
  } catch (error) {
    if (!/locked|busy/.test(String(error))) throw error;
    Atomics.add(counts, 1, 1);
  }
  setTimeout(next, 1);
};
next();
`;

/** Does something while another thread, with a connection of its own, writes as often as it can. */
export async function whileWriting(
  path: string,
  work: (now: () => Application) => Promise<void>,
): Promise<Application> {
  const counts = new Int32Array(new SharedArrayBuffer(12));
  const worker = new Worker(SCRIPT, { eval: true, workerData: { path, counts } });
  const ended = new Promise((done, failed) => {
    worker.on("exit", done);
    worker.on("error", failed);
  });
  await new Promise((ready) => worker.once("message", ready));
  const now = () => ({ writes: counts[0] ?? 0, locked: counts[1] ?? 0 });
  try {
    await work(now);
    return now();
  } finally {
    Atomics.store(counts, 2, 1);
    await ended;
  }
}
