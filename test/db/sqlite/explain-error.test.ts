import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { patients } from "../../../shared/schema.ts";
import { ConstraintBroken } from "../../../src/db/refused.ts";
import { SqliteDriver } from "../../../src/db/sqlite/driver.ts";
import { explainDatabaseError, guarded } from "../../../src/db/sqlite/explain-error.ts";
import { openSqlite } from "../../../src/db/sqlite/open.ts";
import { DatabaseError } from "../../../src/plain/errors.ts";
import { newDatabase } from "../../support/import.ts";
import { workspace } from "../../support/workspace.ts";

const explained = (code: string) =>
  explainDatabaseError(new SqliteDriver.SqliteError("what SQLite says", code), "hmsync.db");

test.each([
  ["SQLITE_BUSY", /locked by another process/],
  ["SQLITE_BUSY_SNAPSHOT", /locked by another process/],
  ["SQLITE_LOCKED", /is locked/],
  ["SQLITE_READONLY_DBMOVED", /cannot be written/],
  ["SQLITE_FULL", /disk is full/],
  ["SQLITE_CANTOPEN_ISDIR", /cannot be opened/],
  ["SQLITE_NOTADB", /not an SQLite database/],
  ["SQLITE_CORRUPT_INDEX", /is damaged/],
  ["SQLITE_IOERR_WRITE", /cannot be read or written/],
])("%s is one line that names the database, the code and a cure", (code, what) => {
  const error = explained(code);
  expect(error).toBeInstanceOf(DatabaseError);
  const { message, cure, exitCode } = error as DatabaseError;
  expect(message).toMatch(what);
  expect(message).toContain("hmsync.db");
  expect(message).toContain(code);
  expect([cure.length > 10, exitCode]).toEqual([true, 1]);
});

test("a code that nobody thought of is told with what SQLite says", () => {
  expect((explained("SQLITE_MISUSE") as DatabaseError).message).toMatch(/what SQLite says/);
});

test("what is no error of the driver comes back as it is", () => {
  const error = new RangeError("no");
  expect(explainDatabaseError(error, "hmsync.db")).toBe(error);
  expect(() =>
    guarded("hmsync.db", () => {
      throw error;
    }),
  ).toThrow(error);
});

test("a broken constraint is named, without a value of the row", async () => {
  const db = await newDatabase();
  const insert = db.prepareInsert(patients, ["id", "fullName", "age"]);
  const failure = thrownBy(() => insert.run(["secret-id", "Secret Name", 151]));
  expect(failure).toBeInstanceOf(ConstraintBroken);
  const { constraint, message } = failure as ConstraintBroken;
  expect(constraint).toMatch(/patients_age_range/);
  expect(message).not.toMatch(/secret/i);
});

test("a lock of another connection is told, not waited for without end", async () => {
  const db = await newDatabase();
  const other = new SqliteDriver(db.path);
  other.exec("begin exclusive");
  const impatient = new SqliteDriver(db.path, { timeout: 0 });
  const failure = thrownBy(() => guarded(db.name, () => impatient.exec("begin immediate")));
  other.close();
  impatient.close();
  expect((failure as DatabaseError).message).toMatch(/locked by another process/);
});

test("a damaged file is told as damaged", async () => {
  const path = join(workspace(), "damaged.db");
  const whole = openSqlite(path, { ifMissing: "create" });
  whole.exec("create table t (a); insert into t values (1)");
  whole.close();
  writeFileSync(path, Buffer.alloc(200, 0xff), { flag: "r+" });
  expect(() => openSqlite(path, { ifMissing: "refuse" })).toThrow(DatabaseError);
});

function thrownBy(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
}

test("a rename that newer versions of SQLite refuse is no fault of the tool", () => {
  const cause = new SqliteDriver.SqliteError("cannot rename from rowid alias: oid", "SQLITE_ERROR");
  const { cure } = explainDatabaseError(cause, "hmsync.db") as DatabaseError;
  expect(cure).toMatch(/Node\.js 22/);
  expect(cure).not.toMatch(/fault/);
});
