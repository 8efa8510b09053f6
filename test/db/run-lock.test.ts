import { spawn } from "node:child_process";
import { once } from "node:events";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { lockHolder, refuseWhileLocked, takeRunLock } from "../../src/db/run-lock.ts";
import { DatabaseError } from "../../src/errors.ts";
import { workspace } from "../support/workspace.ts";

const database = () => join(workspace(), "hmsync.db");

test("a second run is kept out, and told who is at work", () => {
  const path = database();
  const lock = takeRunLock(path, "import");
  expect(() => takeRunLock(path, "import:retry")).toThrow(DatabaseError);
  expect(() => refuseWhileLocked(path)).toThrow(String(process.pid));
  expect(lockHolder(path)).toMatchObject({ pid: process.pid, command: "import" });
  lock.release();
  expect(lockHolder(path)).toBeUndefined();
  takeRunLock(path, "import:retry").release();
});

test("a database that no run ever locked is free", () => {
  const path = database();
  expect(lockHolder(path)).toBeUndefined();
  expect(refuseWhileLocked(path)).toBeUndefined();
});

test("databases do not share a lock", () => {
  const locks = [database(), database()].map((path) => takeRunLock(path, "import"));
  for (const lock of locks) lock.release();
});

test("the lock of a process that was killed is taken over, and names it", async () => {
  const path = database();
  const module = resolve("src/db/run-lock.ts");
  const code = `import { takeRunLock } from ${JSON.stringify(module)};
    takeRunLock(${JSON.stringify(path)}, "import"); console.log("locked"); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", code]);
  await once(child.stdout, "data");
  expect(lockHolder(path)).toMatchObject({ pid: child.pid });
  child.kill("SIGKILL");
  await once(child, "close");
  expect(lockHolder(path)).toBeUndefined();
  const lock = takeRunLock(path, "import");
  expect(lock.takenOverFrom).toMatchObject({ pid: child.pid, command: "import" });
  lock.release();
});
