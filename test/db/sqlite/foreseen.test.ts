import { expect, test } from "vitest";
import { foreseen } from "../../../src/db/sqlite/foreseen.ts";
import { HmsyncError } from "../../../src/plain/errors.ts";

const failing = (code: string, more: object = {}) =>
  Object.assign(new Error("Asha Rao"), { code, ...more });

test.each([
  ["ENOSPC", "write", "written"],
  ["EACCES", "open", "opened"],
  ["EISDIR", "read", "read"],
  ["ELOOP", "stat", "read"],
  ["EROFS", "mkdir", "written"],
  ["EMFILE", "open", "opened"],
  ["ENAMETOOLONG", "rename", "written"],
  ["EBUSY", "unlink", "written"],
  ["ENOENT", "scandir", "read"],
  ["ESOMETHING", "copyfile", "written"],
])("%s of %s is told with the place and a cure, and exits 1", (code, syscall, verb) => {
  const error = foreseen(failing(code, { syscall, path: "reports/1\nx" })) as HmsyncError;
  expect(error).toBeInstanceOf(HmsyncError);
  expect([error.exitCode, error.message]).toEqual([
    1,
    `reports/1\\nx cannot be ${verb} (${code}).`,
  ]);
  expect(error.cure).not.toBe("");
});

test.each([
  "SQLITE_CORRUPT_VTAB",
  "SQLITE_NOTADB",
  "SQLITE_FULL",
  "SQLITE_IOERR_SHORT_READ",
  "SQLITE_CANTOPEN",
  "SQLITE_READONLY_DBMOVED",
  "SQLITE_BUSY_SNAPSHOT",
  "SQLITE_LOCKED",
  "SQLITE_PERM",
  "SQLITE_AUTH",
  "SQLITE_TOOBIG",
  "SQLITE_MISMATCH",
  "SQLITE_SCHEMA",
  "SQLITE_PROTOCOL",
  "SQLITE_NOMEM",
  "SQLITE_NOLFS",
  "SQLITE_INTERRUPT",
])("%s without the name of a database is one sentence without a gap", (code) => {
  const error = foreseen(failing(code, { name: "SqliteError" })) as HmsyncError;
  expect(error.message).toMatch(/^The database \S/);
  expect(error.message).toContain(code);
  expect(error.cure).not.toMatch(/bug in the tool/);
});

test.each([
  failing("ERR_WORKER_OUT_OF_MEMORY"),
  failing("ERR_STRING_TOO_LONG"),
  new RangeError("Invalid string length"),
  new RangeError("Array buffer allocation failed"),
])("a lack of memory is told with its cure", (error) => {
  expect((foreseen(error) as HmsyncError).cure).toContain("--max-old-space-size");
});

test("what nobody has foreseen comes back as it is", () => {
  const errors = [new TypeError("x"), new RangeError("Maximum call stack size exceeded"), "text"];
  expect(errors.map(foreseen)).toEqual(errors);
});
