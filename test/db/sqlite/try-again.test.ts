import { once } from "node:events";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { expect, onTestFinished, test } from "vitest";
import { patients } from "../../../shared/schema.ts";
import type { TransientFailure } from "../../../src/db/database.ts";
import { DRIVER } from "../../../src/db/sqlite/driver-name.ts";
import { openSqlite } from "../../../src/db/sqlite/open.ts";
import { DatabaseError } from "../../../src/plain/errors.ts";
import { exportOf, outcomes } from "../../support/export.ts";
import { importFolder, newDatabase } from "../../support/import.ts";
import { workspace } from "../../support/workspace.ts";

/** Another connection that takes the write lock, and gives it up when it is told to: no clock decides. */
function other(path: string) {
  const connection = openSqlite(path, { ifMissing: "create" });
  onTestFinished(() => connection.close());
  return connection;
}

test("a lock that another program gives up in time only delays, and is told", () => {
  const path = join(workspace(), "hmsync.db");
  const db = openSqlite(path, { ifMissing: "create" });
  db.exec("pragma busy_timeout = 1");
  const holder = other(path);
  const told: TransientFailure[] = [];
  db.onTransientFailure((failure) => {
    told.push(failure);
    holder.rollback();
  });
  holder.begin();
  db.begin();
  expect(told).toEqual([{ failure: "busy", attempt: 1, ms: 250 }]);
  db.rollback();
  db.close();
});

/** Has the lock nearly all the time, as a program that writes again and again does. */
const HOLDER = `
const { parentPort, workerData } = require("node:worker_threads");
const driver = new (require(${JSON.stringify(DRIVER)}))(workerData.path, { timeout: 5000 });
const stop = new Int32Array(workerData.stop);
driver.exec("begin immediate");
parentPort.postMessage("held");
while (Atomics.wait(stop, 0, 0, 40) === "timed-out") {
  driver.exec("commit");
  Atomics.wait(stop, 0, 0, 8);
  driver.exec("begin immediate");
}
driver.close();
`;

test("a lock that is free for a moment now and then is taken", async () => {
  const path = join(workspace(), "hmsync.db");
  const db = openSqlite(path, { ifMissing: "create" });
  db.exec("pragma busy_timeout = 1");
  const stop = new SharedArrayBuffer(4);
  const worker = new Worker(HOLDER, { eval: true, workerData: { path, stop } });
  await once(worker, "message");
  const told: number[] = [];
  db.onTransientFailure(({ attempt }) => told.push(attempt));
  db.begin();
  db.rollback();
  Atomics.store(new Int32Array(stop), 0, 1);
  await once(worker, "exit");
  expect(told).toEqual([1]);
  db.close();
});

test("nothing is tried again where nobody listens", () => {
  const path = join(workspace(), "hmsync.db");
  const db = openSqlite(path, { ifMissing: "create" });
  db.exec("pragma busy_timeout = 1");
  other(path).begin();
  expect(() => db.begin()).toThrow(DatabaseError);
  db.close();
});

test("a run that meets a lock between two batches goes on", async () => {
  const db = await newDatabase();
  db.exec("pragma busy_timeout = 1");
  const holder = other(db.path);
  const records = Array.from({ length: 40 }, (_, at) => `${at + 1},Asha,Rao,0441234567,31`);
  const events: string[] = [];
  const summary = await importFolder(db, exportOf({ patients: records }), {
    settings: { mode: "lenient", batchSize: 10 },
    log: ({ event }) => {
      // Right after a commit nobody holds the lock.
      if (event === "batch.committed" && !events.includes(event)) holder.begin();
      if (event === "database.retried") holder.rollback();
      events.push(event);
    },
  });
  expect(outcomes(summary, "patients")).toEqual({ records: 40, inserted: 40 });
  expect(db.count(patients)).toBe(40);
  expect(events.filter((event) => event === "database.retried")).toHaveLength(1);
  expect(events).toContain("run.ended");
});
