import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, test } from "vitest";
import { patients } from "../../shared/schema.ts";
import type { TransientFailure } from "../../src/db/database.ts";
import { DRIVER } from "../../src/db/driver-name.ts";
import { openSqlite } from "../../src/db/sqlite.ts";
import { DatabaseError } from "../../src/errors.ts";
import { exportOf, outcomes } from "../support/export.ts";
import { importFolder, newDatabase } from "../support/import.ts";
import { workspace } from "../support/workspace.ts";

/** Another program that holds the write lock for a while. */
async function lockedFor(path: string, ms: number): Promise<void> {
  const code = `const db = require(${JSON.stringify(DRIVER)})(${JSON.stringify(path)});
    db.exec("begin immediate"); console.log("locked");
    setTimeout(() => { db.exec("rollback"); process.exit(); }, ${ms});`;
  const child = spawn(process.execPath, ["-e", code]);
  await once(child.stdout, "data");
}

test("a lock that another program gives up in time only delays, and is told", async () => {
  const path = join(workspace(), "hmsync.db");
  const db = openSqlite(path, { ifMissing: "create" });
  db.exec("pragma busy_timeout = 1");
  const told: TransientFailure[] = [];
  db.beStubborn((failure) => told.push(failure));
  await lockedFor(path, 500);
  db.begin();
  expect(told[0]).toEqual({ failure: "busy", attempt: 1, ms: 250 });
  expect(told.length).toBeLessThanOrEqual(2);
  db.rollback();
  db.close();
});

test("nothing is tried again where nobody listens", async () => {
  const path = join(workspace(), "hmsync.db");
  const db = openSqlite(path, { ifMissing: "create" });
  db.exec("pragma busy_timeout = 1");
  await lockedFor(path, 300);
  expect(() => db.begin()).toThrow(DatabaseError);
  db.close();
});

test("a run that meets a lock between two batches goes on", async () => {
  const db = await newDatabase();
  db.exec("pragma busy_timeout = 1");
  const records = Array.from({ length: 40 }, (_, at) => `${at + 1},Asha,Rao,0441234567,31`);
  let locked: Promise<void> | undefined;
  const events: string[] = [];
  const summary = await importFolder(db, exportOf({ patients: records }), {
    settings: { mode: "lenient", batchSize: 10 },
    log: ({ event }) => {
      events.push(event);
      // Right after a commit nobody holds the lock.
      if (event === "batch.committed") locked ??= lockedFor(db.path, 300);
    },
  });
  await locked;
  expect(outcomes(summary, "patients")).toEqual({ records: 40, inserted: 40 });
  expect(db.count(patients)).toBe(40);
  expect(events).toContain("run.ended");
});
