import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { removeLeftovers } from "../../src/plain/leftovers.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

/** No process has it: the largest that Linux gives is 4,194,304. */
const DEAD = 999_999_999;

test("what a dead process left goes, what a living one has and what others called theirs stays", () => {
  const folder = workspace();
  writeFiles(folder, { [`mark-${DEAD}-a/input`]: "cells", [`mark-${DEAD}`]: "", "mark-x": "" });
  mkdirSync(join(folder, `mark-${process.pid}-b`));
  removeLeftovers(folder, "mark-");
  expect(readdirSync(folder).sort()).toEqual([`mark-${process.pid}-b`, "mark-x"]);
});

test("a folder that nobody can look into holds nobody up", () => {
  expect(() => removeLeftovers(join(workspace(), "gone"), "mark-")).not.toThrow();
});
