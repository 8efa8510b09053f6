import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { explainFailure } from "../../src/cli/explain-failure.ts";
import { workspace } from "../support/workspace.ts";

test("a driver that was built for another Node.js is told with its cure", () => {
  const driver = join(workspace(), "driver.node");
  writeFileSync(driver, "no library at all");
  const printed = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  onTestFinished(() => printed.mockRestore());
  try {
    createRequire(import.meta.url)(driver);
  } catch (error) {
    const manner = { json: false, verbose: false, unbegun: {} };
    expect(explainFailure(error, manner)).toBe(1);
  }
  expect(printed.mock.calls.join("")).toContain("npm rebuild better-sqlite3");
});
