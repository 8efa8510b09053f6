import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { UsageError } from "../../src/plain/errors.ts";
import { readHandWritten, readNamedFile } from "../../src/plain/hand-written.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

test("a pipe that nobody writes, a device and a folder are refused, not waited for", () => {
  const cwd = workspace();
  execFileSync("mkfifo", [join(cwd, "pipe")]);
  mkdirSync(join(cwd, "folder"));
  for (const path of [join(cwd, "pipe"), join(cwd, "folder"), "/dev/zero"]) {
    expect(() => readHandWritten(path)).toThrow(UsageError);
    expect(() => readNamedFile(path)).toThrow(UsageError);
  }
});

test("a file's byte order mark is no part of its text", () => {
  const cwd = writeFiles(workspace(), { "m.json": "\ufeff{}" });
  expect(readHandWritten(join(cwd, "m.json"))).toBe("{}");
});
