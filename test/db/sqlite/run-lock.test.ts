import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { expect, test } from "vitest";
import { SqliteDriver } from "../../../src/db/sqlite/driver.ts";
import { lockHolder, refuseWhileLocked, takeRunLock } from "../../../src/db/sqlite/run-lock.ts";
import { DatabaseError } from "../../../src/plain/errors.ts";
import { workspace } from "../../support/workspace.ts";

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

test("nothing is left of a lock that is released", () => {
  const path = database();
  const lock = takeRunLock(path, "import");
  expect(readdirSync(dirname(path))).toEqual(["hmsync.db.hmsync-lock"]);
  lock.release();
  expect(readdirSync(dirname(path))).toEqual([]);
});

test("two links to one database are one database", () => {
  const path = database();
  writeFileSync(path, "");
  const links = ["one", "other"].map((name) => join(workspace(), name));
  for (const link of links) symlinkSync(path, link);
  const [one = "", other = ""] = links;
  const lock = takeRunLock(one, "import");
  expect(() => takeRunLock(other, "import")).toThrow(DatabaseError);
  expect(lockHolder(path)).toMatchObject({ pid: process.pid });
  lock.release();
  expect(links.flatMap((link) => readdirSync(dirname(link))).sort()).toEqual(["one", "other"]);
});

test("a lock whose file its last holder takes away while it is waited for is taken at its new place", () => {
  const path = database();
  const first = takeRunLock(path, "import");
  first.release();
  // What a waiting process had opened before it was removed.
  const gone = new SqliteDriver(`${path}.hmsync-lock`);
  gone.exec("create table holder (pid, host, since, command)");
  rmSync(`${path}.hmsync-lock`);
  expect(() => gone.exec("insert into holder values (1, 2, 3, 4)")).toThrow(
    expect.objectContaining({ code: "SQLITE_READONLY_DBMOVED" }),
  );
  gone.close();
  takeRunLock(path, "import").release();
});

test("the lock of a process that was killed is taken over, and names it", async () => {
  const path = database();
  const module = resolve("src/db/sqlite/run-lock.ts");
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
  expect(readdirSync(dirname(path))).toEqual([]);
});
