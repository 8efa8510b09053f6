import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Corrections, FIXES } from "../../../src/chain/corrections/corrections.ts";
import { fixesText } from "../../../src/chain/corrections/fixes-sheet.ts";
import { builtScript } from "../../support/build.ts";
import { workspace } from "../../support/workspace.ts";

/** Steps that a process said to be kept. */
function adding(argv: readonly string[], { killAfter = Number.POSITIVE_INFINITY } = {}) {
  const child = spawn(process.execPath, [builtScript("add-steps"), ...argv]);
  let shown = "";
  child.stdout.on("data", (text: Buffer) => {
    shown += text;
    if (shown.split("\n").length > killAfter) child.kill("SIGKILL");
  });
  return new Promise<string[]>((done) => {
    child.on("close", () => done(shown.split("\n").filter((line) => line !== "")));
  });
}

test("two processes at once, one of which is killed, lose no step that was shown as kept", async () => {
  const folder = join(workspace(), "db.review", "generic");
  const [own, killed] = await Promise.all([
    adding([folder, "a", "25"]),
    adding([folder, "b", "100000"], { killAfter: 10 }),
  ]);
  expect(own).toHaveLength(25);
  const corrections = await Corrections.open(folder);
  const ids = corrections.list().map(({ legacyId }) => legacyId);
  expect(ids).toEqual(expect.arrayContaining([...own, ...killed]));
  expect(ids.length - own.length - killed.length).toBeLessThanOrEqual(1);
  expect(corrections.steps().map(({ id }) => Number(id))).toEqual(ids.map((_, at) => at + 1));
  expect(readFileSync(join(folder, FIXES), "utf8")).toBe(fixesText(corrections.list()));
});
