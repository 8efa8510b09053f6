import { expect, onTestFinished, test } from "vitest";
import { databasePath } from "../../src/cli/database-path.ts";
import { UsageError } from "../../src/plain/errors.ts";

/** The database that a command means with this DATABASE_URL. */
function meant(url: string): string {
  const { DATABASE_URL } = process.env;
  process.env["DATABASE_URL"] = url;
  onTestFinished(() => {
    if (DATABASE_URL === undefined) delete process.env["DATABASE_URL"];
    else process.env["DATABASE_URL"] = DATABASE_URL;
  });
  return databasePath({ flags: {} });
}

test.each([
  ["u.db", "u.db"],
  ["file:u.db", "u.db"],
  ["file:./a%20b.db", "./a b.db"],
  ["file:///tmp/a%20b.db", "/tmp/a b.db"],
  ["FILE:u.db", "u.db"],
  ["ward: north.db", "ward: north.db"],
  ["C:\\data\\u.db", "C:\\data\\u.db"],
])("DATABASE_URL=%s means %s", (url, path) => {
  expect(meant(url)).toBe(path);
});

test.each([
  "file:u.db?connection_limit=1",
  "file:u.db?mode=ro",
  "file:///tmp/u.db?mode=ro",
  "file:u%zz.db",
  "sqlite:u.db",
  "sqlite3:///u.db",
  "libsql:u.db",
  "jdbc:sqlite:u.db",
  "postgresql:host",
  "file:",
  "file::memory:",
  ":memory:",
  " ",
  "\t",
  " u.db",
  "u.db ",
  "file:u.db%20",
])("DATABASE_URL=%s is refused, and no file of that name made", (url) => {
  expect(() => meant(url)).toThrow(UsageError);
});
