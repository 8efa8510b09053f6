import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { OF_RUNS, spoolFolder } from "../../src/extract/spool-folder.ts";
import { workspace } from "../support/workspace.ts";

/** What a process that was killed before its run began has left. */
function leftover(base: string): string {
  const { pid } = spawnSync(process.execPath, ["--version"]);
  const path = join(base, `hmsync-extract-${hostname()}-${pid}-abcdef`);
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, "patients.csv"), "");
  return path;
}

test("where the last spool was of a killed process, the next import has its own", () => {
  const base = join(workspace(), OF_RUNS);
  const left = leftover(base);
  const spool = spoolFolder(base);
  expect([existsSync(left), existsSync(spool.path)]).toEqual([false, true]);
  expect([base, spool.path].map((path) => statSync(path).mode & 0o777)).toEqual([0o700, 0o700]);
  spool.release();
  expect(existsSync(base)).toBe(false);
});

test("the spool of an import stays when another one ends", () => {
  const base = join(workspace(), OF_RUNS);
  const [one, other] = [spoolFolder(base), spoolFolder(base)];
  one.release();
  expect(existsSync(other.path)).toBe(true);
  other.release();
  expect(existsSync(base)).toBe(false);
});
